import { jpeg, inMemory, paddedTo, photo, png, withStrayBytes } from './images.cts';
import { IMAGE_PATH, kling, KLING, say, SAY, useKling, type Scene } from './setup.cts';
import type { NodeDescription } from './harness/engine.cts';

const tests = useKling();

/** What Novita documents as the defaults of Kling V2.1 Master, image to video. */
const DEFAULTS = { duration: '5', guidance_scale: 0.5 };

const PROMPT = 'The fox turns its head';

/** Longest text, and largest file, that Novita documents. */
const LONGEST = 2500;
const LARGEST_BYTES = 10_000_000;

const ADDRESS = 'https://example.com/fox.jpg?size=large&format=jpg';

/** A node that makes a video of an image and does not wait for it. */
const animate = (parameters: object = {}, more: Partial<NodeDescription> = {}) =>
	kling({ operation: 'imageToVideo', prompt: PROMPT, waitMode: 'none', ...parameters }, more);

/** Runs a node with one file in its input item, by default under `data`. */
async function runWith(scene: Scene, bytes: Buffer, node = animate(), fieldName = 'data') {
	const file = await tests.engine.storeFile(bytes, { fileName: 'fox', mimeType: 'image/jpeg' });
	return await scene.run(node, { input: [{ json: {}, binary: { [fieldName]: file } }] });
}

describe('a parameter in the request', () => {
	it.concurrent.each<[what: string, parameters: object, body: object]>([
		['nothing but an image and a prompt', {}, {}],
		['duration 10', { duration: '10' }, { duration: '10' }],
		['guidance 0', { guidanceScale: 0 }, { guidance_scale: 0 }],
		['guidance on the fine grid', { guidanceScale: 0.57 }, { guidance_scale: 0.57 }],
		['guidance by arithmetic', { guidanceScale: '={{ 0.28 + 0.01 }}' }, { guidance_scale: 0.29 }],
		['a negative prompt', { negativePrompt: 'blur' }, { negative_prompt: 'blur' }],
		['the longest prompt', { prompt: 'p'.repeat(LONGEST) }, { prompt: 'p'.repeat(LONGEST) }],
		['an address with white space around', { imageUrl: ` ${ADDRESS}\n` }, {}],
		['an aspect ratio that this route does not have', { aspectRatio: '1:1' }, {}],
	])('%s', async (_what, parameters, body) => {
		const scene = await tests.scene();
		const node = animate({ imageSource: 'url', imageUrl: ADDRESS, ...parameters });
		const run = await scene.run(node);
		expect(run.error).toBeUndefined();
		expect(scene.novita.requests).toMatchObject([
			{ method: 'POST', path: IMAGE_PATH, status: 200 },
		]);
		expect(scene.bodies).toEqual([{ image: ADDRESS, prompt: PROMPT, ...DEFAULTS, ...body }]);
	});

	it.concurrent('a file as plain base64', async () => {
		const scene = await tests.scene();
		const bytes = await photo();
		const run = await runWith(scene, bytes);
		expect(run.error).toBeUndefined();
		expect(scene.novita.requests).toMatchObject([{ path: IMAGE_PATH, status: 200 }]);
		expect(scene.bodies).toEqual([
			{ image: bytes.toString('base64'), prompt: PROMPT, ...DEFAULTS },
		]);
	});

	it.concurrent.each([
		['image/jpeg', jpeg],
		['image/png', png],
	])('a file as a data URI of %s, by its bytes and not by its name', async (mimeType, make) => {
		const scene = await tests.scene();
		const bytes = await make();
		await runWith(scene, bytes, animate({ options: { imageEncoding: 'dataUri' } }));
		expect(scene.bodies).toEqual([
			{ image: `data:${mimeType};base64,${bytes.toString('base64')}`, prompt: PROMPT, ...DEFAULTS },
		]);
	});

	it.concurrent.each([
		['photo', 'photo'],
		['first frame', 'first frame'],
		[' photo ', 'photo'],
		['={{ $json.field }}', 'photo'],
	])('a file under any field name: %s', async (imageBinaryPropertyName, fieldName) => {
		const scene = await tests.scene();
		const bytes = await png();
		const file = await tests.engine.storeFile(bytes, { fileName: 'a.png', mimeType: 'image/png' });
		const other = inMemory(Buffer.from('not this one'), 'text/plain');
		const binary = { data: other, [fieldName]: file };
		await scene.run(animate({ imageBinaryPropertyName }), {
			input: [{ json: { field: 'photo' }, binary }],
		});
		expect(scene.bodies).toMatchObject([{ image: bytes.toString('base64') }]);
	});

	it.concurrent('a file that stands in the item itself', async () => {
		const scene = await tests.scene();
		const bytes = await jpeg();
		await scene.run(animate(), { input: [{ json: {}, binary: { data: inMemory(bytes) } }] });
		expect(scene.bodies).toMatchObject([{ image: bytes.toString('base64') }]);
	});

	it.concurrent.each([
		['300 x 300 px', async () => await jpeg(300, 300)],
		['300 px high', async () => await png(600, 300)],
		['with stray bytes between its segments', async () => withStrayBytes(await jpeg())],
		['just 10 MB', async () => paddedTo(await jpeg(), LARGEST_BYTES)],
	])('a file that is just good enough: %s', async (_what, make) => {
		const scene = await tests.scene();
		const bytes = await make();
		const run = await runWith(scene, bytes);
		expect(run.error).toBeUndefined();
		const [body] = scene.bodies as Array<{ image: string }>;
		expect(body?.image === bytes.toString('base64')).toBe(true);
	});
});

describe('in a chain', () => {
	it.concurrent('a file of the node before becomes the first frame', async () => {
		const scene = await tests.scene();
		const bytes = await jpeg();
		const run = await scene.run([
			{
				name: 'Camera',
				type: 'test.file',
				parameters: { fieldName: 'shot', content: bytes.toString('base64') },
			},
			animate({ imageBinaryPropertyName: 'shot', binaryPropertyName: 'clip', waitMode: 'poll' }),
			{ name: 'Read', type: 'test.readFile', parameters: { fieldName: 'clip' } },
		]);
		expect(run.error).toBeUndefined();
		expect(scene.bodies).toMatchObject([{ image: bytes.toString('base64') }]);
		expect(run.output(KLING)[0]?.json).toMatchObject({ operation: 'imageToVideo' });
		expect(Object.keys(run.output(KLING)[0]?.binary ?? {})).toEqual(['clip']);
		expect(run.output('Read')[0]?.json).toMatchObject({
			fileName: expect.stringContaining(`-${scene.taskIds[0].slice(0, 8)}.mp4`),
			mimeType: 'video/mp4',
		});
	});

	it.concurrent('each item has its own image and values', async () => {
		const scene = await tests.scene();
		const images = await Promise.all([jpeg(300, 320), png(320, 300), jpeg(340, 340)]);
		const input = await Promise.all(
			say('one', 'two', 'three').map(async (item, index) => {
				const named = { fileName: 'frame', mimeType: 'image/jpeg' };
				return { ...item, binary: { data: await tests.engine.storeFile(images[index], named) } };
			}),
		);
		const run = await scene.run(animate(SAY), { input });
		expect(run.error).toBeUndefined();
		const bodies = scene.bodies as Array<{ prompt: string; image: string }>;
		expect(Object.fromEntries(bodies.map(({ prompt, image }) => [prompt, image]))).toEqual({
			one: images[0].toString('base64'),
			two: images[1].toString('base64'),
			three: images[2].toString('base64'),
		});
	});
});
