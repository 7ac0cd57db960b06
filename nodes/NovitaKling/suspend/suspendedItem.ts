import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from '../errors/failure';
import { stopped } from '../errors/taskFailures';
import { failedItem, failureOfItem } from '../n8n/outputItem';
import type { PreparedItem } from '../request/preparedItem';

/**
 * The key under which an item carries the state of its wait through the workflow in which a suspended
 * run waits (waitingWorkflow.ts). The item itself looks as it would be given out. The key is stored in
 * executions that are waiting, so it never changes.
 *
 * An item whose task is still open looks like a failure that names the task. Should n8n be killed
 * during a check, it ends the waiting workflow and gives the items out as they were last stored: so
 * even then the user has every task's ID, and the videos that were already there.
 */
export const STATE_KEY = 'novitaKlingParked';

/** The state of the wait for one item; stored in executions that are waiting. */
export interface WaitState {
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

/** The state of a wait whose task is still open. */
export type OpenWaitState = WaitState & { readonly open: OpenTask };

/** A suspended item that has its result: a video or a failure, in the form of the output. */
export function finishedItem(item: INodeExecutionData, state: WaitState): INodeExecutionData {
	return withState(item, { itemIndex: state.itemIndex, stopsAtFailure: state.stopsAtFailure });
}

/** A suspended item whose task is still waited for. */
export function openItem(state: OpenWaitState): INodeExecutionData {
	return withState(failedItem(stopped(state.open.item.taskId), state.itemIndex), state);
}

/** The state that a suspended item carries; undefined for any other item. */
export function waitStateOf({ json }: INodeExecutionData): WaitState | undefined {
	const state = json[STATE_KEY] ?? (json.error as IDataObject | undefined)?.[STATE_KEY];
	return state as unknown as WaitState | undefined;
}

/** Whether the task of a suspended item is still waited for. */
export function isOpen(state: WaitState | undefined): state is OpenWaitState {
	return state?.open !== undefined;
}

/** A suspended item as the next node gets it: without its state. */
export function withoutState(item: INodeExecutionData): INodeExecutionData {
	const json = withoutKey(item.json);
	if (json.error === undefined) return { ...item, json };
	return { ...item, json: { error: withoutKey(json.error as IDataObject) } };
}

/** The failure of a suspended item that has failed; undefined for an open or a successful one. */
export function failureOfSuspended(item: INodeExecutionData): ItemFailure | undefined {
	return isOpen(waitStateOf(item)) ? undefined : failureOfItem(withoutState(item));
}

/** The tasks of items, open or ended; one that failed at Novita holds no video. */
export function taskIdsWithVideo(items: readonly INodeExecutionData[]): string[] {
	return items.flatMap(({ json }) => {
		const { taskId, kind } = (json.error ?? json) as IDataObject;
		return typeof taskId === 'string' && kind !== 'taskFailed' ? [taskId] : [];
	});
}

function withState(item: INodeExecutionData, state: WaitState): INodeExecutionData {
	const stored = { [STATE_KEY]: state as unknown as IDataObject };
	const { error } = item.json;
	// n8n's error branch takes an item whose only key is `error`, so the state goes below it.
	return error === undefined
		? { ...item, json: { ...item.json, ...stored } }
		: { ...item, json: { error: { ...(error as IDataObject), ...stored } } };
}

function withoutKey(data: IDataObject): IDataObject {
	const rest = { ...data };
	delete rest[STATE_KEY];
	return rest;
}
