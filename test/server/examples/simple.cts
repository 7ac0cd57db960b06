import { readFile } from 'node:fs/promises';
import fastify from 'fastify';
import { outputOf, errorOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { PHOTO_FILE, expectVideo, parameterOf, runExample } from './example.cts';

const MANUAL_TRIGGER = 'When clicking ‘Execute workflow’';

/** Serves the examples' photograph, in place of the address on the internet. */
async function servePhoto(): Promise<{ url: string; close: () => Promise<void> }> {
	const photo = await readFile(PHOTO_FILE);
	const app = fastify();
	app.get('/photo.jpg', async (_request, reply) => await reply.type('image/jpeg').send(photo));
	const origin = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${origin}/photo.jpg`, close: async () => await app.close() };
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
		const file = 'image-to-video.json';
		const prompt = String(parameterOf(file, 'Set the photo in motion', 'prompt'));
		lab.novita.behave({ prompt }, { seconds: 2 });
		const photo = await servePhoto();
		try {
			const changes = { 'Get the photo': { url: photo.url } };
			const execution = await lab.ended(await runExample(lab, file, MANUAL_TRIGGER, changes));
			expect(execution.status).toBe('success');
			await expectVideo(lab, outputOf(execution, 'Set the photo in motion')[0], prompt);
		} finally {
			await photo.close();
		}
		const sent = String(lab.taskOf(prompt).body.image);
		expect(Buffer.from(sent, 'base64')).toEqual(await readFile(PHOTO_FILE));
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
