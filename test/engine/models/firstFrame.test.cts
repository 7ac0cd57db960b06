import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { jpeg, paddedTo, png } from '../images.cts';
import { kling, KLING, useKling, type Scene } from '../setup.cts';
import { DOCUMENTED, titleOf, type DocumentedRequest } from './documents.cts';
import { leastOf, send } from './requests.cts';

const tests = useKling();

const LARGEST_BYTES = 10_000_000;

const WITH_FILE = DOCUMENTED.filter(({ file }) => file !== undefined).map(
	(request) => [titleOf(request), request] as const,
);

const [V16] = DOCUMENTED.filter(
	({ model, operation }) => model === 'kling-v1.6' && operation === 'imageToVideo',
);

/** A node that takes its first frame from a file of the item. */
const nodeOf = (request: DocumentedRequest, options = {}) => {
	const { imageUrl: _, ...least } = leastOf(request);
	const { model, operation } = request;
	return kling(
		{ model, operation, waitMode: 'none', ...(least as object), options },
		{ onError: 'continueRegularOutput' },
	);
};

/** The images as input items, in n8n's file store. */
async function inputOf(images: readonly Buffer[]): Promise<INodeExecutionData[]> {
	const stored = images.map(async (image): Promise<IBinaryData> => {
		return await tests.engine.storeFile(image, { fileName: 'frame', mimeType: 'image/jpeg' });
	});
	return (await Promise.all(stored)).map((data) => ({ json: {}, binary: { data } }));
}

/** Sends files; gives for each whether it went on the wire as it is, or else what was said. */
async function outcomesOf(
	scene: Scene,
	request: DocumentedRequest,
	images: readonly Buffer[],
): Promise<unknown[]> {
	const run = await scene.run(nodeOf(request), { input: await inputOf(images) });
	return run.output(KLING).map(({ json }, index) => {
		const task = scene.novita.task(String(json.taskId));
		if (!task) return json.error;
		return task.body.image === images[index]!.toString('base64') ? 'sent' : 'sent otherwise';
	});
}

const refused = (size: string): unknown => expect.stringContaining(size);

describe.each(WITH_FILE)('%s', (_title, request) => {
	it.concurrent('sends a file as plain base64, and as a data URI where asked', async () => {
		const scene = await tests.scene();
		const image = await png();
		const base64 = image.toString('base64');
		const input = await inputOf([image]);
		await scene.run(nodeOf(request), { input });
		await scene.run(nodeOf(request, { imageEncoding: 'dataUri' }), { input });
		expect(scene.novita.tasks.map(({ path }) => path)).toEqual([request.path, request.path]);
		expect(scene.bodies).toMatchObject([
			{ image: base64 },
			{ image: `data:image/png;base64,${base64}` },
		]);
	});

	it.concurrent('takes files up to its limits and sends none beyond', async () => {
		const scene = await tests.scene();
		const images = await Promise.all([
			jpeg(300, 300),
			png(299, 400),
			jpeg(400, 299),
			jpeg().then((image) => paddedTo(image, LARGEST_BYTES)),
			jpeg().then((image) => paddedTo(image, LARGEST_BYTES + 1)),
		]);
		const outcomes = await outcomesOf(scene, request, images);
		const expected = ['sent', refused('299 x 400'), refused('400 x 299'), 'sent', refused('10 MB')];
		expect(outcomes).toEqual(expected);
		expect(scene.novita.requests).toHaveLength(2);
	});

	it.concurrent('holds to its ratio of sides, where one is documented', async () => {
		const scene = await tests.scene();
		const images = await Promise.all([
			jpeg(750, 300),
			png(300, 750),
			jpeg(751, 300),
			png(300, 751),
		]);
		const beyond = (size: string) => (request.file?.widestRatio ? refused(size) : 'sent');
		expect(await outcomesOf(scene, request, images)).toEqual([
			'sent',
			'sent',
			beyond('751 x 300'),
			beyond('300 x 751'),
		]);
	});
});

describe('Kling V1.6', () => {
	it.concurrent('takes its image by address only: a file is not enough', async () => {
		const scene = await tests.scene();
		const input = await inputOf([await jpeg()]);
		const node = { ...nodeOf(V16!), onError: 'stopWorkflow' as const };
		const run = await scene.run(node, { input });
		expect(run.status).toBe('error');
		expect(`${run.error?.message} ${run.error?.description}`).toContain('Image URL');
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('refuses an end frame in any mode but Professional', async () => {
		const scene = await tests.scene();
		const node = kling(
			{
				...{ model: 'kling-v1.6', operation: 'imageToVideo', waitMode: 'none' },
				...{ imageUrl: 'https://example.com/a.jpg', qualityMode: '={{ $json.mode }}' },
				endImageUrl: 'https://example.com/b.jpg',
			},
			{ onError: 'continueRegularOutput' },
		);
		const items = ['Standard', '', 'Professional'].map((mode) => ({ values: { mode } }));
		const told = { error: expect.stringContaining('End Image URL works only with Mode') };
		expect(await send(scene, node, items)).toMatchObject([
			told,
			told,
			{ body: { mode: 'Professional', end_image_url: 'https://example.com/b.jpg' } },
		]);
		expect(scene.novita.requests).toHaveLength(1);
	});
});
