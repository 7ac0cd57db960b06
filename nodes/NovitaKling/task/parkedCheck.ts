import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from '../failure';
import { timedOut } from './failures';
import { failedItem } from './output';
import { packFailure, packItem, unpackFailure, unpackItem } from './parking';
import { type Run, startRun } from './run';
import { runItem } from './runItem';

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
	const inputs = context.getInputData();
	const items = await Promise.all(inputs.map(async (input) => await checkParkedItem(input, run)));
	const parked = items.flatMap((item) => unpackItem(item) ?? []);
	const failed = parked.find(({ failure, stopsAtFailure }) => failure && stopsAtFailure);
	const isFinished = parked.every(({ open }) => !open);
	return {
		items: isFinished ? items.map(givenOut) : items,
		stoppedBy: failed?.failure && {
			failure: unpackFailure(failed.failure),
			itemIndex: failed.itemIndex,
		},
	};
}

async function checkParkedItem(input: INodeExecutionData, run: Run): Promise<INodeExecutionData> {
	const parked = unpackItem(input);
	if (!parked?.open) return input;
	const { item, deadline } = parked.open;
	const state = { itemIndex: parked.itemIndex, stopsAtFailure: parked.stopsAtFailure };
	const settings = { ...item.settings, timeout: CHECK_TIME };
	const outcome = await runItem({ ...item, settings }, 'none', run);
	const isLate = Date.now() >= deadline;
	if ('failure' in outcome) {
		const mayStillAnswer = outcome.failure.details.kind === 'noAnswer' && !isLate;
		return mayStillAnswer
			? packItem(parked)
			: packItem({ ...state, failure: packFailure(outcome.failure) });
	}
	const { item: output, isFinished, task } = outcome.value;
	if (isFinished) return packItem({ ...state, output: output.json }, output.binary);
	if (!isLate) return packItem(parked);
	const status = typeof output.json.status === 'string' ? output.json.status : undefined;
	return packItem({ ...state, failure: packFailure(timedOut(task.taskId, status)) });
}

/** The item as the next node gets it. */
function givenOut(item: INodeExecutionData): INodeExecutionData {
	const parked = unpackItem(item);
	if (parked?.failure) return failedItem(unpackFailure(parked.failure), parked.itemIndex);
	return { ...item, json: parked?.output ?? item.json };
}

/** The tasks of all parked items, open or ended. */
export function parkedTaskIds(items: readonly INodeExecutionData[]): string[] {
	return items.flatMap((item) => {
		const { open, output, failure } = unpackItem(item) ?? {};
		const taskId = open?.item.taskId ?? output?.taskId ?? failure?.details.taskId;
		return typeof taskId === 'string' ? [taskId] : [];
	});
}
