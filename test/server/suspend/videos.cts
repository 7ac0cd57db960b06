import { readFile } from 'node:fs/promises';
import { API_KEY, HASH, KLING, ORIGIN, outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';

const SUSPEND = { waitMode: 'suspend' };

const ONE_ROUND = { seconds: 10 };

/** Longer than the first wait of a suspended run, which is 66 seconds; a second one is needed. */
const TWO_ROUNDS = { seconds: 80 };

/** What a suspended run delivers when nothing fails. */
export function testVideos(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'one item, started by hand', async (lab) => {
		lab.novita.behave({ prompt: 'one fox' }, ONE_ROUND);
		const executionId = await lab.run(...prompts('one fox'), lab.kling(SUSPEND), HASH);
		const suspended = await lab.n8n.waitForExecution(executionId, ['waiting']);
		// No time of its own: n8n resumes it when the sub-workflow that it waits in has ended.
		expect(suspended.waitTill).toMatch(/^2999-/);
		expect(lab.statusRequestsOf(lab.taskOf('one fox').taskId)).toEqual([]);

		const execution = await lab.ended(executionId);
		expect(execution.status).toBe('success');
		const [item] = outputOf(execution, KLING);
		const { taskId } = lab.taskOf('one fox');
		expect(item.json).toEqual({
			taskId,
			status: 'succeeded',
			operation: 'textToVideo',
			model: 'kling-v2.1-master',
			prompt: 'one fox',
			videoUrl: expect.stringMatching(/^http:/),
			videoType: 'mp4',
			...{ width: 1280, height: 720, durationSeconds: 5, hasAudio: false },
			...{ aspectRatio: '16:9', estimatedCostUsd: 1.17, waitedSeconds: expect.any(Number) },
		});
		expect(item.binary?.data).toMatchObject({
			fileName: `one-fox-${taskId.slice(0, 8)}.mp4`,
			mimeType: 'video/mp4',
		});
		expect(await lab.n8n.binaryFile(item.binary!.data)).toEqual(
			await readFile(lab.novita.videoFile(taskId)),
		);
		lab.expectDelivered('one fox', outputOf(execution, HASH.name)[0].json.sha256);
		const [request] = lab.statusRequestsOf(taskId);
		expect(request.headers.authorization).toBe(`Bearer ${API_KEY}`);
	});

	sideBySide(
		labOfFile,
		'three items of different durations come back in order, linked to their inputs',
		async (lab) => {
			const texts = ['a middling owl', 'a slow owl', 'a quick owl'];
			lab.novita.behave({ prompt: texts[0] }, ONE_ROUND);
			lab.novita.behave({ prompt: texts[1] }, TWO_ROUNDS);
			lab.novita.behave({ prompt: texts[2] }, { seconds: 1 });
			const executionId = await lab.run(...prompts(...texts), lab.kling(SUSPEND), HASH, ORIGIN);
			const execution = await lab.ended(executionId);

			expect(execution.status).toBe('success');
			const delivered = outputOf(execution, ORIGIN.name).map(({ json }) => json);
			expect(delivered.map(({ origin }) => origin)).toEqual(texts);
			expect(delivered.map(({ taskId }) => taskId)).toEqual(
				texts.map((prompt) => lab.taskOf(prompt).taskId),
			);
			texts.forEach((prompt, index) => lab.expectDelivered(prompt, delivered[index].sha256));
		},
	);
}
