import type { INodeExecutionData } from 'n8n-workflow';

import { downloadVideo } from './download/downloadVideo';
import { addressNotAllowed } from './errors/downloadFaults';
import { ItemFailure } from './errors/failure';
import { type Result, failureOf } from './errors/result';
import { stillUnknown } from './errors/submitFailures';
import { stopped } from './errors/taskFailures';
import { outputItem } from './n8n/outputItem';
import type { WaitMode } from './parameters/waitModes';
import type { Task } from './poll/task';
import type { PreparedItem } from './request/preparedItem';
import type { Run } from './run';
import type { LedgerRecord } from './submit/ledgerRecord';
import { type ItemOfRun, submitAndWait } from './submitAndWait';
import { isWebAddress } from './transport/address';
import { type TaskSnapshot, hasVideo } from './transport/taskAnswer';
import type { StoredVideo } from './video/facts';

/** What an item gave. */
export interface ItemResult {
	readonly item: INodeExecutionData;
	readonly task: Task;
	/** Whether nothing is left to wait for. */
	readonly isFinished: boolean;
}

/**
 * One item from its request to its output: submit, wait, download, output. A failure names the task
 * wherever there is one.
 */
export async function runItem(
	item: ItemOfRun,
	waitMode: WaitMode,
	run: Run,
): Promise<Result<ItemResult>> {
	const { itemIndex } = item;
	let { taskId } = item;
	const record = recordOf(item, run);
	try {
		const loggedCost = isNamed(item) ? run.loggedCostOf(item.taskId) : undefined;
		const note = (task: Task) => {
			taskId = task.taskId;
			if (task.origin !== 'named') noteCost(task, item, run);
			// A new one is recorded with the answer to its submit.
			if (task.origin === 'resumed' && !item.suspendedTask) run.recordTask(taskId, itemIndex);
		};
		// Another task may be submitted as soon as this one has ended at Novita.
		const { task, snapshot } = await run.openTasks.run(
			async () => await submitAndWait(item, waitMode, run, record, note),
		);
		const isFinished = hasVideo(snapshot);
		const waited = isFinished ? Date.now() - task.submittedAt : undefined;
		const video = await videoOf(item, task, snapshot, run);
		const cost = task.cost ?? (await loggedCost);
		const output = outputOf(item, { ...task, cost }, snapshot, video, waited);
		return { value: { item: output, task, isFinished } };
	} catch (error) {
		return { failure: failureOfItem(error, taskId, run, record) };
	}
}

/** Whether the user named the item's task, and this run knows nothing else of it. */
function isNamed(item: ItemOfRun): item is ItemOfRun & { readonly taskId: string } {
	const { request, taskId, submittedAt, suspendedTask } = item;
	return !request && taskId !== undefined && submittedAt === undefined && !suspendedTask;
}

function noteCost({ taskId, cost, origin }: Task, { estimate }: PreparedItem, run: Run): void {
	const isPaidBefore = origin === 'resumed';
	const basis = cost === estimate?.cost ? estimate?.basis : undefined;
	run.costs.note({ taskId, cost, isPaidBefore, basis });
}

/** What the ledger knows of the item; nothing where the user named the task. */
function recordOf({ request, itemIndex, submittedAt }: PreparedItem, run: Run) {
	const isSubmitted = request !== undefined || submittedAt !== undefined;
	return isSubmitted ? run.ledger.recordOf(itemIndex, request?.fingerprint) : undefined;
}

/**
 * The video in n8n's store, where it is ready and wanted. Its address is given out also where it may not
 * be opened, as long as it is one.
 */
async function videoOf(
	{ itemIndex, settings, prompt }: PreparedItem,
	task: Task,
	snapshot: TaskSnapshot | undefined,
	run: Run,
): Promise<StoredVideo | undefined> {
	if (snapshot?.status !== 'succeeded' || !snapshot.videoUrl) return undefined;
	if (!isWebAddress(snapshot.videoUrl)) throw addressNotAllowed(task.taskId);
	if (!settings.downloadVideo || !run.givesFiles) return undefined;
	// With Retry On Fail, an earlier try may have the file already.
	const known = run.ledger.videoOf(itemIndex, task.taskId);
	if (known) return known;
	const shown = task.hasOtherValues ? {} : { prompt };
	const video = await run.downloads.run(
		async () => await downloadVideo(task, snapshot, { ...settings, ...shown }, run),
	);
	run.ledger.keepVideo(itemIndex, task.taskId, video);
	return video;
}

function outputOf(
	{ operation, model, prompt, aspectRatio, itemIndex, settings }: PreparedItem,
	{ taskId, origin, hasOtherValues, submitAnswer, cost }: Task,
	snapshot: TaskSnapshot | undefined,
	video: StoredVideo | undefined,
	waited: number | undefined,
): INodeExecutionData {
	const { simplify, binaryPropertyName } = settings;
	return outputItem(
		{
			...{ taskId, operation, model, snapshot, waited },
			// The video of an earlier try shows the values of that time.
			...(hasOtherValues ? {} : { prompt, aspectRatio }),
			resumed: origin === 'resumed',
			cost,
			raw: snapshot?.raw ?? submitAnswer,
		},
		{ itemIndex, simplify, binaryPropertyName },
		video,
	);
}

/**
 * How the item failed. A task that failed at Novita leaves the ledger, so that running again may submit
 * a new one.
 */
function failureOfItem(
	error: unknown,
	taskId: string | undefined,
	run: Run,
	record: LedgerRecord | undefined,
): ItemFailure {
	const isOwnFailure = error instanceof ItemFailure || !run.signal.aborted;
	const failure = isOwnFailure ? failureOf(error, taskId) : stopped(taskId);
	const { kind } = failure.details;
	if (kind === 'taskFailed') record?.forget();
	return kind !== 'unknownOutcome' && record?.isUnknown ? stillUnknown(failure) : failure;
}
