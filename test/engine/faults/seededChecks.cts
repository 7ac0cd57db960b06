import { readFile, stat } from 'node:fs/promises';
import type { EngineRun } from '../harness/engine.cts';
import { findLeaks } from '../leaks.cts';
import { API_KEY, type Scene } from '../setup.cts';
import { itemEnds, runFailure, type Failure, type ItemEnd } from './evidence.cts';
import type { RandomRun } from './seededPlan.cts';

type PaidTask = Scene['novita']['tasks'][number];

/** What stands of one random run once it has ended for good. */
export interface EndedRun {
	readonly plan: RandomRun;
	readonly run: EngineRun;
	readonly scene: Scene;
	readonly hung: boolean;
}

/**
 * Checks what must be so after any run: every paid task is delivered or named, none was paid twice,
 * nothing hung, no half file was left, no secret leaked.
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
		...(await halfFiles(ended)),
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

/** A task may follow another one of the same item only where that one failed, or by the user's leave. */
function paidTwice(tasks: readonly PaidTask[], { plan, scene }: EndedRun): string[] {
	const hidden = (task: PaidTask) => plan.resubmitUnknown && isHidden(task, scene);
	const living = tasks.filter((task) => task.behaviour.ending !== 'failed' && !hidden(task));
	return living.length > 1 ? [`paid ${living.length} times: ${living[0].body.prompt}`] : [];
}

/** Whether the answer to the submit said nothing of the task. */
function isHidden({ taskId }: PaidTask, { novita }: Scene): boolean {
	const submit = novita.requestsTo('submit').find((request) => request.taskId === taskId);
	const at = novita
		.requestsTo('submit')
		.filter(({ body }) => promptOf(body) === promptOf(submit?.body))
		.indexOf(submit!);
	const fault = novita.task(taskId)?.behaviour.submit?.[at];
	return typeof fault === 'object' && fault.taken === true;
}

function promptOf(body: unknown): unknown {
	return (body as { prompt?: unknown } | undefined)?.prompt;
}

async function neitherDeliveredNorNamed(
	index: number,
	tasks: readonly PaidTask[],
	end: ItemEnd,
	stoppedBy: Failure | undefined,
	{ plan, run, scene }: EndedRun,
): Promise<string[]> {
	const task = tasks.at(-1);
	// There is no video of a task that Novita failed; a later request of the item may be the news.
	if (!task || task.behaviour.ending === 'failed') return [];
	const { taskId } = task;
	if (end.item?.json.taskId === taskId) {
		const file = end.item.binary?.data;
		if (!file) return plan.waitMode === 'none' ? [] : [`no file of task ${taskId}`];
		const video = await readFile(scene.novita.videoFile(taskId));
		return video.equals(await run.fileOf(file)) ? [] : [`another file than that of ${taskId}`];
	}
	const text = `${end.failure?.text ?? ''} ${stoppedBy?.text ?? ''}`;
	const isNamed =
		text.includes(taskId) || (isHidden(task, scene) && isSaidUnknown(index, end, run));
	return isNamed ? [] : [`task ${taskId} of item ${index} is neither delivered nor named: ${text}`];
}

/** Whether the user is told of this very item that it may have been taken. */
function isSaidUnknown(index: number, { failure }: ItemEnd, run: EngineRun): boolean {
	if (failure) return failure.kind === 'unknownOutcome';
	const { error } = run;
	const text = `${error?.message} ${error && 'description' in error ? error.description : ''}`;
	return /unknown/i.test(text) && new RegExp(`\\bitems? [\\d, and]*\\b${index}\\b`).test(text);
}

const MAX_METADATA_BYTES = 1000;

async function halfFiles({ plan, run, scene }: EndedRun): Promise<string[]> {
	const prompts = new Set(plan.items.map(({ prompt }) => prompt));
	const own = scene.novita.tasks.filter(({ body }) => prompts.has(String(body.prompt)));
	const whole = await Promise.all(
		own.map(async ({ taskId }) => (await stat(scene.novita.videoFile(taskId))).size),
	);
	return (await run.leftoverFiles())
		.filter(({ path, bytes }) => !(path.endsWith('.metadata') && bytes < MAX_METADATA_BYTES))
		.filter(({ bytes }) => !whole.includes(bytes))
		.map(({ path, bytes }) => `half a file: ${path} with ${bytes} bytes`);
}
