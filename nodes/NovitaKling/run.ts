import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ItemFailure } from './errors/itemFailure';
import { type NovitaApi, openNovitaApi } from './transport/novitaApi';
import { type Ledger, openLedger } from './submit/ledger';
import { RequestGate, Slots } from './transport/pacing';

/** What all items of one run of the node share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly api: NovitaApi;
	/** For questions, which are free. */
	readonly gate: RequestGate;
	/** For submits: Novita limits them by model, and that must not keep finished videos waiting. */
	readonly submitGate: RequestGate;
	/** Tasks that may be open at Novita at a time. */
	readonly openTasks: Slots;
	/** Videos that are fetched at a time. */
	readonly downloads: Slots;
	readonly ledger: Ledger;
	/** Round of a loop that this run is, from 0. */
	readonly runIndex: number;
	/** Fires when the user stops the execution, or when another item has ended the run. */
	readonly signal: AbortSignal;
	/** Ends the run for all items that are still on their way; the first failure is the cause. */
	readonly stop: (failure: ItemFailure) => void;
	/** The failure that ended the run. */
	readonly endedBy: () => ItemFailure | undefined;
}

/** A task at Novita that this run takes care of. */
export interface Task {
	readonly taskId: string;
	/** Milliseconds since 1970 from which the schedule counts. */
	readonly submittedAt: number;
	/** Milliseconds since 1970 after which nothing is waited for any more. */
	readonly deadline: number;
	/** Whether it was known from an earlier try, so that nothing was submitted now. */
	readonly resumed: boolean;
	/** Novita's answer to the submit of this run. */
	readonly answer?: IDataObject;
}

/** A few downloads fill any line; more would only take memory and connections. */
const DOWNLOADS_AT_A_TIME = 4;

/**
 * Opens a run: the API with its credential, the ledger, and what the items share.
 *
 * @throws ItemFailure where the credential's base URL is not an address
 */
export async function startRun(
	context: IExecuteFunctions,
	maxConcurrentTasks: number,
): Promise<Run> {
	const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	const ended = new AbortController();
	let cause: ItemFailure | undefined;
	const canceled = context.getExecutionCancelSignal();
	return {
		context,
		api: await openNovitaApi(context),
		gate: new RequestGate(),
		submitGate: new RequestGate(),
		openTasks: new Slots(maxConcurrentTasks),
		downloads: new Slots(DOWNLOADS_AT_A_TIME),
		ledger: openLedger(context.getContext('node'), runIndex),
		runIndex,
		signal: canceled ? AbortSignal.any([canceled, ended.signal]) : ended.signal,
		stop: (failure) => {
			cause ??= failure;
			ended.abort();
		},
		endedBy: () => cause,
	};
}

/** Milliseconds until a deadline, never negative. */
export function remaining(deadline: number): number {
	return Math.max(deadline - Date.now(), 0);
}
