import type { IExecuteFunctions } from 'n8n-workflow';

import { RunCosts } from './account/runCosts';
import type { Downloading } from './download/downloadVideo';
import type { ItemFailure } from './errors/failure';
import { recordTask } from './n8n/taskRecord';
import { isTool } from './n8n/toolUse';
import { requestSource } from './n8n/requestSource';
import { ImageForms } from './submit/imageForms';
import type { UsualTime } from './poll/usualTime';
import type { PreparedItem } from './request/preparedItem';
import { Ledger } from './submit/ledger';
import type { Submitting } from './submit/submission';
import type { Spending } from './spending';
import type { OpenedTaskLog } from './taskLog/openTaskLog';
import type { TaskLog } from './taskLog/taskLog';
import { withLimit } from './taskLog/withLimit';
import { ConcurrencyLimit, RateLimit } from './transport/limits';
import { type NovitaApi, openNovitaApi } from './transport/novitaApi';
import { SubmitTurns, submitLimitOf } from './transport/submitTurns';
import { fileLinkOpener } from './transport/fileLink';

/** A few downloads fill any line; more would only take memory and connections. */
const CONCURRENT_DOWNLOADS = 4;

/** Submits with an image file that have a row in the task log before they are sent, a few at a time. */
const CONCURRENT_IMAGE_SUBMITS = 10;

/** Milliseconds that a submit still gets after a Stop: the node has to end within a second. */
const GRACE_AFTER_STOP = 700;

/** Milliseconds that a submit still gets when another item has ended the run. */
const GRACE_AFTER_FAILURE = 20_000;

/** Milliseconds that the task log may take to say what a task cost. */
const COST_LIMIT = 3_000;

/** What all items of one run of the node share; each step takes the part that it needs. */
export interface Run extends Submitting, Downloading {
	readonly api: NovitaApi;
	readonly ledger: Ledger;
	/** What outlives this execution. */
	readonly taskLog: TaskLog;
	/** An item's row in the task log. */
	readonly logRowOf: OpenedTaskLog['rowOf'];
	/** Numbers of the rows that a retry knows; undefined in any other run. */
	readonly knownLogRows: ReadonlySet<number> | undefined;
	/** What it may spend; undefined where it pays for nothing. */
	readonly spending?: Spending;
	/** What its tasks cost. */
	readonly costs: RunCosts;
	/** What a task that the user named probably cost, by the task log; undefined where that is not known. */
	readonly loggedCostOf: (taskId: string) => Promise<number | undefined>;
	/** For status requests, which are free. */
	readonly pollRate: RateLimit;
	/** Tasks that may be open at Novita at a time. */
	readonly openTasks: ConcurrencyLimit;
	/** Videos that are downloaded at a time. */
	readonly downloads: ConcurrencyLimit;
	/** Whether the next node gets files; an AI agent gets none. */
	readonly givesFiles: boolean;
	/** How long tasks like an item's took lately; undefined where that is not known. */
	readonly usualTimeOf: (item: PreparedItem) => Promise<UsualTime | undefined>;
	/** Fires when the user stops the execution, or when one item has ended the run. */
	readonly signal: AbortSignal;
	/** Ends the run for all items that are still in progress; the first failure is the cause. */
	readonly stop: (failure: ItemFailure) => void;
	/** The failure that ended the run. */
	readonly endedBy: () => ItemFailure | undefined;
}

/**
 * Starts a run: opens the API with its credential, and makes what the items share.
 *
 * @throws ItemFailure where the credential's base URL is not an address
 */
export async function startRun(
	context: IExecuteFunctions,
	ledger: Ledger,
	{ log, rowOf, knownRows }: OpenedTaskLog,
	maxConcurrentTasks: number,
	spending?: Spending,
): Promise<Run> {
	const ended = new AbortController();
	let cause: ItemFailure | undefined;
	const canceled = context.getExecutionCancelSignal();
	const signal = canceled ? AbortSignal.any([canceled, ended.signal]) : ended.signal;
	const { prepareBinaryData } = context.helpers;
	const api = await openNovitaApi(context);
	return {
		api,
		openFileLink: fileLinkOpener(context),
		pollRate: new RateLimit(),
		imageForms: new ImageForms(),
		submitTurns: new SubmitTurns((path) => submitLimitOf(api.account, path)),
		imageSubmits: new ConcurrencyLimit(CONCURRENT_IMAGE_SUBMITS),
		openTasks: new ConcurrencyLimit(maxConcurrentTasks),
		downloads: new ConcurrencyLimit(CONCURRENT_DOWNLOADS),
		ledger,
		taskLog: log,
		spending,
		costs: new RunCosts(),
		loggedCostOf: async (taskId) =>
			await withLimit(async () => await log.costOf(taskId), COST_LIMIT, signal).catch(
				() => undefined,
			),
		logRowOf: rowOf,
		usualTimeOf: async (item) => await log.times.of(rowOf(item, ''), signal),
		noteTime: (taskId, milliseconds) => log.times.note(taskId, milliseconds),
		knownLogRows: knownRows,
		givesFiles: !isTool(context),
		storeFile: async (content, fileName, mimeType) =>
			await prepareBinaryData(content, fileName, mimeType),
		recordTask: (taskId, itemIndex) => recordTask(context, taskId, itemIndex),
		stopGrace: () => (canceled?.aborted ? GRACE_AFTER_STOP : GRACE_AFTER_FAILURE),
		warn: (message) => context.logger.warn(message),
		signal,
		stop: (failure) => {
			cause ??= failure;
			ended.abort();
		},
		endedBy: () => cause,
	};
}

/** Opens the ledger of an execution for this run of the node. */
export function openLedger(context: IExecuteFunctions): Ledger {
	return new Ledger(context.getContext('node'), {
		runIndex: context.getWorkflowDataProxy(0).$runIndex as number,
		sourceOf: requestSource(context),
		isTool: isTool(context),
	});
}
