import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ItemFailure } from '../errors/itemFailure';
import { getResultStep, timedOut } from '../errors/taskFailures';
import { failedItem } from '../n8n/outputItem';
import {
	type OpenTask,
	type ParkedState,
	failureOfParked,
	parkOpen,
	parkResult,
	parkedStateOf,
	unparked,
} from './suspendedItem';
import { type Run, startRun } from '../run';
import { runItem } from '../runItem';

/** Tasks that are asked for at a time; the run's gate bounds the rate. */
const QUESTIONS_AT_A_TIME = 20;

/**
 * Milliseconds that a check may take. A video that is found ready after its deadline, because n8n
 * wakes only once a minute, is fetched all the same.
 */
const CHECK_TIME = 10 * 60 * 1000;

/** What a check found: the items as they are given out, or as they go on waiting. */
export interface ParkedCheck {
	readonly items: INodeExecutionData[];
	/** The failure that ends the run, where the parent node is set to stop. */
	readonly stoppedBy?: { readonly failure: ItemFailure; readonly itemIndex: number };
}

/** Asks for every parked task that is still open, and fetches the videos of those that ended. */
export async function checkParkedItems(context: IExecuteFunctions): Promise<ParkedCheck> {
	const run = await startRun(context, QUESTIONS_AT_A_TIME);
	const items = await Promise.all(
		context.getInputData().map(async (item) => await checkParkedItem(item, run)),
	);
	return judge(items);
}

/**
 * What follows when the check itself could not be made. A cause that may pass, such as a database
 * out of breath, is waited out up to the deadline; any other fails every open item.
 */
export function withoutCheck(
	parked: readonly INodeExecutionData[],
	cause: ItemFailure,
): ParkedCheck {
	const mayPass = cause.details.kind === 'unexpected';
	return judge(
		parked.map((item) => {
			const state = parkedStateOf(item);
			if (!state?.open || (mayPass && Date.now() < state.open.deadline)) return item;
			return parkFailure(ofTask(cause, state.open.item.taskId), state);
		}),
	);
}

function ofTask({ message, nextStep, details }: ItemFailure, taskId: string): ItemFailure {
	const advice = `${nextStep} ${getResultStep(taskId)}`;
	return new ItemFailure(`${message} (task ${taskId})`, advice, { ...details, taskId });
}

async function checkParkedItem(parked: INodeExecutionData, run: Run): Promise<INodeExecutionData> {
	const state = parkedStateOf(parked);
	return state?.open ? await checkOpenTask({ ...state, open: state.open }, run) : parked;
}

async function checkOpenTask(
	state: ParkedState & { readonly open: OpenTask },
	run: Run,
): Promise<INodeExecutionData> {
	const { item, deadline } = state.open;
	const settings = { ...item.settings, timeout: CHECK_TIME };
	const outcome = await runItem({ ...item, settings }, 'none', run);
	const isLate = Date.now() >= deadline;
	if ('failure' in outcome) {
		const mayStillAnswer = outcome.failure.details.kind === 'noAnswer' && !isLate;
		return mayStillAnswer ? parkOpen(state) : parkFailure(outcome.failure, state);
	}
	const { item: output, isFinished, task } = outcome.value;
	if (isFinished) return parkResult(output, ended(state));
	if (!isLate) return parkOpen(state);
	const status = typeof output.json.status === 'string' ? output.json.status : undefined;
	return parkFailure(timedOut(task.taskId, status), state);
}

function parkFailure(failure: ItemFailure, state: ParkedState): INodeExecutionData {
	return parkResult(failedItem(failure, state.itemIndex), ended(state));
}

function ended({ itemIndex, stopsAtFailure }: ParkedState): ParkedState {
	return { itemIndex, stopsAtFailure };
}

/** Gives the items out once none is open, and finds the failure at which the run ends. */
function judge(items: INodeExecutionData[]): ParkedCheck {
	const isFinished = items.every((item) => !parkedStateOf(item)?.open);
	return {
		items: isFinished ? items.map(unparked) : items,
		stoppedBy: items.flatMap((item) => {
			const state = parkedStateOf(item);
			const failure = failureOfParked(item);
			return state?.stopsAtFailure && failure ? [{ failure, itemIndex: state.itemIndex }] : [];
		})[0],
	};
}
