import { HASH, KLING, type Lab, ORIGIN, outputOf, prompts } from './setup.cts';
import { waitFor } from './fixture/waitFor.cts';
import { useLab } from './useLab.cts';

/** The node of the sub-workflow that waits. */
const WAIT = 'Wait Until the Next Check';

const SUSPEND = { waitMode: 'suspend' };

/** So slow that n8n is sure to be killed in the middle of it. */
const SLOW_DOWNLOAD = { kind: 'slow', bytesPerSecond: 100 } as const;

/** The first wait, with time to spare. */
const ROUND_LIMIT_MS = 100_000;

let lab: Lab;

useLab((started) => (lab = started));

/** Waits until the sub-workflow that a suspended execution waits in has begun a number of waits. */
async function suspendedInRound(executionId: string, round: number): Promise<void> {
	const { workflowId } = await lab.n8n.waitForExecution(executionId, ['waiting']);
	await waitFor(
		async () => {
			const others = await lab.n8n.executions({ workflowId, status: ['waiting'] });
			const child = others.find(({ id }) => id !== executionId);
			if (!child) return undefined;
			const { data } = await lab.n8n.execution(child.id);
			const waits = data.resultData.runData[WAIT] ?? [];
			return waits.length === round ? true : undefined;
		},
		{ what: `execution ${executionId} to be suspended in round ${round}`, limitMs: ROUND_LIMIT_MS },
	);
}

test('suspended runs survive kill -9, during a wait and during a download', async () => {
	const texts = ['a middling elk', 'a slow elk', 'a quick elk'];
	lab.novita.behave({ prompt: texts[0] }, { seconds: 10 });
	lab.novita.behave({ prompt: texts[1] }, { seconds: 100 });
	lab.novita.behave({ prompt: texts[2] }, { seconds: 1 });
	const three = await lab.run(...prompts(...texts), lab.kling(SUSPEND), HASH, ORIGIN);

	const interrupted = ['a safe yak', 'an interrupted yak'];
	lab.novita.behave({ prompt: interrupted[0] }, { seconds: 1 });
	lab.novita.behave({ prompt: interrupted[1] }, { seconds: 1, video: [SLOW_DOWNLOAD] });
	const atCheck = await lab.run(...prompts(...interrupted), lab.kling(SUSPEND));

	await Promise.all([suspendedInRound(three, 1), suspendedInRound(atCheck, 1)]);
	// During the wait.
	await lab.n8n.kill();
	await lab.n8n.restart();
	// During a check: one video is being downloaded, and the three items wait for the last one.
	await lab.novita.waitFor(() => lab.taskOf(interrupted[1]).downloads === 1, ROUND_LIMIT_MS);
	await suspendedInRound(three, 2);
	await lab.n8n.kill();
	await lab.n8n.restart();

	const delivered = await lab.ended(three);
	expect(delivered.status).toBe('success');
	const items = outputOf(delivered, ORIGIN.name).map(({ json }) => json);
	expect(items.map(({ origin }) => origin)).toEqual(texts);
	texts.forEach((prompt, index) => {
		const task = lab.taskOf(prompt);
		expect(task).toMatchObject({ downloads: 1, downloadsCompleted: 1 });
		expect(items[index]).toMatchObject({
			taskId: task.taskId,
			sha256: lab.videoHash(task.taskId),
		});
	});

	// n8n does not repeat a check in which it was killed, so the run ends with what is known.
	const ended = await lab.ended(atCheck);
	expect(outputOf(ended, KLING).map(({ json }) => json)).toEqual(
		interrupted.map((prompt) => {
			const { taskId } = lab.taskOf(prompt);
			return expect.objectContaining({
				taskId,
				status: 'queued',
				note: expect.stringContaining(`Get Result with Task ID ${taskId}`),
			});
		}),
	);
	expect(lab.novita.tasks).toHaveLength(5);
});
