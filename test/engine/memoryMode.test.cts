import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inMemory, jpeg } from './images.cts';
import { startPhotoHost } from './photoHost.cts';
import { kling, KLING, useKling, foxFile } from './setup.cts';

/** n8n's own name for keeping files in the items themselves. */
const tests = useKling({ binaryMode: 'default' });

it.concurrent('reads an image and gives a video where n8n keeps files in memory', async () => {
	const scene = await tests.scene();
	const image = await jpeg();
	const run = await scene.run([
		{ name: 'Camera', type: 'test.file', parameters: { content: image.toString('base64') } },
		kling({ operation: 'imageToVideo', binaryPropertyName: 'clip' }),
		{ name: 'Read', type: 'test.readFile', parameters: { fieldName: 'clip' } },
	]);
	expect(run.error).toBeUndefined();
	expect(scene.bodies).toMatchObject([{ image: image.toString('base64') }]);
	const video = run.output(KLING)[0].binary!.clip;
	expect(video.id).toBeUndefined();
	expect(video).toMatchObject({ mimeType: 'video/mp4', fileName: foxFile(scene.taskIds[0]) });
	const expected = await readFile(scene.novita.videoFile(scene.taskIds[0]));
	expect(run.output('Read')[0]?.json).toMatchObject({
		size: expected.length,
		sha256: createHash('sha256').update(expected).digest('hex'),
	});
});

it.concurrent('keeps no partial file in memory', async () => {
	const scene = await tests.scene();
	scene.novita.setDefault({ video: [{ kind: 'cutShort' }] });
	const run = await scene.run(kling());
	const video = run.output(KLING)[0].binary!.data;
	expect(await scene.isVideoOf(scene.taskIds[0], run, video)).toBe(true);
});

it.concurrent('sends an image that n8n fetches', async () => {
	const scene = await tests.scene();
	const image = await jpeg();
	const host = await startPhotoHost({ '/photo.jpg': { body: image } });
	try {
		const imageUrl = `${host.origin}/photo.jpg`;
		const source = { operation: 'imageToVideo', imageSource: 'fetchedUrl', imageUrl };
		const run = await scene.run(kling({ ...source, waitMode: 'none' }));
		expect(run.error).toBeUndefined();
		expect(scene.bodies).toMatchObject([{ image: image.toString('base64') }]);
	} finally {
		await host.close();
	}
});

it.concurrent('lends no file that has no address, and says what to change', async () => {
	const scene = await tests.scene();
	const node = kling({ operation: 'imageToVideo', model: 'kling-v1.6', imageSource: 'binary' });
	const input = [{ json: {}, binary: { data: inMemory(await jpeg()) } }];
	const run = await scene.run(node, { input });
	expect(run.error?.message).toContain('Image Source: this n8n keeps files in memory');
	expect(run.errorText).toContain('N8N_DEFAULT_BINARY_DATA_MODE');
	expect(scene.novita.requests).toEqual([]);
});
