import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type FailureDetails, ItemFailure } from '../errors/itemFailure';
import type { PreparedItem } from '../request/preparedItem';
import { stopped } from '../errors/taskFailures';
import { failedItem } from '../n8n/outputItem';

/**
 * How an item travels through the workflow that suspend mode parks (waitingWorkflow.ts): it
 * looks as it would be given out, and carries a mark with the state of the wait.
 *
 * A task that is still waited for looks like a failure that names it. Should n8n be killed while it
 * runs a check, it ends the parked workflow and gives the items out as they were last parked: so
 * even then the user has every task's ID, and the videos that were already there.
 */
export const PARKED = 'novitaKlingParked';

/** The state of the wait for one item. */
export interface ParkedState {
	/** Index of the parent's input item. */
	readonly itemIndex: number;
	/** Whether the run ends at the first failure, as the parent node is set. */
	readonly stopsAtFailure: boolean;
	/** A task that is still waited for; missing once the item has its result. */
	readonly open?: OpenTask;
}

/** A task that is still waited for. */
export interface OpenTask {
	/** The item as it was checked, with its task in place of the request. */
	readonly item: PreparedItem & { readonly taskId: string };
	/** Milliseconds since 1970. */
	readonly deadline: number;
}

/** Parks an item that has its result: a video or a failure, in the form of the output. */
export function parkResult(item: INodeExecutionData, state: ParkedState): INodeExecutionData {
	const mark = { [PARKED]: state as unknown as IDataObject };
	const { error, details } = item.json;
	// n8n's error branch takes only items with a few known keys, so the mark goes below one of them.
	return error === undefined
		? { ...item, json: { ...item.json, ...mark } }
		: { ...item, json: { error, details: { ...(details as IDataObject), ...mark } } };
}

/** Parks an item whose task is still waited for. */
export function parkOpen(state: ParkedState & { readonly open: OpenTask }): INodeExecutionData {
	return parkResult(failedItem(stopped(state.open.item.taskId), state.itemIndex), state);
}

/** The state that a parked item carries; undefined for any other item. */
export function parkedStateOf({ json }: INodeExecutionData): ParkedState | undefined {
	const state = json[PARKED] ?? (json.details as IDataObject | undefined)?.[PARKED];
	return state as unknown as ParkedState | undefined;
}

/** A parked item as the next node gets it: without its mark. */
export function unparked(item: INodeExecutionData): INodeExecutionData {
	const json = withoutMark(item.json);
	if (json.error === undefined) return { ...item, json };
	return { ...item, json: { ...json, details: withoutMark(json.details as IDataObject) } };
}

function withoutMark(data: IDataObject): IDataObject {
	const unmarked = { ...data };
	delete unmarked[PARKED];
	return unmarked;
}

/** The failure of a parked item that has failed; undefined for an open or a finished one. */
export function failureOfParked(item: INodeExecutionData): ItemFailure | undefined {
	const { error, details } = unparked(item).json;
	if (error === undefined || parkedStateOf(item)?.open) return undefined;
	const { nextStep, ...facts } = details as IDataObject;
	return new ItemFailure(String(error), String(nextStep), facts as unknown as FailureDetails);
}

/** The tasks of items, open or ended, but for those that failed at Novita: they hold no video. */
export function livingTaskIds(items: readonly INodeExecutionData[]): string[] {
	return items.flatMap(({ json }) => {
		const details = json.details as IDataObject | undefined;
		const taskId = json.taskId ?? details?.taskId;
		return typeof taskId === 'string' && details?.kind !== 'taskFailed' ? [taskId] : [];
	});
}
