import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { downloadVideo } from './download/downloadVideo';
import { videoFileName } from './download/fileName';
import { addressNotAllowed } from './errors/downloadFaults';
import { ItemFailure } from './errors/failure';
import { type Result, failureOf, resultOf } from './errors/result';
import { stillUnknown } from './errors/submitFailures';
import { stopped } from './errors/taskFailures';
import { outputItem } from './n8n/outputItem';
import type { WaitMode } from './parameters/waitModes';
import type { Task } from './poll/task';
import { getTaskStatus, waitForVideo } from './poll/waitForVideo';
import type { PreparedItem } from './request/preparedItem';
import type { Run } from './run';
import type { LedgerRecord } from './submit/ledgerRecord';
import { type Claim, submitOnce } from './submit/submitOnce';
import { readVideoAddress } from './transport/address';
import type { TaskSnapshot } from './transport/taskAnswer';

/** What an item gave. */
export interface ItemResult {
	readonly item: INodeExecutionData;
	readonly task: Task;
	/** Whether nothing is left to wait for. */
	readonly isFinished: boolean;
}

/** A task, and what Novita last said about it; no snapshot where the task was only submitted. */
interface TaskWithStatus {
	readonly task: Task;
	readonly snapshot?: TaskSnapshot;
}

/** Tells which task an item has, as soon as it is known, for the message of an unexpected end. */
type NoteTask = (task: Task) => void;

/**
 * One item from its request to its output: submit, wait, download, output. A failure names the task
 * wherever there is one.
 */
export async function runItem(
	item: PreparedItem,
	waitMode: WaitMode,
	run: Run,
): Promise<Result<ItemResult>> {
	let taskId = item.taskId;
	const record = recordOf(item, run);
	try {
		// Another task may be submitted as soon as this one has ended at Novita.
		const { task, snapshot } = await run.openTasks.run(
			async () =>
				await submitAndWait(item, waitMode, run, record, (noted) => (taskId = noted.taskId)),
		);
		const video = await videoOf(item, task, snapshot, run, record);
		const isFinished = snapshot?.status === 'succeeded' && snapshot.videoUrl !== undefined;
		return { value: { item: outputOf(item, task, snapshot, video), task, isFinished } };
	} catch (error) {
		return { failure: failureOfItem(error, taskId, run, record) };
	}
}

/** What the ledger knows of the item; nothing where the user named the task. */
function recordOf({ request, itemIndex, submittedAt }: PreparedItem, run: Run) {
	const isSubmitted = request !== undefined || submittedAt !== undefined;
	return isSubmitted ? run.ledger.recordOf(itemIndex, request?.fingerprint) : undefined;
}

/** The item's task with its status, as far as the wait mode waits for it. */
async function submitAndWait(
	item: PreparedItem,
	waitMode: WaitMode,
	run: Run,
	record: LedgerRecord | undefined,
	noteTask: NoteTask,
): Promise<TaskWithStatus> {
	const task = await taskOf(item, run, record);
	noteTask(task);
	if (waitMode === 'poll') {
		return { task, snapshot: await waitForVideo(task, item.settings.pollInterval, run) };
	}
	if (waitMode === 'suspend' && task.origin === 'resumed') {
		return await resumeSuspended(task, item, run, record, noteTask);
	}
	// A task that was only just submitted has no status worth a request.
	return task.origin === 'named' ? { task, snapshot: await getTaskStatus(task, run) } : { task };
}

/** The item's task: submitted now, known from an earlier try, or named by the user. */
async function taskOf(
	item: PreparedItem,
	run: Run,
	record: LedgerRecord | undefined,
): Promise<Task> {
	const { request, itemIndex, settings, taskId = '', submittedAt } = item;
	const { timeout, resubmitUnknown } = settings;
	if (request && record) {
		const logRequest = async () => await logRequestOf(item, run, record);
		const submission = { itemIndex, request, record, logRequest, timeout, resubmitUnknown };
		return await submitOnce(submission, run);
	}
	const now = Date.now();
	const deadline = now + timeout;
	return submittedAt === undefined
		? { taskId, origin: 'named', submittedAt: now, deadline }
		: { taskId, origin: 'resumed', submittedAt, deadline, hasOtherValues: true };
}

/** Commits the item's request to the task log; an order with a key is paid for once. */
async function logRequestOf(item: PreparedItem, run: Run, record: LedgerRecord): Promise<Claim> {
	const row = run.logRowOf(item, record.source);
	const { idempotencyKey, resubmitUnknown, timeout } = item.settings;
	const { knownLogRows: knownRows, signal } = run;
	const mayBeSubmittedTwice = idempotencyKey !== undefined || knownRows !== undefined;
	if (!mayBeSubmittedTwice) return { request: await run.taskLog.enter(row) };
	const deadline = Date.now() + timeout;
	return await run.taskLog.claim(row, { deadline, signal, resubmitUnknown, knownRows });
}

/**
 * A task that an earlier, suspended try submitted may have ended meanwhile. If it failed at Novita,
 * this try submits a new one.
 */
async function resumeSuspended(
	task: Task,
	item: PreparedItem,
	run: Run,
	record: LedgerRecord | undefined,
	noteTask: NoteTask,
): Promise<TaskWithStatus> {
	const status = await resultOf(async () => await getTaskStatus(task, run));
	if ('value' in status) return { task, snapshot: status.value };
	run.signal.throwIfAborted();
	if (status.failure.details.kind !== 'taskFailed' || !item.request) throw status.failure;
	record?.forget();
	const newTask = await taskOf(item, run, record);
	noteTask(newTask);
	return { task: newTask };
}

/** The file of the video, where it is ready and wanted. */
async function videoOf(
	item: PreparedItem,
	task: Task,
	snapshot: TaskSnapshot | undefined,
	run: Run,
	record: LedgerRecord | undefined,
): Promise<IBinaryData | undefined> {
	if (snapshot?.status !== 'succeeded' || !snapshot.videoUrl) return undefined;
	if (!readVideoAddress(snapshot.videoUrl, run.api.baseUrl)) throw addressNotAllowed(task.taskId);
	const { downloadVideo: isWanted, maxDownloadBytes, fileName } = item.settings;
	if (!isWanted || !run.givesFiles) return undefined;
	// With Retry On Fail, an earlier try may have the file already.
	if (record?.file) return record.file;
	const settings = { maxBytes: maxDownloadBytes, fileName: videoFileName(fileName, task.taskId) };
	const file = await run.downloads.run(
		async () => await downloadVideo(task, snapshot, settings, run),
	);
	record?.keepFile(file);
	return file;
}

function outputOf(
	{ operation, model, itemIndex, settings }: PreparedItem,
	{ taskId, origin, submitAnswer }: Task,
	snapshot: TaskSnapshot | undefined,
	video: IBinaryData | undefined,
): INodeExecutionData {
	const { simplify, binaryPropertyName } = settings;
	return outputItem(
		{
			...{ taskId, operation, model, snapshot },
			resumed: origin === 'resumed',
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
