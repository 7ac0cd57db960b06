import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from '../errors/failure';
import { resultOf } from '../errors/result';
import { stoppedSuspendedRunStep } from '../errors/runFailures';
import { ofTask, timedOut } from '../errors/taskFailures';
import { nodeErrorOf } from '../n8n/nodeError';
import { failedItem } from '../n8n/outputItem';
import { closeLog, recordEnds } from '../recordEnds';
import { type Run, openLedger, startRun } from '../run';
import { runItem } from '../runItem';
import { type OpenedTaskLog, taskLogOf } from '../taskLog/openTaskLog';
import {
	type OpenWaitState,
	type WaitState,
	failureOfSuspended,
	finishedItem,
	isOpen,
	openItem,
	openTasksOf,
	taskIdsWithVideo,
	waitStateOf,
	withNextCheck,
	withoutState,
} from './suspendedItem';
import { nextWakeUp, pollingEnd } from './wakeUp';

/**
 * Milliseconds that a check may take with its downloads. A video that is found ready after its deadline,
 * because n8n wakes only once a minute, is downloaded all the same.
 */
const CHECK_TIME = 10 * 60 * 1000;

/**
 * The check of a suspended run, which n8n makes in the workflow that the node waits in
 * (waitingWorkflow.ts), when wakeUp.ts says. Users never meet it.
 *
 * @returns the suspended items, or the items of the run once all of them are finished
 * @throws NodeOperationError or NodeApiError when an item failed and the parent node is set to stop
 */
export async function checkSuspendedRun(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const suspended = context.getInputData();
	// The first round only makes every node run once before the first wait; see waitingWorkflow.ts.
	if (context.getWorkflowDataProxy(0).$runIndex === 0) return suspended;
	const opened = taskLogOf(context);
	const checked = await resultOf(async () => await checkItems(suspended, opened, context));
	const items = 'value' in checked ? checked.value : withoutCheck(suspended, checked.failure);
	const error = errorOf(items, context);
	const open = openTasksOf(items);
	if (!error && open.length > 0) {
		await closeLog(opened.log, context);
		return withNextCheck(items, nextWakeUp(open, Date.now()));
	}
	const finished = items.map(withoutState);
	const { log } = opened;
	// A run that ends at a failure hands over no video.
	recordEnds(error ? items.filter(failureOfSuspended).map(withoutState) : finished, log);
	await closeLog(log, context);
	if (error) throw error;
	return finished;
}

/** Polls every task that is still open, and downloads the videos of those that ended. */
async function checkItems(
	suspended: readonly INodeExecutionData[],
	opened: OpenedTaskLog,
	context: IExecuteFunctions,
): Promise<INodeExecutionData[]> {
	const open = openTasksOf(suspended);
	// All tasks are polled side by side; the run's rate limit bounds the requests a second.
	const run = await startRun(context, openLedger(context), opened, open.length);
	const pollUntil = pollingEnd(open, Date.now());
	return await Promise.all(
		suspended.map(async (item) => {
			const state = waitStateOf(item);
			return isOpen(state) ? await checkTask(state, pollUntil, run) : item;
		}),
	);
}

async function checkTask(
	state: OpenWaitState,
	pollUntil: number,
	run: Run,
): Promise<INodeExecutionData> {
	const { item, origin, submittedAt, deadline, usual, cost } = state.open;
	const { taskId } = item;
	const suspendedTask = {
		...{ taskId, origin, submittedAt, usual, cost },
		deadline: Date.now() + CHECK_TIME,
		pollUntil: Math.min(pollUntil, deadline),
	};
	const result = await runItem({ ...item, suspendedTask }, 'suspend', run);
	const isLate = Date.now() >= deadline;
	if ('failure' in result) {
		const mayStillAnswer = result.failure.details.kind === 'noAnswer' && !isLate;
		return mayStillAnswer ? openItem(state) : failed(result.failure, state);
	}
	const { item: output, isFinished } = result.value;
	if (isFinished) return finishedItem(output, state);
	const status = String(output.json.status);
	if (isLate) return failed(timedOut(taskId, status), state);
	const lastSeen = { status, at: new Date().toISOString() };
	return openItem({ ...state, open: { ...state.open, lastSeen } });
}

/**
 * What follows when the check itself could not be made. A cause that may pass, such as an overloaded
 * database, is waited out up to the deadline; any other fails every open item.
 */
function withoutCheck(
	suspended: readonly INodeExecutionData[],
	cause: ItemFailure,
): INodeExecutionData[] {
	const mayPass = cause.details.kind === 'unexpected';
	return suspended.map((item) => {
		const state = waitStateOf(item);
		if (!isOpen(state) || (mayPass && Date.now() < state.open.deadline)) return item;
		return failed(ofTask(cause, state.open.item.taskId), state);
	});
}

function failed(failure: ItemFailure, state: WaitState): INodeExecutionData {
	return finishedItem(failedItem(failure, state.itemIndex), state);
}

/** The error at which the run ends: its first failure, where the parent node is set to stop. */
function errorOf(
	items: readonly INodeExecutionData[],
	context: IExecuteFunctions,
): Error | undefined {
	for (const item of items) {
		const state = waitStateOf(item);
		const failure = failureOfSuspended(item);
		if (!state?.stopsAtFailure || !failure) continue;
		const others = taskIdsWithVideo(items).filter((taskId) => taskId !== failure.details.taskId);
		const advice = stoppedSuspendedRunStep(failure, others);
		return nodeErrorOf(context.getNode(), failure, state.itemIndex, advice);
	}
	return undefined;
}
