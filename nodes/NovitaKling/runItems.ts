import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { checkItems, failAll, unpaidItems } from './checkItems';
import { checkRun } from './checkRun';
import type { ItemFailure } from './errors/failure';
import { type Result, failuresIn, resultOf } from './errors/result';
import { type OtherTasks, resumedHint } from './errors/runFailures';
import { notSuspended } from './errors/taskFailures';
import { parameterReader } from './n8n/inputItem';
import { canceledError, stoppedRunError } from './n8n/nodeError';
import { failedItem } from './n8n/outputItem';
import type { WaitMode } from './parameters/waitModes';
import type { PreparedItem } from './request/preparedItem';
import { closeLog, recordEnds, recordFailure } from './recordEnds';
import { readMaxConcurrentTasks } from './request/settings';
import { type Run, openLedger, startRun } from './run';
import { type ItemResult, runItem } from './runItem';
import type { Ledger } from './submit/ledger';
import { checkSpending } from './spending';
import { checkSuspension, suspendRun } from './suspend/suspendRun';
import { type OpenedTaskLog, openTaskLog } from './taskLog/openTaskLog';

/** A run that has started, and how it waits. */
interface StartedRun {
	readonly waitMode: WaitMode;
	readonly run: Run;
}

/**
 * Turns the input items into videos: checks all of them before anything is sent, then submits, waits
 * and downloads side by side.
 *
 * @returns one item for each input item, in their order
 * @throws NodeOperationError or NodeApiError unless the node is set to continue
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const ledger = openLedger(context);
	const taskLog = await openTaskLog(context);
	ledger.enterEarlier(taskLog.earlier);
	try {
		const checked = await checkItems(context, ledger);
		const started = await resultOf(async () => await start(checked, context, ledger, taskLog));
		if ('failure' in started) return failAll(checked, started.failure, context, ledger);
		return await makeVideos(checked, started.value, context);
	} finally {
		ledger.close();
		await closeLog(taskLog.log, context);
	}
}

/** Makes the videos of all items side by side. */
async function makeVideos(
	checked: ReadonlyArray<Result<PreparedItem>>,
	{ waitMode, run }: StartedRun,
	context: IExecuteFunctions,
): Promise<INodeExecutionData[]> {
	const results = await Promise.all(
		checked.map(async (item) => await makeVideo(item, waitMode, run, context)),
	);
	hintAtResumed(results, context);
	for (const failure of failuresIn(results)) recordFailure(failure, run.taskLog);
	const items = deliver(results, waitMode, run, context);
	hintAtCosts(run, context);
	if (waitMode === 'suspend') {
		return await suspendOrDeliver(checked, results, items, run, context);
	}
	recordEnds(items, run.taskLog);
	return items;
}

/** Starts the run with the parameters that count for all items: those of the first one. */
async function start(
	checked: ReadonlyArray<Result<PreparedItem>>,
	context: IExecuteFunctions,
	ledger: Ledger,
	taskLog: OpenedTaskLog,
): Promise<StartedRun> {
	const waitMode = checkRun(checked, context, ledger);
	const suspendsUnpaid = waitMode === 'suspend' && unpaidItems(checked, ledger).length > 0;
	if (suspendsUnpaid) await checkSuspension(context);
	const spending = await checkSpending(checked, context, ledger, taskLog.log);
	const maxConcurrentTasks = readMaxConcurrentTasks(parameterReader(context, 0));
	const run = await startRun(context, ledger, taskLog, maxConcurrentTasks, spending);
	await spending?.checkBalance(run.api, run.signal);
	return { waitMode, run };
}

/** Makes the video of one item. Unless the node is set to continue, the first failure ends the others. */
async function makeVideo(
	item: Result<PreparedItem>,
	waitMode: WaitMode,
	run: Run,
	context: IExecuteFunctions,
): Promise<Result<ItemResult>> {
	if ('failure' in item) return item;
	const result = await runItem(item.value, waitMode, run);
	if ('failure' in result && !context.continueOnFail()) run.stop(result.failure);
	return result;
}

/** Tells the user in the output panel that repeated items cost nothing. */
function hintAtResumed(
	results: ReadonlyArray<Result<ItemResult>>,
	context: IExecuteFunctions,
): void {
	const tasks = results.flatMap((result) => ('value' in result ? [result.value.task] : []));
	const resumed = tasks.filter(({ origin }) => origin === 'resumed');
	if (resumed.length === 0) return;
	const changed = resumed.filter(({ hasOtherValues }) => hasOtherValues);
	context.addExecutionHints?.({
		message: resumedHint(resumed.length, results.length, changed.length),
		location: 'outputPane',
	});
}

/** Tells the user in the output panel what the videos cost. */
function hintAtCosts({ costs }: Run, context: IExecuteFunctions): void {
	if (costs.hint === undefined) return;
	context.addExecutionHints?.({ message: costs.hint, location: 'outputPane' });
}

/** Gives out what the items gave, or throws the one error that ends the node. */
function deliver(
	results: ReadonlyArray<Result<ItemResult>>,
	waitMode: WaitMode,
	run: Run,
	context: IExecuteFunctions,
): INodeExecutionData[] {
	if (context.getExecutionCancelSignal()?.aborted) {
		throw canceledError(context.getNode(), tasksOf(results));
	}
	const hasFailed = failuresIn(results).length > 0;
	if (hasFailed && !context.continueOnFail()) throw runErrorOf(results, run, context);
	// A suspended run may still be tried again after it was woken.
	if (!hasFailed && waitMode !== 'suspend') run.ledger.clear();
	return results.map((result, itemIndex) =>
		'failure' in result ? failedItem(result.failure, itemIndex) : result.value.item,
	);
}

/** Suspends the execution; where n8n refuses, every open task is named all the same. */
async function suspendOrDeliver(
	checked: ReadonlyArray<Result<PreparedItem>>,
	results: ReadonlyArray<Result<ItemResult>>,
	items: INodeExecutionData[],
	run: Run,
	context: IExecuteFunctions,
): Promise<INodeExecutionData[]> {
	const suspended = await resultOf(async () => await suspendRun(checked, results, context));
	if ('failure' in suspended) {
		const ended = results.map((result) => openTaskFailed(result, suspended.failure));
		run.stop(failuresIn(ended)[0] ?? suspended.failure);
		return deliver(ended, 'suspend', run, context);
	}
	if (!suspended.value) recordEnds(items, run.taskLog);
	// With Retry On Fail, n8n runs the node again when the first item failed: it would suspend twice.
	return suspended.value ? items.filter(({ json }) => json.error === undefined) : items;
}

function openTaskFailed(result: Result<ItemResult>, cause: ItemFailure): Result<ItemResult> {
	if ('failure' in result || result.value.isFinished) return result;
	return { failure: notSuspended(result.value.task.taskId, cause) };
}

/** The error of the run: the failure that ended it, and the tasks of the other items. */
function runErrorOf(
	results: ReadonlyArray<Result<ItemResult>>,
	run: Run,
	context: IExecuteFunctions,
): Error {
	const [firstFailure] = failuresIn(results);
	const failure = run.endedBy() ?? firstFailure;
	const itemIndex = results.findIndex(
		(result) => 'failure' in result && result.failure === failure,
	);
	const { taskIds, unknownItems } = tasksOf(results);
	return stoppedRunError(context.getNode(), failure, Math.max(itemIndex, 0), {
		taskIds: taskIds.filter((taskId) => taskId !== failure.details.taskId),
		unknownItems: unknownItems.filter((index) => index !== itemIndex),
	});
}

/** The tasks that a message about the run names; one that failed at Novita holds no video. */
function tasksOf(results: ReadonlyArray<Result<ItemResult>>): OtherTasks {
	const taskIds: string[] = [];
	const unknownItems: number[] = [];
	for (const [itemIndex, result] of results.entries()) {
		const { kind, taskId } =
			'value' in result
				? { kind: undefined, taskId: result.value.task.taskId }
				: result.failure.details;
		if (taskId && kind !== 'taskFailed') taskIds.push(taskId);
		if (kind === 'unknownOutcome') unknownItems.push(itemIndex);
	}
	return { taskIds, unknownItems };
}
