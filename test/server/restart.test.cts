import { HASH, KLING, ORIGIN, outputOf, prompts, startLab, type Lab } from './setup.cts';
import { waitFor } from './fixture/waitFor.cts';

const SUSPEND = { waitMode: 'suspend' };

/** So slow that n8n is sure to be killed in the middle of it. */
const TRICKLE = { kind: 'slow', bytesPerSecond: 100 } as const;

/** The first wait, with time to spare. */
const ROUND_LIMIT_MS = 100_000;

let lab: Lab;

beforeAll(async () => {
	lab = await startLab();
});

afterAll(async () => {
	await lab?.stop();
});

/** Waits until the workflow that an execution is parked with has a number of further executions' states. */
async function parkedAgain(executionId: string, rounds: number): Promise<void> {
	const { workflowId } = await lab.n8n.waitForExecution(executionId, ['waiting']);
	await waitFor(
		async () => {
			const others = await lab.n8n.executions({ workflowId, status: ['waiting'] });
			const child = others.find(({ id }) => id !== executionId);
			if (!child) return undefined;
			const { data } = await lab.n8n.execution(child.id);
			const waits = data.resultData.runData['Wait a Minute'] ?? [];
			return waits.length === rounds ? true : undefined;
		},
		{ what: `execution ${executionId} to be parked for round ${rounds}`, limitMs: ROUND_LIMIT_MS },
	);
}

test('suspended runs live through kill -9, in a wait and in a check', async () => {
	const texts = ['a middling elk', 'a slow elk', 'a quick elk'];
	lab.novita.behave({ prompt: texts[0] }, { seconds: 10 });
	lab.novita.behave({ prompt: texts[1] }, { seconds: 100 });
	lab.novita.behave({ prompt: texts[2] }, { seconds: 1 });
	const three = await lab.run(...prompts(...texts), lab.kling(SUSPEND), HASH, ORIGIN);

	const caught = ['a safe yak', 'a caught yak'];
	lab.novita.behave({ prompt: caught[0] }, { seconds: 1 });
	lab.novita.behave({ prompt: caught[1] }, { seconds: 1, video: [TRICKLE] });
	const atCheck = await lab.run(...prompts(...caught), lab.kling(SUSPEND));

	await Promise.all([parkedAgain(three, 1), parkedAgain(atCheck, 1)]);
	// In the middle of the wait.
	await lab.n8n.kill();
	await lab.n8n.restart();
	// In the middle of a check: one video is on its way, and the three items wait for the last one.
	await lab.novita.waitFor(() => lab.taskOf(caught[1]).downloads === 1, ROUND_LIMIT_MS);
	await parkedAgain(three, 2);
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

	// n8n repeats no check in which it was killed, so that the run ends with what is known.
	const interrupted = await lab.ended(atCheck);
	expect(outputOf(interrupted, KLING).map(({ json }) => json)).toEqual(
		caught.map((prompt) => {
			const { taskId } = lab.taskOf(prompt);
			return {
				error: `The run ended while task ${taskId} was going on`,
				details: expect.objectContaining({
					taskId,
					kind: 'canceled',
					nextStep: expect.stringContaining(`Get Result with Task ID ${taskId}`),
				}),
			};
		}),
	);
	expect(lab.novita.tasks).toHaveLength(5);
});
