import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import fastify from 'fastify';
import sharp from 'sharp';
import { installDebianPackages } from '../fixture/debianPackages.cts';
import { type Lab, outputOf, errorOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { PHOTO_FILE, expectVideo, parameterOf, runExample } from './example.cts';

const MANUAL_TRIGGER = 'When clicking ‘Execute workflow’';

/** The program that n8n's Edit Image node runs. */
const GRAPHICS_MAGICK = '/usr/bin/gm';

/** The side of the largest photo that the example leaves as large as it is. */
const LARGEST_SIDE = 2048;

/** Serves a photograph, in place of the address on the internet. */
async function servePhoto(
	photo: Buffer,
	type: string,
): Promise<{ url: string; close: () => Promise<void> }> {
	const app = fastify();
	app.get('/photo', async (_request, reply) => await reply.type(type).send(photo));
	const origin = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${origin}/photo`, close: async () => await app.close() };
}

/** Runs an example that gets a photo from an address. @returns the image that Novita got */
async function runWithPhoto(lab: Lab, file: string, photo: Buffer, type: string): Promise<Buffer> {
	const node = 'Set the photo in motion';
	const prompt = `${file} ${String(parameterOf(file, node, 'prompt'))}`;
	lab.novita.behave({ prompt }, { seconds: 2 });
	const served = await servePhoto(photo, type);
	try {
		const changes = { 'Get the photo': { url: served.url }, [node]: { prompt } };
		const execution = await lab.ended(await runExample(lab, file, MANUAL_TRIGGER, changes));
		expect(execution.status).toBe('success');
		await expectVideo(lab, outputOf(execution, node)[0], prompt);
	} finally {
		await served.close();
	}
	return Buffer.from(String(lab.taskOf(prompt).body.image), 'base64');
}

/** The examples that run from a trigger to a video in one go. */
export function testSimpleExamples(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'text-to-video.json', async (lab) => {
		const file = 'text-to-video.json';
		const prompt = String(parameterOf(file, 'Make the video', 'prompt'));
		lab.novita.behave({ prompt }, { seconds: 2 });
		const execution = await lab.ended(await runExample(lab, file, MANUAL_TRIGGER));

		expect(execution.status).toBe('success');
		await expectVideo(lab, outputOf(execution, 'Make the video')[0], prompt);
	});

	sideBySide(labOfFile, 'image-to-video.json', async (lab) => {
		const photo = await readFile(PHOTO_FILE);
		expect(await runWithPhoto(lab, 'image-to-video.json', photo, 'image/jpeg')).toEqual(photo);
	});

	sideBySide(labOfFile, 'convert-photo-to-video.json', async (lab) => {
		if (!existsSync(GRAPHICS_MAGICK)) await installDebianPackages('graphicsmagick');
		const photo = await sharp(PHOTO_FILE).resize({ width: 3000 }).webp().toBuffer();
		const sent = await runWithPhoto(lab, 'convert-photo-to-video.json', photo, 'image/webp');
		const { format, width, height } = await sharp(sent).metadata();
		expect(format).toBe('jpeg');
		expect(Math.max(width, height)).toBe(LARGEST_SIDE);
	});

	sideBySide(labOfFile, 'stop-before-money-runs-out.json', async (lab) => {
		const file = 'stop-before-money-runs-out.json';
		const prompt = 'a careful otter';
		const changes = { 'Make the video': { prompt } };
		lab.novita.behave({ prompt }, { seconds: 2 });

		lab.novita.setBalance({ availableBalance: '49999' });
		const poor = await lab.ended(await runExample(lab, file, 'Every morning', changes));
		expect(poor.status).toBe('error');
		expect(errorOf(poor).message).toContain('4.9999 USD are left');
		expect(lab.tasksOf(prompt)).toEqual([]);

		lab.novita.setBalance({ availableBalance: '50000' });
		const rich = await lab.ended(await runExample(lab, file, 'Every morning', changes));
		expect(rich.status).toBe('success');
		await expectVideo(lab, outputOf(rich, 'Make the video')[0], prompt);
	});
}
