import { readFile } from 'node:fs/promises';
import { PHOTO_FILE } from '../examples/example.cts';
import type { NodeDraft } from '../fixture/workflowDraft.cts';
import { HASH, KLING, OFTEN, outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { startInProduction } from '../taskLog/production.cts';

/** Two nodes that give one item with a photograph in the field `photo`. */
async function photograph(): Promise<NodeDraft[]> {
	const base64 = (await readFile(PHOTO_FILE)).toString('base64');
	return [
		{
			name: 'Text',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ base64 }) },
		},
		{
			name: 'Photo',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: {
				...{ operation: 'toBinary', sourceProperty: 'base64', binaryPropertyName: 'photo' },
				options: { fileName: 'photo.jpg', mimeType: 'image/jpeg' },
			},
		},
	];
}

/** Videos as the next node gets them, without suspending. */
export function testVideos(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'makes videos from text, whose files the next node reads', async (lab) => {
		const texts = ['a heron', 'another heron'];
		texts.forEach((prompt) => lab.novita.behave({ prompt }, { seconds: 2 }));
		const nodes = [...prompts(...texts), lab.kling({ options: OFTEN }), HASH];
		const execution = await lab.ended(await lab.run(...nodes));

		expect(execution.status).toBe('success');
		const videos = outputOf(execution, HASH.name);
		texts.forEach((prompt, index) => {
			const { taskId } = lab.taskOf(prompt);
			const facts = {
				taskId,
				prompt,
				status: 'succeeded',
				durationSeconds: 5,
				estimatedCostUsd: 1.17,
			};
			expect(outputOf(execution, KLING)[index].json).toMatchObject(facts);
			lab.expectDelivered(prompt, videos[index].json.sha256);
		});
	});

	sideBySide(labOfFile, 'makes a video from a file of the input item', async (lab) => {
		const prompt = 'a dandelion';
		lab.novita.behave({ prompt }, { seconds: 2 });
		const node = lab.kling({
			...{ operation: 'imageToVideo', prompt, options: OFTEN },
			...{ imageSource: 'binary', imageBinaryPropertyName: 'photo' },
		});
		const execution = await lab.ended(await lab.run(...(await photograph()), node, HASH));

		expect(execution.status).toBe('success');
		const image = Buffer.from(String(lab.taskOf(prompt).body.image), 'base64');
		expect(image.equals(await readFile(PHOTO_FILE))).toBe(true);
		lab.expectDelivered(prompt, outputOf(execution, HASH.name)[0].json.sha256);
	});

	sideBySide(labOfFile, 'makes a video in production, started by a webhook', async (lab) => {
		const prompt = 'a heron in production';
		lab.novita.behave({ prompt }, { seconds: 2 });
		const nodes = [...prompts(prompt), lab.kling({ options: OFTEN }), HASH];
		const { executionId } = await startInProduction(lab, 'heron', nodes);
		const execution = await lab.ended(executionId);

		expect(execution.status).toBe('success');
		lab.expectDelivered(prompt, outputOf(execution, HASH.name)[0].json.sha256);
	});

	sideBySide(labOfFile, 'submits without waiting, and gets the video later', async (lab) => {
		const prompt = 'a heron for later';
		lab.novita.behave({ prompt }, { seconds: 2 });
		const node = lab.kling({ waitMode: 'none' });
		const submitted = await lab.ended(await lab.run(...prompts(prompt), node));
		const [{ json }] = outputOf(submitted, KLING);
		expect(json).toMatchObject({ taskId: lab.taskOf(prompt).taskId, status: 'queued' });

		const taskId = String(json.taskId);
		const get = { operation: 'getResult', taskId, waitMode: 'poll', options: OFTEN };
		const execution = await lab.ended(await lab.run(lab.kling(get), HASH));
		expect(execution.status).toBe('success');
		lab.expectDelivered(prompt, outputOf(execution, HASH.name)[0].json.sha256);
	});
}
