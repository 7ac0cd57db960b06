import type { INodeParameters } from 'n8n-workflow';
import { descriptionOf, panelOf } from './models/panel.cts';
import { KLING, kling, useKling } from './setup.cts';

const tests = useKling();

const panelNames = (values: INodeParameters) =>
	panelOf(descriptionOf(tests.engine), values).map(({ name }) => name);

/** Both places where a workflow may have an output setting. */
const PLACES: ReadonlyArray<[place: string, put: (setting: INodeParameters) => INodeParameters]> = [
	['among the options', (setting) => ({ options: setting })],
	['beside the options', (setting) => setting],
];

describe.each(PLACES)('an output setting %s', (_place, put) => {
	it.concurrent('names the field of the file, also by an expression', async () => {
		const scene = await tests.scene();
		const node = kling(put({ binaryPropertyName: '=clip{{ $itemIndex }}' }));
		const run = await scene.run(node, { input: [{ json: {} }, { json: {} }] });
		expect(run.output(KLING).map(({ binary }) => Object.keys(binary ?? {}))).toEqual([
			['clip0'],
			['clip1'],
		]);
	});

	it.concurrent('adds the answer of Novita', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling(put({ simplify: false })));
		expect(run.error?.message).toBeUndefined();
		expect(run.output(KLING)[0]?.json.raw).toMatchObject({ task: expect.anything() });
	});
});

it('is in the panel only where the workflow has it beside the options', () => {
	expect(panelNames({})).not.toEqual(expect.arrayContaining(['binaryPropertyName']));
	expect(panelNames({})).not.toEqual(expect.arrayContaining(['simplify']));
	expect(panelNames({ binaryPropertyName: 'clip', simplify: false })).toEqual(
		expect.arrayContaining(['binaryPropertyName', 'simplify']),
	);
});

it('among the options counts before the one beside them', async () => {
	const scene = await tests.scene();
	const options = { binaryPropertyName: 'inside', simplify: true };
	const run = await scene.run(kling({ binaryPropertyName: 'beside', simplify: false, options }));
	const [item] = run.output(KLING);
	expect(Object.keys(item?.binary ?? {})).toEqual(['inside']);
	expect(item?.json.raw).toBeUndefined();
});
