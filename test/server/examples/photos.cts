import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import fastify from 'fastify';
import sharp from 'sharp';
import { installDebianPackages } from '../fixture/debianPackages.cts';
import type { Execution } from '../fixture/execution.cts';
import { type Lab, errorOf, outputOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import {
	HEIC_FILE,
	MANUAL_TRIGGER,
	PHOTO_FILE,
	expectVideo,
	parameterOf,
	runExample,
} from './example.cts';

const KLING = 'Set the photo in motion';

const IPHONE_EXAMPLE = 'iphone-photo-to-video.json';

/** The program that n8n's Edit Image node runs. */
const GRAPHICS_MAGICK = '/usr/bin/gm';

/** The side of the largest photo that the example leaves as large as it is. */
const LARGEST_SIDE = 2048;

/** A photo, and what its host calls it. */
interface ServedPhoto {
	readonly content: Buffer;
	readonly type: string;
}

let installation: Promise<void> | undefined;

/** Installs GraphicsMagick where it is missing, once for all tests. Debian's reads HEIC. */
async function installGraphicsMagick(): Promise<void> {
	if (existsSync(GRAPHICS_MAGICK)) return;
	installation ??= installDebianPackages('graphicsmagick');
	await installation;
}

/** Serves a photograph, in place of the address on the internet. */
async function servePhoto({ content, type }: ServedPhoto) {
	const app = fastify();
	app.get('/photo', async (_request, reply) => await reply.type(type).send(content));
	const origin = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${origin}/photo`, close: async () => await app.close() };
}

/** Runs an example that gets a photo from an address in its node `getsPhoto`. */
async function runWithPhoto(
	lab: Lab,
	file: string,
	getsPhoto: string,
	photo: ServedPhoto,
): Promise<{ execution: Execution; prompt: string }> {
	const prompt = `${file} ${photo.type} ${String(parameterOf(file, KLING, 'prompt'))}`;
	lab.novita.behave({ prompt }, { seconds: 2 });
	const served = await servePhoto(photo);
	try {
		const changes = { [getsPhoto]: { url: served.url }, [KLING]: { prompt } };
		const execution = await lab.ended(await runExample(lab, file, MANUAL_TRIGGER, changes));
		return { execution, prompt };
	} finally {
		await served.close();
	}
}

/** Expects that a run made a video of the photo. @returns the image that Novita got */
async function expectVideoOfPhoto(
	lab: Lab,
	{ execution, prompt }: { execution: Execution; prompt: string },
): Promise<Buffer> {
	expect(execution.status).toBe('success');
	await expectVideo(lab, outputOf(execution, KLING)[0], prompt);
	return Buffer.from(String(lab.taskOf(prompt).body.image), 'base64');
}

/** How bright a part of an image is: 0 is black, 255 is white. */
async function brightness(image: Buffer, from: number, to: number): Promise<number> {
	const { width, height } = await sharp(image).metadata();
	const part = { left: 0, top: Math.round(from * height), width };
	const cut = await sharp(image)
		.extract({ ...part, height: Math.round((to - from) * height) })
		.toColourspace('b-w')
		.toBuffer();
	const [channel] = (await sharp(cut).stats()).channels;
	return channel.mean;
}

/** The examples that make a video of a photo: as it is, converted, and as an iPhone saves it. */
export function testPhotoExamples(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'image-to-video.json', async (lab) => {
		const photo = { content: await readFile(PHOTO_FILE), type: 'image/jpeg' };
		const run = await runWithPhoto(lab, 'image-to-video.json', 'Get the photo', photo);
		expect(await expectVideoOfPhoto(lab, run)).toEqual(photo.content);
	});

	sideBySide(labOfFile, 'convert-photo-to-video.json', async (lab) => {
		await installGraphicsMagick();
		const content = await sharp(PHOTO_FILE).resize({ width: 3000 }).webp().toBuffer();
		const photo = { content, type: 'image/webp' };
		const run = await runWithPhoto(lab, 'convert-photo-to-video.json', 'Get the photo', photo);
		const { format, width, height } = await sharp(await expectVideoOfPhoto(lab, run)).metadata();
		expect(format).toBe('jpeg');
		expect(Math.max(width, height)).toBe(LARGEST_SIDE);
	});

	sideBySide(labOfFile, `${IPHONE_EXAMPLE} turns HEIC into an upright JPEG`, async (lab) => {
		await installGraphicsMagick();
		const photo = { content: await readFile(HEIC_FILE), type: 'image/heic' };
		const run = await runWithPhoto(lab, IPHONE_EXAMPLE, 'Get the iPhone photo', photo);
		const sent = await expectVideoOfPhoto(lab, run);
		const { format, width, height } = await sharp(sent).metadata();
		expect(format).toBe('jpeg');
		expect(height).toBeGreaterThan(width);
		// The sky is above and the grass is below, though the camera was held upright.
		expect(await brightness(sent, 0, 0.1)).toBeGreaterThan(2 * (await brightness(sent, 0.9, 1)));
	});

	sideBySide(labOfFile, `${IPHONE_EXAMPLE} pays for nothing that it cannot read`, async (lab) => {
		await installGraphicsMagick();
		const page = { content: Buffer.from('<p>Please log in</p>'), type: 'text/html' };
		const run = await runWithPhoto(lab, IPHONE_EXAMPLE, 'Get the iPhone photo', page);
		expect(run.execution.status).toBe('error');
		expect(errorOf(run.execution).message).toContain('nothing was paid');
		expect(lab.tasksOf(run.prompt)).toEqual([]);
	});
}
