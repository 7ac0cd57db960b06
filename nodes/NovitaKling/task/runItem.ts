import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { ItemFailure } from '../failure';
import type { PreparedItem } from '../request/preparedItem';
import { videoFileName } from '../request/settings';
import type { TaskSnapshot } from '../transport/taskAnswer';
import { downloadVideo } from './download';
import { stopped } from './failures';
import { ledgerKey } from './ledger';
import { type Outcome, failureOf } from './outcome';
import { outputItem } from './output';
import type { Run, Task } from './run';
import { submitOnce } from './submit';
import { askForTask, waitForVideo } from './wait';

/** How the node waits: in the process, parked in n8n's database, or not at all. */
export type WaitMode = 'poll' | 'suspend' | 'none';

/** What became of an item. */
export interface ItemResult {
	readonly item: INodeExecutionData;
	readonly task: Task;
}

/** The way of one item: submit, wait, download, output. A failure has the task ID wherever there is one. */
export async function runItem(item: PreparedItem, waitMode: WaitMode, run: Run): Promise<Outcome<ItemResult>> {
	let taskId = item.taskId;
	try {
		// The slot is free again as soon as the task has ended at Novita.
		const { task, snapshot } = await run.openTasks.use(async () => {
			const opened = await taskOf(item, run);
			taskId = opened.taskId;
			return { task: opened, snapshot: await lookAt(opened, item, waitMode, run) };
		});
		const video = await fetchVideo(item, task, snapshot, run);
		return { value: { item: itemOf(item, task, snapshot, video), task } };
	} catch (error) {
		const isOwn = error instanceof ItemFailure || !run.signal.aborted;
		const failure = isOwn ? failureOf(error, taskId) : stopped(taskId);
		forgetEndedTask(failure, item, run);
		return { failure };
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

/** Waits as the wait mode says; a task that was only submitted is not even asked for. */
async function lookAt(
	task: Task,
	item: PreparedItem,
	waitMode: WaitMode,
	run: Run,
): Promise<TaskSnapshot | undefined> {
	if (waitMode === 'poll') return await waitForVideo(task, item.settings.pollInterval, run);
	return item.request ? undefined : await askForTask(task, run);
}

async function fetchVideo(
	item: PreparedItem,
	task: Task,
	snapshot: TaskSnapshot | undefined,
	run: Run,
): Promise<IBinaryData | undefined> {
	const { downloadVideo: isWanted, maxDownloadBytes, fileName } = item.settings;
	const isReady = snapshot?.status === 'succeeded' && snapshot.videoUrl;
	// An agent gets no files from its tools, so fetching one would only cost time.
	if (!isWanted || !isReady || run.context.isToolExecution()) return undefined;
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
	const { operation, request, itemIndex, settings } = item;
	return outputItem(
		{
			taskId: task.taskId,
			operation,
			model: request?.model.id,
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
	delete run.ledger[ledgerKey(run.runIndex, item.itemIndex, item.request.fingerprint)];
}
