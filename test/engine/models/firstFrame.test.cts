import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { jpeg, paddedTo, png } from '../images.cts';
import { kling, KLING, useKling, type Scene } from '../setup.cts';
import { DOCUMENTED, leastOf, titleOf, type DocumentedRequest } from './documents.cts';
import { send } from './requests.cts';

const tests = useKling();

const WITH_FILE = DOCUMENTED.flatMap((request) =>
	request.file ? [[titleOf(request), request, request.file] as const] : [],
);

/** Tried where an image may have any ratio of sides. */
const SOME_RATIO = 2.5;

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

/** Sends files; gives for each whether it went on the wire as it is, or else the message. */
async function answersTo(
	scene: Scene,
	request: DocumentedRequest,
	images: readonly Buffer[],
): Promise<unknown[]> {
	const run = await scene.run(nodeOf(request), { input: await inputOf(images) });
	return run.output(KLING).map(({ json }, index) => {
		const task = scene.novita.task(String(json.taskId));
		if (!task) return (json.error as IDataObject).message;
		return task.body.image === images[index].toString('base64') ? 'sent' : 'sent otherwise';
	});
}

const refused = (size: string): unknown => expect.stringContaining(size);

describe.each(WITH_FILE)('%s', (_title, request, { minimumSide, maximumBytes, widestRatio }) => {
	it.concurrent('sends a file as plain base64, and as a data URI by option', async () => {
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
		const tooShort = minimumSide - 1;
		const images = await Promise.all([
			jpeg(minimumSide, minimumSide),
			png(tooShort, 400),
			jpeg(400, tooShort),
			jpeg().then((image) => paddedTo(image, maximumBytes)),
			jpeg().then((image) => paddedTo(image, maximumBytes + 1)),
		]);
		const answers = await answersTo(scene, request, images);
		const tooSmall = [refused(`${tooShort} x 400`), refused(`400 x ${tooShort}`)];
		const expected = ['sent', ...tooSmall, 'sent', refused('10 MB')];
		expect(answers).toEqual(expected);
		expect(scene.novita.requests).toHaveLength(2);
	});

	it.concurrent('holds to its ratio of sides, where one is documented', async () => {
		const scene = await tests.scene();
		const longest = minimumSide * (widestRatio ?? SOME_RATIO);
		const images = await Promise.all([
			jpeg(longest, minimumSide),
			png(minimumSide, longest),
			jpeg(longest + 1, minimumSide),
			png(minimumSide, longest + 1),
		]);
		const sizes = [`${longest + 1} x ${minimumSide}`, `${minimumSide} x ${longest + 1}`];
		const beyond = sizes.map((size) => (widestRatio ? refused(size) : 'sent'));
		expect(await answersTo(scene, request, images)).toEqual(['sent', 'sent', ...beyond]);
	});
});

describe('Kling V1.6', () => {
	it.concurrent('takes its image by address only: a file is not enough', async () => {
		const scene = await tests.scene();
		const input = await inputOf([await jpeg()]);
		const node = { ...nodeOf(V16), onError: 'stopWorkflow' as const };
		const run = await scene.run(node, { input });
		expect(run.status).toBe('error');
		expect(run.errorText).toContain('Image URL');
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
		const refusal = {
			error: { message: expect.stringContaining('End Image URL works only with Quality') },
		};
		expect(await send(scene, node, items)).toMatchObject([
			refusal,
			refusal,
			{ body: { mode: 'Professional', end_image_url: 'https://example.com/b.jpg' } },
		]);
		expect(scene.novita.requests).toHaveLength(1);
	});
});
