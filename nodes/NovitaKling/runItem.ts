import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { ItemFailure } from './errors/itemFailure';
import type { PreparedItem } from './request/preparedItem';
import { videoFileName } from './request/settings';
import { isTool } from './n8n/toolUse';
import { readVideoAddress } from './transport/address';
import type { TaskSnapshot } from './transport/taskAnswer';
import { downloadVideo } from './download/downloadVideo';
import { downloadFailed, stillUnknown, stopped } from './errors/taskFailures';
import { type Outcome, failureOf, outcomeOf } from './errors/outcome';
import { outputItem } from './n8n/outputItem';
import type { Run, Task } from './run';
import { keyOf, submitOnce } from './submit/submitOnce';
import { askForTask, waitForVideo } from './poll/waitForVideo';

/** How the node waits: in the process, parked in n8n's database, or not at all. */
export const WAIT_MODES = ['poll', 'suspend', 'none'] as const;

/** One of the ways to wait. */
export type WaitMode = (typeof WAIT_MODES)[number];

/** What became of an item. */
export interface ItemResult {
	readonly item: INodeExecutionData;
	readonly task: Task;
	/** Whether nothing is left to wait for. */
	readonly isFinished: boolean;
}

/** The way of one item: submit, wait, download, output. A failure has the task ID wherever there is one. */
export async function runItem(
	item: PreparedItem,
	waitMode: WaitMode,
	run: Run,
): Promise<Outcome<ItemResult>> {
	let taskId = item.taskId;
	try {
		// The slot is free again as soon as the task has ended at Novita.
		const { task, snapshot } = await run.openTasks.use(async () => {
			const opened = await taskOf(item, run);
			taskId = opened.taskId;
			const look = await lookAt(opened, item, waitMode, run);
			if (look) return look;
			taskId = undefined;
			return { task: await taskOf(item, run), snapshot: undefined };
		});
		const video = await fetchVideo(item, task, snapshot, run);
		const isFinished = snapshot?.status === 'succeeded' && snapshot.videoUrl !== undefined;
		return { value: { item: itemOf(item, task, snapshot, video), task, isFinished } };
	} catch (error) {
		const isOwn = error instanceof ItemFailure || !run.signal.aborted;
		const failure = isOwn ? failureOf(error, taskId) : stopped(taskId);
		forgetEndedTask(failure, item, run);
		const isDenial = failure.details.kind !== 'unknownOutcome' && hasUnknownTry(item, run);
		return { failure: isDenial ? stillUnknown(failure) : failure };
	}
}

/** The item's task: submitted now, known from an earlier try, or named by the user. */
async function taskOf(item: PreparedItem, run: Run): Promise<Task> {
	const { request, itemIndex, settings } = item;
	if (request) {
		const { timeout, resubmitUnknown } = settings;
		return await submitOnce({ itemIndex, request, timeout, resubmitUnknown }, run);
	}
	const now = Date.now();
	return {
		taskId: item.taskId ?? '',
		submittedAt: now,
		deadline: now + settings.timeout,
		resumed: false,
	};
}

/** A task, and how it stands as far as it was asked for. */
interface Look {
	readonly task: Task;
	readonly snapshot?: TaskSnapshot;
}

/**
 * Waits as the wait mode says; a task that was only just submitted is not even asked for.
 *
 * @returns undefined where a new task has to take the place of a failed one
 */
async function lookAt(
	task: Task,
	item: PreparedItem,
	waitMode: WaitMode,
	run: Run,
): Promise<Look | undefined> {
	if (waitMode === 'poll') {
		return { task, snapshot: await waitForVideo(task, item.settings.pollInterval, run) };
	}
	if (waitMode === 'suspend' && task.resumed) return await lookAtResumed(task, item, run);
	return { task, snapshot: item.request ? undefined : await askForTask(task, run) };
}

/**
 * A task that an earlier, suspended try submitted: it may have ended meanwhile, and if it failed at
 * Novita, this try submits a new one.
 */
async function lookAtResumed(task: Task, item: PreparedItem, run: Run): Promise<Look | undefined> {
	const look = await outcomeOf(async () => await askForTask(task, run));
	if ('value' in look) return { task, snapshot: look.value };
	forgetEndedTask(look.failure, item, run);
	if (look.failure.details.kind !== 'taskFailed') throw look.failure;
	return undefined;
}

async function fetchVideo(
	item: PreparedItem,
	task: Task,
	snapshot: TaskSnapshot | undefined,
	run: Run,
): Promise<IBinaryData | undefined> {
	const { downloadVideo: isWanted, maxDownloadBytes, fileName } = item.settings;
	const isReady = snapshot?.status === 'succeeded' && snapshot.videoUrl;
	if (isReady && !readVideoAddress(isReady, run.api.baseUrl)) {
		throw downloadFailed(task.taskId, 'its address is not one that may be opened');
	}
	if (!isWanted || !isReady || isTool(run.context)) return undefined;
	return await run.downloads.use(
		async () =>
			await downloadVideo(
				task,
				snapshot,
				{ maxBytes: maxDownloadBytes, fileName: videoFileName(fileName, task.taskId) },
				run,
			),
	);
}

function itemOf(
	item: PreparedItem,
	task: Task,
	snapshot: TaskSnapshot | undefined,
	video: IBinaryData | undefined,
): INodeExecutionData {
	const { operation, model, itemIndex, settings } = item;
	return outputItem(
		{
			taskId: task.taskId,
			operation,
			model,
			snapshot,
			raw: snapshot?.raw ?? task.answer,
		},
		{ itemIndex, simplify: settings.simplify, binaryPropertyName: settings.binaryPropertyName },
		video,
	);
}

/** A task that failed at Novita leaves the ledger, so that running again may try anew. */
function forgetEndedTask(failure: ItemFailure, item: PreparedItem, run: Run): void {
	if (failure.details.kind !== 'taskFailed' || !item.request) return;
	delete run.ledger[keyOf(item.itemIndex, item.request, run)];
}

/** Whether the ledger knows a request of the item that got no clear answer. */
function hasUnknownTry({ request, itemIndex }: PreparedItem, run: Run): boolean {
	const entry = request && run.ledger[keyOf(itemIndex, request, run)];
	return entry !== undefined && entry.taskId === undefined;
}
