import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';
import { BAD_FILES, BAD_VALUES, fromUrl, image } from './badValues.cts';
import { inMemory, jpeg, otherFormat, paddedTo, png } from './images.cts';
import type { EngineRun } from './harness/engine.cts';
import { items, kling, KLING, useKling, type Scene } from './setup.cts';

const tests = useKling();

/** n8n's reviewers want messages that say what happened, without these words. */
const FORBIDDEN_WORDS = /\b(error|problem|failure|mistake)s?\b/i;

/** A run that one bad item stopped: it names the parameter and the item, and sends nothing. */
function expectStopped(run: EngineRun, scene: Scene, label: string): void {
	expect(scene.novita.requests).toEqual([]);
	expect(run.status).toBe('error');
	expect(run.error?.name).toBe('NodeOperationError');
	expect(run.error?.message).toContain('[item 1]');
	expect(run.error?.context.itemIndex).toBe(1);
	expect(run.errorText).toContain(label);
	expect(run.errorText).not.toMatch(FORBIDDEN_WORDS);
}

/** A run under Continue: the good items succeed, and the bad one says what is wrong with it. */
function expectContinued(run: EngineRun, label: string): void {
	expect(run.error).toBeUndefined();
	const [first, second, third, ...others] = run.output(KLING);
	expect(others).toEqual([]);
	expect(first?.json).not.toHaveProperty('error');
	expect(third?.json).not.toHaveProperty('error');
	expect(second?.pairedItem).toEqual({ item: 1 });
	expect(Object.keys(second?.json ?? {}).sort()).toEqual(['error']);
	const { message, ...facts } = (second?.json.error ?? {}) as IDataObject;
	expect(facts).toMatchObject({ kind: 'invalidInput' });
	const reported = JSON.stringify([message, facts]);
	expect(reported).toContain(label);
	expect(String(message)).not.toMatch(FORBIDDEN_WORDS);
}

/** Under Continue only the good items cost anything; Get Result costs nothing at all. */
function expectOnlyGoodOnesSent(scene: Scene, operation: unknown): void {
	const kinds = scene.novita.requests.map(({ kind }) => kind);
	expect(kinds).toEqual(operation === 'getResult' ? ['status', 'status'] : ['submit', 'submit']);
}

describe('a value among good ones', () => {
	it.concurrent.each(BAD_VALUES)('$label: $what', async ({ label, parameters, good, bad }) => {
		const scene = await tests.scene();
		const node = (more = {}) =>
			kling({ waitMode: 'none', ...withDownload(parameters), ...parameters }, more);
		const input = items(...[good, bad, good].map((value) => ({ value }) as IDataObject));
		expectStopped(await scene.run(node(), { input }), scene, label);

		scene.novita.addTask({ taskId: 'a-task', behaviour: { ending: 'never' } });
		const run = await scene.run(node({ onError: 'continueRegularOutput' }), { input });
		expectContinued(run, label);
		if (parameters.binaryPropertyName === undefined) {
			expectOnlyGoodOnesSent(scene, parameters.operation);
		}
	});
});

/** The node has a field for the video only where it waits for one. */
function withDownload({ binaryPropertyName }: INodeParameters): INodeParameters {
	return binaryPropertyName === undefined ? {} : { waitMode: 'poll' };
}

describe('a file among good ones', () => {
	const label = 'Input Data Field Name';
	const node = (more = {}) => kling({ ...image, waitMode: 'none' }, more);
	const inputOf = async (bad: Buffer | undefined) => {
		const good = { data: inMemory(await jpeg()) };
		const stored = { fileName: 'frame', mimeType: 'image/jpeg' };
		const binaries: Array<Record<string, IBinaryData> | undefined> = [
			good,
			bad && { data: await tests.engine.storeFile(bad, stored) },
			good,
		];
		return binaries.map((binary) => ({ json: {}, ...(binary && { binary }) }));
	};

	it.concurrent.each(Object.entries(BAD_FILES))('Image: %s', async (_what, make) => {
		const scene = await tests.scene();
		const input = await inputOf(await make());
		expectStopped(await scene.run(node(), { input }), scene, label);

		const run = await scene.run(node({ onError: 'continueRegularOutput' }), { input });
		expectContinued(run, label);
		expectOnlyGoodOnesSent(scene, 'imageToVideo');
	});
});

it.concurrent.each([
	['photo.heic', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'is a HEIC image'],
	['photo.webp', async () => await otherFormat('webp'), 'is a WebP image'],
	['photo.jpg', () => Buffer.from('<!DOCTYPE html><title>Log in</title>'), 'is an HTML page'],
	['photo.jpg', async () => paddedTo(await jpeg(), 12_400_000), 'is 12.4 MB'],
	['photo.png', async () => await png(400, 299), 'is only 299 px high (400 x 299 px)'],
])('%s is named for what it is', async (fileName, make, what) => {
	const scene = await tests.scene();
	const file = await tests.engine.storeFile(await make(), { fileName, mimeType: 'image/jpeg' });
	const run = await scene.run(kling(image), { input: [{ json: {}, binary: { data: file } }] });
	expect(run.error?.message).toContain(`${fileName} ${what}`);
	expect(run.errorText).toContain('nothing was paid');
	expect(run.errorText).not.toMatch(FORBIDDEN_WORDS);
	expect(scene.novita.requests).toEqual([]);
});

describe('before the run', () => {
	it.concurrent.each<[label: string, parameters: INodeParameters]>([
		['Prompt', { prompt: '' }],
		['Image URL', { ...fromUrl, imageUrl: '' }],
		['Input Data Field Name', { ...image, imageBinaryPropertyName: '' }],
		['Task ID', { operation: 'getResult', taskId: '' }],
	])('%s is empty: n8n does not start the run', async (label, parameters) => {
		const scene = await tests.scene();
		const input = [{ json: {}, binary: { data: inMemory(await jpeg()) } }];
		const run = await scene.run(kling(parameters), { input });
		expect(run.status).toBe('error');
		expect(run.errorText).toContain(`Parameter "${label}" is required`);
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent.each([
		['operation', 'extendVideo'],
		['waitMode', 'webhook'],
	])('%s of a newer version, "%s": the run fails and nothing is sent', async (parameter, value) => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ [parameter]: value }));
		expect(run.status).toBe('error');
		expect(run.error?.context.details).toEqual({ kind: 'invalidInput', parameter });
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent(
		'an empty name of the image field, from an expression, is reported as such',
		async () => {
			const scene = await tests.scene();
			const node = kling({ ...image, imageBinaryPropertyName: '={{ "" }}' });
			const run = await scene.run(node, {
				input: [{ json: {}, binary: { data: inMemory(await jpeg()) } }],
			});
			expect(run.errorText).toContain('Input Data Field Name is empty');
			expect(scene.novita.requests).toEqual([]);
		},
	);

	it.concurrent('a file under another field: the message names the missing field', async () => {
		const scene = await tests.scene();
		const input = [{ json: {}, binary: { photo: inMemory(await jpeg()) } }];
		const run = await scene.run(kling({ ...image, imageBinaryPropertyName: 'picture' }), {
			input,
		});
		expect(run.errorText).toContain('picture');
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent.each([0, -5, 'many'])('at most %s tasks at a time is refused', async (value) => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ options: { maxConcurrentTasks: value } }));
		expect(run.status).toBe('error');
		expect(run.errorText).toContain('Max Concurrent Tasks');
		expect(run.errorText).not.toMatch(FORBIDDEN_WORDS);
		expect(scene.novita.requests).toEqual([]);
	});
});
