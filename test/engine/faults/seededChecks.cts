import type { StandInTask } from '../../novita-standin/standin.cts';
import type { EngineRun } from '../harness/engine.cts';
import { findLeaks } from '../leaks.cts';
import { API_KEY, type Scene } from '../setup.cts';
import { itemEnds, partialFiles, runFailure, type Failure, type ItemEnd } from './endings.cts';
import { isHidden } from './hiddenTask.cts';
import type { RandomRun } from './seededPlan.cts';

/** A random run that has ended for good. */
export interface EndedRun {
	readonly plan: RandomRun;
	readonly run: EngineRun;
	readonly scene: Scene;
	readonly hung: boolean;
}

/**
 * Checks what must hold after any run: every paid task is delivered or named, none was paid twice,
 * nothing hung, no partial file was left, no secret leaked.
 *
 * @returns what is wrong, one line each
 */
export async function brokenPromises(ended: EndedRun): Promise<string[]> {
	const { plan, run, scene } = ended;
	const ends = itemEnds(run, plan.items.length);
	const stoppedBy = runFailure(run);
	const found = [
		...(ended.hung ? ['did not end'] : []),
		...findLeaks(API_KEY, [run], []),
		...(await leftFiles(ended)),
	];
	for (const [index, { prompt }] of plan.items.entries()) {
		const tasks = scene.novita.tasks.filter(({ body }) => body.prompt === prompt);
		found.push(
			...paidTwice(tasks, ended),
			...(await neitherDeliveredNorNamed(index, tasks, ends[index], stoppedBy, ended)),
		);
	}
	return found.map(
		(problem) => `${plan.items[0].prompt} (${JSON.stringify(settingsOf(plan))}): ${problem}`,
	);
}

function settingsOf({ items, ...settings }: RandomRun) {
	return { ...settings, items: items.length };
}

/** An item may have a second task only where the first one failed, or where the user allowed it. */
function paidTwice(tasks: readonly StandInTask[], { plan, scene }: EndedRun): string[] {
	const hidden = (task: StandInTask) => plan.resubmitUnknown && isHidden(task, scene.novita);
	const living = tasks.filter((task) => task.behaviour.ending !== 'failed' && !hidden(task));
	return living.length > 1 ? [`paid ${living.length} times: ${String(living[0].body.prompt)}`] : [];
}

async function neitherDeliveredNorNamed(
	index: number,
	tasks: readonly StandInTask[],
	end: ItemEnd,
	stoppedBy: Failure | undefined,
	{ plan, run, scene }: EndedRun,
): Promise<string[]> {
	const task = tasks.at(-1);
	// There is no video of a task that Novita failed; the failure may be of a later request of the item.
	if (!task || task.behaviour.ending === 'failed') return [];
	const { taskId } = task;
	if (end.item?.json.taskId === taskId) {
		const file = end.item.binary?.data;
		if (!file) return plan.waitMode === 'none' ? [] : [`no file of task ${taskId}`];
		return (await scene.isVideoOf(taskId, run, file))
			? []
			: [`another file than that of ${taskId}`];
	}
	const text = `${end.failure?.text ?? ''} ${stoppedBy?.text ?? ''}`;
	const isNamed =
		text.includes(taskId) || (isHidden(task, scene.novita) && isSaidUnknown(index, end, run));
	return isNamed ? [] : [`task ${taskId} of item ${index} is neither delivered nor named: ${text}`];
}

/** Whether the user is told that Novita may have accepted the request of this very item. */
function isSaidUnknown(index: number, { failure }: ItemEnd, run: EngineRun): boolean {
	if (failure) return failure.kind === 'unknownOutcome';
	const names = new RegExp(`\\bitems? [\\d, and]*\\b${index}\\b`);
	return /unknown/i.test(run.errorText) && names.test(run.errorText);
}

async function leftFiles({ plan, run, scene }: EndedRun): Promise<string[]> {
	const prompts = new Set(plan.items.map(({ prompt }) => prompt));
	const own = scene.novita.tasks.filter(({ body }) => prompts.has(String(body.prompt)));
	const taskIds = own.map(({ taskId }) => taskId);
	return await partialFiles(await run.leftoverFiles(), taskIds, scene);
}
