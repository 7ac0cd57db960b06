import { outputOf, type Lab } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { importExample, parameterOf } from './example.cts';

const FILE = 'submit-now-collect-later.json';

/** Longer than all of this takes on any machine: the test ends the task itself. */
const TASK_SECONDS = 3_600;

/** Milliseconds in which a task of a second ends. */
const SHORT_TASK_LIMIT = 15_000;

async function runToEnd(lab: Lab, workflowId: string, trigger: string) {
	const execution = await lab.ended(await lab.n8n.runManually(workflowId, { trigger }));
	expect(execution.status).toBe('success');
	return execution;
}

/** The two parts: the first one does not wait, the second one fetches what is ready. */
export function testCollectLater(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, FILE, async (lab) => {
		const prompt = String(parameterOf(FILE, 'Submit the video', 'prompt'));
		const workflowId = await importExample(lab, FILE);
		// Another prompt, because a manual run finds its own task again until that is delivered.
		const badPrompt = 'a boat that sinks';
		const changes = { 'Submit the video': { prompt: badPrompt } };
		const badWorkflowId = await importExample(lab, FILE, changes);
		const submit = async (id: string) => await runToEnd(lab, id, 'Submit now');
		const collect = async () => await runToEnd(lab, workflowId, 'Every ten minutes');

		const early = await collect();
		expect(early.data.resultData.runData['Get the video']).toBeUndefined();

		lab.novita.behave({ prompt }, { seconds: TASK_SECONDS });
		await submit(workflowId);
		const failure = { ending: 'failed', reason: 'Out of ink' } as const;
		lab.novita.behave({ prompt: badPrompt }, { seconds: 1, ...failure });
		const [{ json: row }] = outputOf(await submit(badWorkflowId), 'Remember the task');
		const [good, bad] = [lab.taskOf(prompt), lab.taskOf(badPrompt)];
		expect(row).toMatchObject({ taskId: bad.taskId, prompt: badPrompt });

		await lab.novita.waitFor(() => Date.now() > bad.endsAt, SHORT_TASK_LIMIT);
		const first = await collect();
		expect(outputOf(first, 'Get the video')[0].json).toMatchObject({ taskId: good.taskId });
		expect(outputOf(first, 'Your video')).toEqual([]);
		const [failed] = outputOf(first, 'There is no video');
		expect(failed.json).toMatchObject({ taskId: bad.taskId, prompt: badPrompt });
		expect(failed.json.error).toMatchObject({
			message: expect.stringContaining('Out of ink'),
		});

		lab.novita.endTask(good.taskId);
		const second = await collect();
		expect(outputOf(second, 'Get the video', 1)).toEqual([]);
		const [video] = outputOf(second, 'Your video');
		expect(video.json).toMatchObject({ taskId: good.taskId, status: 'succeeded' });
		expect(await lab.n8n.binaryFile(video.binary!.data)).toHaveLength(
			Number(video.binary!.data.bytes),
		);

		const third = await collect();
		expect(third.data.resultData.runData['Get the video']).toBeUndefined();
		expect(lab.tasksOf(prompt, badPrompt)).toHaveLength(2);
		expect(good).toMatchObject({ downloads: 1, downloadsCompleted: 1 });
	});
}
