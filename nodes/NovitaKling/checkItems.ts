import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from './errors/failure';
import { type Result, failureOf, failuresIn, resultOf } from './errors/result';
import type { OtherTasks } from './errors/runFailures';
import { stillUnknown, submittedBefore } from './errors/submitFailures';
import { EventLoop } from './n8n/eventLoop';
import { parameterReader, readInputItem } from './n8n/inputItem';
import { canceledError, stoppedRunError } from './n8n/nodeError';
import { failedItem } from './n8n/outputItem';
import { type PreparedItem, prepareSubmittedItem } from './request/preparedItem';
import type { Ledger } from './submit/ledger';
import { ConcurrencyLimit } from './transport/limits';

/** Files that are fetched at a time: a few fill any line, and each is held in memory for its check. */
const CONCURRENT_FETCHES = 4;

/**
 * Checks every item before anything is sent. Unless the node is set to continue, one bad item stops
 * the run here.
 *
 * @throws NodeOperationError or NodeApiError, which names what earlier tries submitted
 */
export async function checkItems(
	context: IExecuteFunctions,
	ledger: Ledger,
): Promise<Array<Result<PreparedItem>>> {
	const eventLoop = new EventLoop();
	const read = await readItems(context, ledger, eventLoop);
	ledger.assign(requestsIn(read));
	await eventLoop.free();
	const fetched = await fetchFiles(read, context, ledger);
	await eventLoop.free();
	const checked = fetched.map((item, itemIndex) =>
		'value' in item ? item : resumedItem(item.failure, itemIndex, context, ledger),
	);
	const bad = checked.findIndex((item) => 'failure' in item);
	const [failure] = failuresIn(checked);
	if (failure && !context.continueOnFail()) throw runErrorOf(failure, bad, context, ledger);
	return checked;
}

/** Reads one item after the other, so that no more than one image is in memory. */
async function readItems(
	context: IExecuteFunctions,
	ledger: Ledger,
	eventLoop: EventLoop,
): Promise<Array<Result<PreparedItem>>> {
	const read: Array<Result<PreparedItem>> = [];
	for (const itemIndex of context.getInputData().keys()) {
		read.push(await resultOf(async () => await readInputItem(context, itemIndex)));
		await eventLoop.free();
		if (context.getExecutionCancelSignal()?.aborted) {
			throw canceledError(context.getNode(), tasksOfEarlierTries(ledger));
		}
	}
	return read;
}

/**
 * Fetches the files that n8n gets from addresses, before anything is paid. An item that an earlier try
 * submitted needs none.
 *
 * @throws NodeOperationError where the user stops the execution meanwhile
 */
async function fetchFiles(
	items: ReadonlyArray<Result<PreparedItem>>,
	context: IExecuteFunctions,
	ledger: Ledger,
): Promise<ReadonlyArray<Result<PreparedItem>>> {
	const fetches = new ConcurrencyLimit(CONCURRENT_FETCHES);
	const hasToStop = () => context.getExecutionCancelSignal()?.aborted === true;
	let isBad = items.some((item) => 'failure' in item);
	const fetched = await Promise.all(
		items.map(async (item) => {
			if ('failure' in item || !needsFile(item.value, ledger)) return item;
			return await fetches.run(async () => {
				if (hasToStop() || (isBad && !context.continueOnFail())) return item;
				const result = await resultOf(async () => await item.value.request?.image?.fetch?.());
				isBad ||= 'failure' in result;
				return 'failure' in result ? result : item;
			});
		}),
	);
	if (hasToStop()) throw canceledError(context.getNode(), tasksOfEarlierTries(ledger));
	return fetched;
}

/** Whether an item's file has to be fetched: nothing is known of its request, or it may be sent again. */
function needsFile({ request, itemIndex, settings }: PreparedItem, ledger: Ledger): boolean {
	if (!request?.image?.fetch) return false;
	const record = ledger.recordOf(itemIndex, request.fingerprint);
	const isKnown = record.entry !== undefined || record.beforeEdit !== undefined;
	return !isKnown || (record.isUnknown && settings.resubmitUnknown);
}

/**
 * The end of a run that could not start: nothing was sent now, but an earlier try may have paid.
 *
 * @throws NodeOperationError or NodeApiError unless the node is set to continue
 */
export function failAll(
	checked: ReadonlyArray<Result<PreparedItem>>,
	failure: ItemFailure,
	context: IExecuteFunctions,
	ledger: Ledger,
): INodeExecutionData[] {
	if (context.getExecutionCancelSignal()?.aborted) {
		throw canceledError(context.getNode(), tasksOfEarlierTries(ledger));
	}
	const failures = checked.map((item, itemIndex) =>
		'failure' in item ? item.failure : withEarlierTry(failure, itemIndex, ledger),
	);
	if (!context.continueOnFail()) throw runErrorOf(failures[0] ?? failure, 0, context, ledger);
	return failures.map(failedItem);
}

/** The items whose request is still to be sent, so that they will be paid for. */
export function unpaidItems(
	checked: ReadonlyArray<Result<PreparedItem>>,
	ledger: Ledger,
): PreparedItem[] {
	return checked.flatMap((item) => {
		if ('failure' in item || !item.value.request) return [];
		const { itemIndex, request, settings } = item.value;
		const { entry, beforeEdit } = ledger.recordOf(itemIndex, request.fingerprint);
		const known = entry ?? beforeEdit;
		const isSubmitted = known === undefined || (!known.taskId && settings.resubmitUnknown);
		return isSubmitted ? [item.value] : [];
	});
}

/** The requests of the items that passed their checks. */
function requestsIn(items: ReadonlyArray<Result<PreparedItem>>) {
	return items.flatMap((item) => {
		if ('failure' in item || !item.value.request) return [];
		const { itemIndex, request } = item.value;
		return [{ itemIndex, fingerprint: request.fingerprint }];
	});
}

/** An item that fails its checks now: what an earlier try submitted for it is resumed or named. */
function resumedItem(
	failure: ItemFailure,
	itemIndex: number,
	context: IExecuteFunctions,
	ledger: Ledger,
): Result<PreparedItem> {
	const { taskId, sentAt: submittedAt = 0 } = ledger.recordOf(itemIndex).entry ?? {};
	if (taskId === undefined) return { failure: withEarlierTry(failure, itemIndex, ledger) };
	try {
		const readParameter = parameterReader(context, itemIndex);
		return { value: prepareSubmittedItem(itemIndex, readParameter, { taskId, submittedAt }) };
	} catch (error) {
		return { failure: withEarlierTry(failureOf(error), itemIndex, ledger) };
	}
}

/** A failure of this try, told together with what an earlier one sent for the item. */
function withEarlierTry(failure: ItemFailure, itemIndex: number, ledger: Ledger): ItemFailure {
	const { entry, beforeEdit } = ledger.recordOf(itemIndex);
	const earlier = entry ?? beforeEdit;
	if (!earlier) return failure;
	return earlier.taskId ? submittedBefore(failure, earlier.taskId) : stillUnknown(failure);
}

function runErrorOf(
	failure: ItemFailure,
	itemIndex: number,
	context: IExecuteFunctions,
	ledger: Ledger,
): Error {
	const others = tasksOfEarlierTries(ledger, itemIndex);
	return stoppedRunError(context.getNode(), failure, itemIndex, others);
}

/** What earlier tries submitted for the run, or for the other items of it. */
function tasksOfEarlierTries(ledger: Ledger, itemIndex?: number): OtherTasks {
	const others = ledger.entriesByItem().filter((entry) => entry.itemIndex !== itemIndex);
	return {
		taskIds: others.flatMap(({ taskId }) => taskId ?? []),
		unknownItems: others.flatMap((entry) => (entry.taskId ? [] : [entry.itemIndex])),
	};
}
