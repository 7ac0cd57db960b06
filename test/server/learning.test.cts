import { prompts, type Lab } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

/** Between two polls of the schedule that knows nothing: every ten seconds, so once while it is due. */
const TASK_SECONDS = 41;
const DUE = { from: 37, until: 46 };

let lab: Lab;

useLab((started) => (lab = started));

/** Makes videos from prompts, and polls them as the node sees fit. */
async function makeVideos(texts: readonly string[]): Promise<void> {
	for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: TASK_SECONDS });
	const execution = await lab.ended(await lab.run(...prompts(...texts), lab.kling()));
	expect(execution.status).toBe('success');
}

/** How often a task was polled while it was due. */
function pollsWhileDue(prompt: string): number {
	const { taskId, submittedAt } = lab.taskOf(prompt);
	const seconds = lab.statusRequestsOf(taskId).map(({ at }) => (at - submittedAt) / 1000);
	return seconds.filter((second) => second > DUE.from && second < DUE.until).length;
}

test('a run polls when the tasks of earlier runs ended', async () => {
	const first = ['a first newt', 'a second newt', 'a third newt'];
	await makeVideos(first);
	for (const text of first) expect(pollsWhileDue(text)).toBeLessThanOrEqual(1);
	for (const { tookSeconds } of await rowsOf(lab, 'a ')) {
		expect(tookSeconds).toBeGreaterThan(DUE.from);
	}

	await makeVideos(['a later newt']);
	expect(pollsWhileDue('a later newt')).toBeGreaterThanOrEqual(2);
});
