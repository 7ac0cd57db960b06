import type { INodeParameters } from 'n8n-workflow';
import { prompts, type Lab } from './setup.cts';
import { sideBySide } from './sideBySide.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

/** Between two polls of the schedule that knows nothing: every ten seconds, so once while it is due. */
const TASK_SECONDS = 41;
const DUE = { from: 37, until: 46 };

let lab: Lab;

const labOfFile = () => lab;

useLab((started) => (lab = started));

/** Makes videos from prompts, and polls them as the node sees fit. */
async function makeVideos(
	texts: readonly string[],
	parameters: INodeParameters = {},
): Promise<void> {
	for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: TASK_SECONDS });
	const execution = await lab.ended(await lab.run(...prompts(...texts), lab.kling(parameters)));
	expect(execution.status).toBe('success');
}

/** How often a task was polled while it was due. */
function pollsWhileDue(prompt: string): number {
	const { taskId, submittedAt } = lab.taskOf(prompt);
	const seconds = lab.statusRequestsOf(taskId).map(({ at }) => (at - submittedAt) / 1000);
	return seconds.filter((second) => second > DUE.from && second < DUE.until).length;
}

sideBySide(labOfFile, 'a run polls when the tasks of earlier runs ended', async () => {
	const first = ['a first newt', 'a second newt', 'a third newt'];
	await makeVideos(first);
	for (const text of first) expect(pollsWhileDue(text)).toBeLessThanOrEqual(1);
	for (const { tookSeconds } of await rowsOf(lab, 'a ')) {
		expect(tookSeconds).toBeGreaterThan(DUE.from);
	}

	await makeVideos(['a later newt']);
	expect(pollsWhileDue('a later newt')).toBeGreaterThanOrEqual(2);
});

sideBySide(labOfFile, 'a run polls when tasks ended that nobody watched', async () => {
	const model = 'kling-v3.0-pro';
	const asleep = ['one sleeping newt', 'two sleeping newts', 'three sleeping newts'];
	await makeVideos(asleep, { model, waitMode: 'suspend' });
	for (const { tookSeconds } of await rowsOf(lab, ...asleep)) {
		expect(tookSeconds).toBeCloseTo(TASK_SECONDS, 0);
	}

	await makeVideos(['newt that is watched'], { model });
	expect(pollsWhileDue('newt that is watched')).toBeGreaterThanOrEqual(2);
});
