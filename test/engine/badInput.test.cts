import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';
import { BAD_FILES, BAD_VALUES, fromUrl, image } from './badValues.cts';
import { inMemory, jpeg } from './images.cts';
import type { EngineRun } from './harness/engine.cts';
import { items, kling, KLING, useKling, type Scene } from './setup.cts';

const tests = useKling();

/** n8n's reviewers want messages that say what happened, without these words. */
const FORBIDDEN_WORDS = /\b(error|problem|failure|mistake)s?\b/i;

/** Everything that a user reads about a failure. */
function wordsOf(run: EngineRun): string {
	const { message, description } = run.error ?? {};
	return `${message} ${description}`;
}

/** A run that one bad item stopped: told with its parameter and its item, and nothing sent. */
function expectStopped(run: EngineRun, scene: Scene, label: string): void {
	expect(scene.novita.requests).toEqual([]);
	expect(run.status).toBe('error');
	expect(run.error?.name).toBe('NodeOperationError');
	expect(run.error?.message).toContain('[item 1]');
	expect(run.error?.context.itemIndex).toBe(1);
	expect(wordsOf(run)).toContain(label);
	expect(wordsOf(run)).not.toMatch(FORBIDDEN_WORDS);
}

/** A continued run: the good items went their way, and the bad one says what is wrong with it. */
function expectContinued(run: EngineRun, label: string): void {
	expect(run.error).toBeUndefined();
	const [first, second, third, ...others] = run.output(KLING);
	expect(others).toEqual([]);
	expect(first?.json).not.toHaveProperty('error');
	expect(third?.json).not.toHaveProperty('error');
	expect(second?.pairedItem).toEqual({ item: 1 });
	expect(Object.keys(second?.json ?? {}).sort()).toEqual(['details', 'error']);
	expect(second?.json.details).toMatchObject({ kind: 'invalidInput' });
	const told = JSON.stringify([second?.json.error, second?.json.details]);
	expect(told).toContain(label);
	expect(String(second?.json.error)).not.toMatch(FORBIDDEN_WORDS);
}

/** Only the good items of a continued run cost anything; Get Result costs nothing at all. */
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

/** The field for the video is there only where a video can come: such a node has to wait. */
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

describe('before the run', () => {
	it.concurrent.each<[what: string, parameters: INodeParameters]>([
		['no prompt', { prompt: '' }],
		['no image address', { ...fromUrl, imageUrl: '' }],
		['no name of the image field', { ...image, imageBinaryPropertyName: '' }],
		['no task ID', { operation: 'getResult', taskId: '' }],
		['an operation of a newer version', { operation: 'motionControl' }],
		['a wait mode of a newer version', { waitMode: 'webhook' }],
	])('%s: the run ends and nothing is sent', async (_what, parameters) => {
		const scene = await tests.scene();
		const input = [{ json: {}, binary: { data: inMemory(await jpeg()) } }];
		const run = await scene.run(kling(parameters), { input });
		expect(run.status).toBe('error');
		expect(run.error?.message).toBeTruthy();
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('an empty name of the image field by an expression is told so', async () => {
		const scene = await tests.scene();
		const node = kling({ ...image, imageBinaryPropertyName: '={{ "" }}' });
		const run = await scene.run(node, {
			input: [{ json: {}, binary: { data: inMemory(await jpeg()) } }],
		});
		expect(wordsOf(run)).toContain('Input Data Field Name is empty');
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent(
		'a file under another field is told with the field that was looked for',
		async () => {
			const scene = await tests.scene();
			const input = [{ json: {}, binary: { photo: inMemory(await jpeg()) } }];
			const run = await scene.run(kling({ ...image, imageBinaryPropertyName: 'picture' }), {
				input,
			});
			expect(wordsOf(run)).toContain('picture');
			expect(scene.novita.requests).toEqual([]);
		},
	);

	it.concurrent.each([0, -5, 'many'])('at most %s tasks at a time cannot be', async (value) => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ options: { maxConcurrentTasks: value } }));
		expect(run.status).toBe('error');
		expect(wordsOf(run)).toContain('Max Concurrent Tasks');
		expect(wordsOf(run)).not.toMatch(FORBIDDEN_WORDS);
		expect(scene.novita.requests).toEqual([]);
	});
});
