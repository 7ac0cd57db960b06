import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from './errors/itemFailure';
import { parameterReader, readInputItem } from './n8n/inputItem';
import { canceledError, nodeErrorOf, stoppedRunError } from './n8n/nodeError';
import type { PreparedItem } from './request/preparedItem';
import { readMaxConcurrentTasks } from './request/settings';
import { cannotSuspend, notParked, unknownWaitMode } from './errors/taskFailures';
import { clearLedger } from './submit/ledger';
import { failedItem } from './n8n/outputItem';
import { type Run, startRun } from './run';
import { type ItemResult, WAIT_MODES, type WaitMode, runItem } from './runItem';
import { canBeParked, park } from './suspend/suspendRun';
import { type Outcome, failureOf, outcomeOf } from './errors/outcome';
import { isTool } from './n8n/toolUse';

/** An item that passed its checks, or why it did not. */
type Checked = Outcome<PreparedItem>;

/**
 * Turns the input items into videos: checks all of them before anything is sent, then takes them
 * through submit, wait and download side by side.
 *
 * @returns one item for each input item, in their order
 * @throws NodeOperationError or NodeApiError unless the node is set to continue
 */
export async function makeVideos(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const checked = await checkItems(context);
	const opened = await outcomeOf(async () => await openRun(context));
	if ('failure' in opened) return failAll(checked, opened.failure, context);
	const { waitMode, run } = opened.value;
	const outcomes = await Promise.all(
		checked.map(async (item) => await makeVideo(item, waitMode, run)),
	);
	hintAtResumed(outcomes, context);
	const items = deliver(outcomes, waitMode, run);
	return waitMode === 'suspend' ? await parkOrDeliver(checked, outcomes, items, run) : items;
}

interface OpenedRun {
	readonly waitMode: WaitMode;
	readonly run: Run;
}

async function openRun(context: IExecuteFunctions): Promise<OpenedRun> {
	const waitMode = waitModeOf(context);
	const maxConcurrentTasks = readMaxConcurrentTasks(parameterReader(context, 0));
	return { waitMode, run: await startRun(context, maxConcurrentTasks) };
}

/** How this run waits. An agent cannot be suspended while it uses a tool, so that it polls. */
function waitModeOf(context: IExecuteFunctions): WaitMode {
	const value = context.getNodeParameter('waitMode', 0, 'poll');
	const waitMode = WAIT_MODES.find((candidate) => candidate === value);
	if (!waitMode) throw unknownWaitMode();
	if (waitMode !== 'suspend') return waitMode;
	if (isTool(context)) return 'poll';
	if (!canBeParked(context)) throw cannotSuspend();
	return waitMode;
}

/** The end of a run that could not begin: nothing was sent for any item. */
function failAll(
	checked: readonly Checked[],
	failure: ItemFailure,
	context: IExecuteFunctions,
): INodeExecutionData[] {
	if (!context.continueOnFail()) throw nodeErrorOf(context.getNode(), failure, 0);
	return checked.map((item, itemIndex) =>
		failedItem('failure' in item ? item.failure : failure, itemIndex),
	);
}

/** Checks every item. Unless the node is set to continue, one bad item stops the run here. */
async function checkItems(context: IExecuteFunctions): Promise<Checked[]> {
	const checked: Checked[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		const outcome = await outcomeOf(async () => await readInputItem(context, itemIndex));
		if ('failure' in outcome && !context.continueOnFail()) {
			throw nodeErrorOf(context.getNode(), outcome.failure, itemIndex);
		}
		checked.push(outcome);
	}
	return checked;
}

/** Takes one item its way. Unless the node is set to continue, the first failure ends the others. */
async function makeVideo(
	item: Checked,
	waitMode: WaitMode,
	run: Run,
): Promise<Outcome<ItemResult>> {
	if ('failure' in item) return item;
	const outcome = await runItem(item.value, waitMode, run);
	if ('failure' in outcome && !run.context.continueOnFail()) run.stop(outcome.failure);
	return outcome;
}

/** Gives out what came of the items, or the one error that ends the node. */
function deliver(
	outcomes: Array<Outcome<ItemResult>>,
	waitMode: WaitMode,
	run: Run,
): INodeExecutionData[] {
	const { context, ledger } = run;
	const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : []));
	const isCanceled = context.getExecutionCancelSignal()?.aborted === true;
	if (isCanceled) {
		const others = { taskIds: taskIdsOf(outcomes), unknownItems: unknownItemsIn(outcomes) };
		throw canceledError(context.getNode(), others);
	}
	if (failures.length > 0 && !context.continueOnFail()) throw stoppedRunErrorOf(outcomes, run);
	// A suspended run may still be tried again after it was woken.
	if (failures.length === 0 && waitMode !== 'suspend') clearLedger(ledger);
	return outcomes.map((outcome, itemIndex) =>
		'failure' in outcome ? failedItem(outcome.failure, itemIndex) : outcome.value.item,
	);
}

/** Suspends the execution; where n8n does not take it, every open task is named all the same. */
async function parkOrDeliver(
	checked: readonly Checked[],
	outcomes: ReadonlyArray<Outcome<ItemResult>>,
	items: INodeExecutionData[],
	run: Run,
): Promise<INodeExecutionData[]> {
	const parking = await outcomeOf(async () => await park(checked, outcomes, run));
	if ('failure' in parking) {
		const ended = outcomes.map((outcome) => notParkedOutcome(outcome, parking.failure));
		const [first] = ended.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : []));
		run.stop(first ?? parking.failure);
		return deliver(ended, 'suspend', run);
	}
	// With Retry On Fail, n8n runs the node again when the first item failed: it would park twice.
	return parking.value ? items.filter(({ json }) => json.error === undefined) : items;
}

function notParkedOutcome(outcome: Outcome<ItemResult>, cause: ItemFailure): Outcome<ItemResult> {
	if ('failure' in outcome || outcome.value.isFinished) return outcome;
	return { failure: notParked(outcome.value.task.taskId, cause) };
}

/** The error of the run: the failure that ended it, and what became of the other items. */
function stoppedRunErrorOf(outcomes: Array<Outcome<ItemResult>>, run: Run) {
	const isCause = (outcome: Outcome<ItemResult>) =>
		'failure' in outcome && outcome.failure === run.endedBy();
	const itemIndex = outcomes.findIndex(isCause);
	const failure = run.endedBy() ?? failureOf(undefined);
	return stoppedRunError(run.context.getNode(), failure, Math.max(itemIndex, 0), {
		taskIds: taskIdsOf(outcomes).filter((taskId) => taskId !== failure.details.taskId),
		unknownItems: unknownItemsIn(outcomes).filter((index) => index !== itemIndex),
	});
}

/** Indexes of the items that may have a task that nobody knows. */
function unknownItemsIn(outcomes: Array<Outcome<ItemResult>>): number[] {
	return outcomes.flatMap((outcome, itemIndex) =>
		'failure' in outcome && outcome.failure.details.kind === 'unknownOutcome' ? [itemIndex] : [],
	);
}

/** The tasks of items, but for those that failed at Novita: they hold no video. */
function taskIdsOf(outcomes: Array<Outcome<ItemResult>>): string[] {
	return outcomes.flatMap((outcome) => {
		if ('value' in outcome) return [outcome.value.task.taskId];
		const { kind, taskId } = outcome.failure.details;
		return taskId && kind !== 'taskFailed' ? [taskId] : [];
	});
}

/** Tells the user in the output panel that a repetition cost nothing. */
function hintAtResumed(outcomes: Array<Outcome<ItemResult>>, context: IExecuteFunctions): void {
	const resumed = outcomes.filter((outcome) => 'value' in outcome && outcome.value.task.resumed);
	if (resumed.length === 0) return;
	context.addExecutionHints({
		message: `${resumed.length} of ${outcomes.length} videos were already submitted and were not paid again`,
		location: 'outputPane',
	});
}
