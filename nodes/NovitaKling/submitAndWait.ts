import { ItemFailure } from './errors/failure';
import type { WaitMode } from './parameters/waitModes';
import type { Task } from './poll/task';
import { checkTask, getTaskStatus, waitForVideo } from './poll/waitForVideo';
import type { PreparedItem } from './request/preparedItem';
import type { Run } from './run';
import type { LedgerRecord } from './submit/ledgerRecord';
import type { Claim } from './submit/submission';
import { submitOnce } from './submit/submitOnce';
import { type TaskSnapshot, hasVideo } from './transport/taskAnswer';

/** A task, and what Novita last said about it; no snapshot where the task was only submitted. */
interface TaskWithStatus {
	readonly task: Task;
	readonly snapshot?: TaskSnapshot;
}

/** A checked item; in a check of a suspended run with the task that it polls. */
export interface ItemOfRun extends PreparedItem {
	readonly suspendedTask?: Task;
}

/** Tells which task an item has, as soon as it is known, for the message of an unexpected end. */
type NoteTask = (task: Task) => void;

/**
 * The item's task with its status, as far as the wait mode waits for it.
 *
 * @param record what the ledger knows of the item; undefined where the user named the task
 * @throws ItemFailure, or the signal's reason
 */
export async function submitAndWait(
	item: ItemOfRun,
	waitMode: WaitMode,
	run: Run,
	record: LedgerRecord | undefined,
	noteTask: NoteTask,
): Promise<TaskWithStatus> {
	let isFirstLook = true;
	const waited = async (submitted: Task) => {
		noteTask(submitted);
		const seen = mayHaveEnded(submitted, item) ? await firstLook(submitted, run) : undefined;
		isFirstLook = false;
		const task = await withUsualTime(submitted, item, waitMode, run);
		return { task, snapshot: await statusOf(task, seen, item, waitMode, run) };
	};
	const task = item.suspendedTask ?? (await taskOf(item, run, record));
	return await waited(task).catch(async (error: unknown) => {
		if (!isSubmittedAnew(error, task, item, isFirstLook)) return await Promise.reject(error);
		run.signal.throwIfAborted();
		forgetTask(error, task, run, record);
		return await waited(await taskOf(item, run, record));
	});
}

/** Whether an earlier try submitted the task, which may have ended while nobody polled it. */
function mayHaveEnded({ origin }: Task, { request }: ItemOfRun): boolean {
	return origin === 'resumed' && request !== undefined;
}

/**
 * What has become of a task since the try that submitted it; undefined where Novita gives no answer, which
 * the wait after it rides out.
 *
 * @throws ItemFailure of kind `taskFailed`, `taskLost` or `accessDenied`, or the signal's reason
 */
async function firstLook(task: Task, run: Run): Promise<TaskSnapshot | undefined> {
	return await getTaskStatus(task, run).catch(async (error: unknown) => {
		const isUnanswered = error instanceof ItemFailure && error.details.kind === 'noAnswer';
		return isUnanswered ? undefined : await Promise.reject(error);
	});
}

/** A task that the run waits for, with the time that such tasks took lately. */
async function withUsualTime(
	task: Task,
	item: PreparedItem,
	waitMode: WaitMode,
	run: Run,
): Promise<Task> {
	const hasOwnInterval = waitMode === 'poll' && item.settings.pollInterval !== undefined;
	const isAimed = waitMode !== 'none' && !hasOwnInterval && task.pollUntil === undefined;
	if (!isAimed || !item.request) return task;
	return { ...task, usual: await run.usualTimeOf(item) };
}

/** @param seen what the first look at a task of an earlier try gave */
async function statusOf(
	task: Task,
	seen: TaskSnapshot | undefined,
	{ settings }: PreparedItem,
	waitMode: WaitMode,
	run: Run,
): Promise<TaskSnapshot | undefined> {
	if (task.pollUntil !== undefined) return await checkTask(task, task.pollUntil, run);
	if (waitMode === 'poll') {
		return hasVideo(seen) ? seen : await waitForVideo(task, settings.pollInterval, run);
	}
	if (waitMode === 'suspend' && task.origin === 'resumed') {
		return seen ?? (await getTaskStatus(task, run));
	}
	// A task that was only just submitted has no status worth a request.
	return task.origin === 'named' ? await getTaskStatus(task, run) : undefined;
}

/**
 * Whether this try submits a new task, because that of an earlier one holds no video: it failed at
 * Novita before this try looked, or it is lost and the user takes the risk of paying twice.
 */
function isSubmittedAnew(
	error: unknown,
	task: Task,
	{ request, settings }: PreparedItem,
	isFirstLook: boolean,
): error is ItemFailure {
	if (task.origin !== 'resumed' || !request || !(error instanceof ItemFailure)) return false;
	const { kind } = error.details;
	if (kind === 'taskFailed') return isFirstLook;
	return kind === 'taskLost' && settings.resubmitUnknown;
}

/** Forgets a task without a video, in the ledger and in the task log, where its key would find it again. */
function forgetTask(
	{ details }: ItemFailure,
	{ taskId }: Task,
	{ taskLog }: Run,
	record: LedgerRecord | undefined,
): void {
	record?.forget();
	// The log writes this before the row of the new request.
	taskLog.end([taskId], 'failed', details.reason);
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
		const cost = item.estimate?.cost;
		const submission = { itemIndex, request, record, cost, logRequest, timeout, resubmitUnknown };
		return await submitOnce(submission, run);
	}
	const now = Date.now();
	const deadline = now + timeout;
	return submittedAt === undefined
		? { taskId, origin: 'named', submittedAt: now, deadline }
		: {
				...{ taskId, origin: 'resumed', submittedAt, deadline, hasOtherValues: true },
				cost: record?.entry?.cost,
			};
}

/** Commits the item's request to the task log, and finds out whether it may still be paid for. */
async function logRequestOf(item: PreparedItem, run: Run, record: LedgerRecord): Promise<Claim> {
	const claim = await claimOf(item, run, record);
	if ('request' in claim) await run.spending?.admit(item, claim.request, run.signal);
	return claim;
}

/** Commits the item's request to the task log; an order with a key is paid for once. */
async function claimOf(item: PreparedItem, run: Run, record: LedgerRecord): Promise<Claim> {
	const row = run.logRowOf(item, record.source);
	const { idempotencyKey, resubmitUnknown, timeout } = item.settings;
	const { knownLogRows: knownRows, signal } = run;
	const mayBeSubmittedTwice = idempotencyKey !== undefined || knownRows !== undefined;
	if (!mayBeSubmittedTwice) return { request: await run.taskLog.enter(row) };
	const deadline = Date.now() + timeout;
	return await run.taskLog.claim(row, { deadline, signal, resubmitUnknown, knownRows });
}
