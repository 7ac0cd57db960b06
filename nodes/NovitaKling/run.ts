import type { IExecuteFunctions } from 'n8n-workflow';

import type { Downloading } from './download/downloadVideo';
import type { ItemFailure } from './errors/failure';
import { taskLogLine } from './errors/runFailures';
import { isTool } from './n8n/toolUse';
import { Ledger } from './submit/ledger';
import type { Submitting } from './submit/submitOnce';
import { ConcurrencyLimit, RateLimit } from './transport/limits';
import { type NovitaApi, openNovitaApi } from './transport/novitaApi';
import { videoLinkOpener } from './transport/videoLink';

/** A few downloads fill any line; more would only take memory and connections. */
const CONCURRENT_DOWNLOADS = 4;

/** What all items of one run of the node share; each step takes the part that it needs. */
export interface Run extends Submitting, Downloading {
	readonly api: NovitaApi;
	/** For status requests, which are free. */
	readonly pollRate: RateLimit;
	/** For submits: Novita limits them by model, and that must not delay finished videos. */
	readonly submitRate: RateLimit;
	/** Tasks that may be open at Novita at a time. */
	readonly openTasks: ConcurrencyLimit;
	/** Videos that are downloaded at a time. */
	readonly downloads: ConcurrencyLimit;
	/** Whether the next node gets files; an AI agent gets none. */
	readonly givesFiles: boolean;
	/** Fires when the user stops the execution, or when one item has ended the run. */
	readonly signal: AbortSignal;
	/** Ends the run for all items that are still in progress; the first failure is the cause. */
	readonly stop: (failure: ItemFailure) => void;
	/** The failure that ended the run. */
	readonly endedBy: () => ItemFailure | undefined;
}

/**
 * Starts a run: opens the API with its credential and the ledger, and makes what the items share.
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
	const executionId = context.getExecutionId();
	const { prepareBinaryData } = context.helpers;
	return {
		api: await openNovitaApi(context),
		openVideoLink: videoLinkOpener(context),
		pollRate: new RateLimit(),
		submitRate: new RateLimit(),
		openTasks: new ConcurrencyLimit(maxConcurrentTasks),
		downloads: new ConcurrencyLimit(CONCURRENT_DOWNLOADS),
		ledger: new Ledger(context.getContext('node'), runIndex),
		givesFiles: !isTool(context),
		storeFile: async (content, fileName, mimeType) =>
			await prepareBinaryData(content, fileName, mimeType),
		logTask: (taskId, itemIndex) => {
			const facts = { taskId, executionId };
			context.logger.info(taskLogLine(taskId, itemIndex, executionId), facts);
		},
		warn: (message) => context.logger.warn(message),
		signal: canceled ? AbortSignal.any([canceled, ended.signal]) : ended.signal,
		stop: (failure) => {
			cause ??= failure;
			ended.abort();
		},
		endedBy: () => cause,
	};
}
