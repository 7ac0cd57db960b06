import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { MILLIONTHS } from '../errors/dollars';
import type { ItemFailure } from '../errors/failure';
import { unfinishedNote } from '../errors/taskFailures';
import { failureOfItem } from '../n8n/outputItem';
import type { TaskOrigin } from '../poll/task';
import type { PreparedItem } from '../request/preparedItem';
import type { AwaitedTask } from './wakeUp';

/**
 * The key under which an item carries the state of its wait through the workflow in which a suspended
 * run waits (waitingWorkflow.ts). The item itself looks as it would be given out. The key is stored in
 * executions that are waiting, so it never changes.
 *
 * An item whose task is still open names the task and says that it is being processed. Should n8n be
 * killed during a check, it ends the waiting workflow and gives the items out as they were last stored:
 * so even then the user has every task's ID, and the videos that were already there.
 */
export const STATE_KEY = 'novitaKlingParked';

/** The state of the wait for one item; stored in executions that are waiting. */
export interface WaitState {
	/** Index of the parent's input item. */
	readonly itemIndex: number;
	/** Whether the run ends at the first failure, as the parent node is set. */
	readonly stopsAtFailure: boolean;
	/** When the run is woken for its next check, in milliseconds since 1970; the same in all its items. */
	readonly nextCheck?: number;
	/** A task that is still waited for; missing once the item has its result. */
	readonly open?: OpenTask;
}

/** A task that is still waited for. */
export interface OpenTask extends AwaitedTask {
	/** How the run came to know it. */
	readonly origin: TaskOrigin;
	/** What the task probably costs, in millionths of a US dollar; missing where that is not known. */
	readonly cost?: number;
	/** The item as it was checked, with its task in place of the request. */
	readonly item: PreparedItem & { readonly taskId: string };
	/** What Novita last said about it, and when: an ISO 8601 time. Missing until its first check. */
	readonly lastSeen?: { readonly status: string; readonly at: string };
}

/** The state of a wait whose task is still open. */
export type OpenWaitState = WaitState & { readonly open: OpenTask };

/** A suspended item that has its result: a video or a failure, in the form of the output. */
export function finishedItem(item: INodeExecutionData, state: WaitState): INodeExecutionData {
	return withState(item, { itemIndex: state.itemIndex, stopsAtFailure: state.stopsAtFailure });
}

/** A suspended item whose task is still waited for, as people read it in the waiting execution. */
export function openItem(state: OpenWaitState): INodeExecutionData {
	const { item, cost, lastSeen } = state.open;
	const { taskId, operation, model } = item;
	const json: IDataObject = {
		taskId,
		status: lastSeen?.status ?? 'processing',
		operation,
		model,
		...(cost !== undefined && { estimatedCostUsd: cost / MILLIONTHS }),
		lastCheckedAt: lastSeen?.at ?? null,
		note: unfinishedNote(taskId),
	};
	return withState({ json, pairedItem: { item: state.itemIndex } }, state);
}

/** The items with the time of the next check, in milliseconds since 1970: the Wait node reads it. */
export function withNextCheck(
	items: readonly INodeExecutionData[],
	time: number,
): INodeExecutionData[] {
	return items.map((item) => {
		const state = waitStateOf(item);
		if (!state) return item;
		const checked = withState(item, { ...state, nextCheck: time });
		if (!isOpen(state)) return checked;
		return { ...checked, json: { ...checked.json, nextCheckAt: new Date(time).toISOString() } };
	});
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

/** The tasks that are still waited for. */
export function openTasksOf(items: readonly INodeExecutionData[]): OpenTask[] {
	return items.flatMap((item) => waitStateOf(item)?.open ?? []);
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
