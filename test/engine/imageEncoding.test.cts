import type { INodeExecutionData } from 'n8n-workflow';
import { jpeg } from './images.cts';
import { kling, KLING, SAY, say, useKling, type Scene } from './setup.cts';

const tests = useKling();

/** A node that animates the file of each item and does not wait for the video. */
const animate = (options = {}, more = {}) =>
	kling({ operation: 'imageToVideo', waitMode: 'none', ...SAY, options }, more);

/** One item with a photo for each prompt. */
async function photosFor(...prompts: string[]): Promise<INodeExecutionData[]> {
	const photo = { fileName: 'fox.jpg', mimeType: 'image/jpeg' };
	const items = say(...prompts).map(async (item) => {
		return { ...item, binary: { data: await tests.engine.storeFile(await jpeg(), photo) } };
	});
	return await Promise.all(items);
}

/** Each submit in order of arrival: the form of its image, and how it was answered. */
const submitsOf = ({ novita }: Scene) =>
	novita.requestsTo('submit').map(({ body, status }) => {
		const { image } = body as { image: string };
		return [image.startsWith('data:image/jpeg;base64,') ? 'dataUri' : 'base64', status];
	});

describe('without the option Image Encoding', () => {
	it.concurrent('an image goes as raw base64, and so do all others', async () => {
		const scene = await tests.scene();
		const run = await scene.run(animate(), { input: await photosFor('one', 'two', 'three') });
		expect(run.error).toBeUndefined();
		expect(submitsOf(scene)).toEqual(Array.from({ length: 3 }, () => ['base64', 200]));
		expect(scene.paidPrompts).toEqual(['one', 'three', 'two']);
	});

	it.concurrent.each(['INVALID_IMAGE_FORMAT', 'INVALID_REQUEST_BODY'] as const)(
		'%s for raw base64: one item finds out, and all go as a data URI',
		async (reason) => {
			const scene = await tests.scene();
			scene.novita.acceptImages(['dataUri'], reason);
			const prompts = ['a', 'b', 'c', 'd', 'e', 'f'];
			const run = await scene.run(animate(), { input: await photosFor(...prompts) });
			expect(run.error).toBeUndefined();
			expect(submitsOf(scene)).toEqual([
				['base64', 400],
				...Array.from({ length: 6 }, () => ['dataUri', 200]),
			]);
			expect(scene.paidPrompts).toEqual(prompts);
			expect(run.output(KLING).map(({ json }) => json.taskId)).toEqual(
				prompts.map((prompt) => scene.taskOf(prompt).taskId),
			);
		},
	);

	it.concurrent('both forms refused: each is tried once, and nothing is paid', async () => {
		const scene = await tests.scene();
		scene.novita.acceptImages(['url']);
		const run = await scene.run(animate(), { input: await photosFor('one') });
		expect(run.error?.message).toContain('neither as base64 nor as a data URI');
		expect(run.errorText).toContain('nothing was paid');
		expect(run.error?.context.details).toMatchObject({ reason: 'INVALID_IMAGE_FORMAT' });
		expect(submitsOf(scene)).toEqual([
			['base64', 400],
			['dataUri', 400],
		]);
		expect(scene.novita.tasks).toEqual([]);
	});

	it.concurrent.each([
		['ILLEGAL_IMAGE_CONTENT', 'illegal image content'],
		['INVALID_IMAGE_SIZE', 'invalid image size'],
		['INVALID_REQUEST_BODY', 'invalid request body: prompt is too long'],
		['BILLING_BALANCE_NOT_ENOUGH', 'the image costs more than that'],
	])('%s is not about the form, and is final', async (reason, message) => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'refuse', reason, message }] });
		const run = await scene.run(animate(), { input: await photosFor('one') });
		expect(run.status).toBe('error');
		expect(submitsOf(scene)).toEqual([['base64', 400]]);
	});

	it.concurrent('a form that worked is not doubted for an image that is refused', async () => {
		const scene = await tests.scene();
		const refusal = { kind: 'refuse', reason: 'INVALID_IMAGE_FORMAT' } as const;
		scene.novita.behave({ prompt: 'bad' }, { submit: [refusal] });
		const node = animate({}, { onError: 'continueRegularOutput' });
		const run = await scene.run(node, { input: await photosFor('good', 'bad') });
		expect(submitsOf(scene)).toEqual([
			['base64', 200],
			['base64', 400],
		]);
		expect(run.output(KLING)[1]?.json.error).toMatchObject({ reason: 'INVALID_IMAGE_FORMAT' });
	});
});

describe('money', () => {
	it.concurrent('an unknown outcome is not followed by the other form', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'reset', accepted: true }] });
		const run = await scene.run(animate(), { input: await photosFor('one') });
		expect(run.error?.context.details).toMatchObject({ kind: 'unknownOutcome' });
		expect(scene.novita.requestsTo('submit')).toHaveLength(1);
	});

	it.concurrent('a data URI of unknown outcome is submitted no further time', async () => {
		const scene = await tests.scene();
		scene.novita.acceptImages(['dataUri']);
		scene.novita.setDefault({ submit: ['none', { kind: 'reset', accepted: true }] });
		const run = await scene.run(
			animate({}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 }),
			{
				input: await photosFor('one'),
			},
		);
		expect(run.error?.context.details).toMatchObject({ kind: 'unknownOutcome' });
		expect(scene.novita.requestsTo('submit')).toHaveLength(2);
		expect(scene.novita.tasks).toHaveLength(1);
		await scene.retry(run);
		expect(scene.novita.requestsTo('submit')).toHaveLength(2);
	});

	it.concurrent('a data URI that is refused for now is sent again as one', async () => {
		const scene = await tests.scene();
		scene.novita.acceptImages(['dataUri']);
		scene.novita.setDefault({ submit: ['none', { kind: 'rateLimit', retryAfterSeconds: 0 }] });
		const run = await scene.run(animate(), { input: await photosFor('one') });
		expect(run.error).toBeUndefined();
		expect(submitsOf(scene)).toEqual([
			['base64', 400],
			['dataUri', 429],
			['dataUri', 200],
		]);
	});

	it.concurrent('a paid task is resumed, whatever form the node has meanwhile', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ ending: 'never' });
		const options = { timeout: 0.01, imageEncoding: 'base64' };
		const waiting = { waitMode: 'poll', operation: 'imageToVideo', ...SAY };
		const run = await scene.run(kling({ ...waiting, options }), { input: await photosFor('one') });
		expect(run.error?.context.details).toMatchObject({ kind: 'timeout' });
		const edited = structuredClone(run.workflow);
		const node = edited.nodes.find(({ name }) => name === KLING)!;
		node.parameters = { ...node.parameters, options: { ...options, imageEncoding: 'dataUri' } };
		await scene.retry(run, edited);
		expect(scene.novita.requestsTo('submit')).toHaveLength(1);
	});
});

it.concurrent.each(['base64', 'dataUri'] as const)('%s by option is sent alone', async (form) => {
	const scene = await tests.scene();
	scene.novita.acceptImages(['url']);
	const run = await scene.run(animate({ imageEncoding: ` ${form}\n` }), {
		input: await photosFor('one'),
	});
	expect(run.errorText).toContain('Image Encoding');
	expect(submitsOf(scene)).toEqual([[form, 400]]);
});

it.concurrent(
	'a form that nobody knows is refused by its name before anything is sent',
	async () => {
		const scene = await tests.scene();
		const run = await scene.run(animate({ imageEncoding: '={{ "Data URI" }}' }), {
			input: await photosFor('one'),
		});
		expect(run.error?.message).toContain('Image Encoding cannot be Data URI');
		expect(scene.novita.requests).toEqual([]);
	},
);
