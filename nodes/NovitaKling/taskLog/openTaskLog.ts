import type { IExecuteFunctions } from 'n8n-workflow';

import { parameterReader } from '../n8n/inputItem';
import { isOfSavedWorkflow } from '../n8n/savedWorkflow';
import { wakesWithErrors } from '../n8n/suspension';
import { isTool } from '../n8n/toolUse';
import type { PreparedItem } from '../request/preparedItem';
import { readTaskLog } from '../request/settings';
import type { EarlierRequest } from '../submit/ledger';
import { type DataTable, dataTable } from './dataTable';
import { type RunIdentity, identityOf } from './identity';
import { rowOf } from './logRow';
import type { LogRow, StoredRow } from './table';
import { costOf } from './periodSpending';
import { RowWriter } from './rowWriter';
import { TaskLog, isBeingSubmitted } from './taskLog';

/** Milliseconds after which a manual run no longer goes on with a task of an earlier one. */
const MANUAL_MEMORY = 24 * 60 * 60 * 1000;

/** What n8n says where it has no data tables: the log is then simply off. */
const NO_DATA_TABLES =
	/unrecognized node type|module is disabled|is not a function|executeWorkflow/i;

/** The log of a run, and how the run's requests stand in it. */
export interface OpenedTaskLog {
	readonly log: TaskLog;
	/** The requests of earlier executions, the latest last. */
	readonly earlier: readonly EarlierRequest[];
	/**
	 * Numbers of the rows that the run knows, where it is a retry or meets requests that another run by hand is
	 * sending; undefined in any other run, and for a tool, whose calls side by side cannot be told apart
	 * by their item.
	 */
	readonly knownRows?: ReadonlySet<number>;
	/** The row of a request that is about to leave. */
	readonly rowOf: (item: PreparedItem, source: string) => LogRow;
}

/** Name of the data table, from the first item; empty where it is off, or cannot be read. */
export function taskLogName(context: IExecuteFunctions): string {
	try {
		return readTaskLog(parameterReader(context, 0));
	} catch {
		// The checks of the items report the expression that fails.
		return '';
	}
}

/** The task log of a run, without what earlier executions wrote into it. */
export function taskLogOf(
	context: IExecuteFunctions,
	name = taskLogName(context),
	identity = identityOf(context),
): OpenedTaskLog {
	const isPossible = name !== '' && hasDataTables(context, identity);
	return {
		log: new TaskLog(new RowWriter(isPossible ? dataTable(context, name) : undefined)),
		earlier: [],
		rowOf: (item, source) => rowOf(item, source, identity, context),
	};
}

/** Whether n8n may have data tables that this run can use. */
function hasDataTables(context: IExecuteFunctions, { runKey }: RunIdentity): boolean {
	// A tool that an MCP client calls has no execution, and so no resume token.
	if (isTool(context) && !context.getExecutionId()) {
		return wakesWithErrors() && Boolean(context.getWorkflow().id);
	}
	// An n8n without a resume token is too old for the log: where it has no data tables, as 1.100, a try leaves
	// an execution in the list that never ends.
	return runKey !== '' && isOfSavedWorkflow(context);
}

/**
 * Opens the task log, and looks up what an earlier execution submitted for this run: for a retry of an
 * execution whatever the same node submitted in the same run, for a manual run what the same node left
 * undelivered within a day.
 */
export async function openTaskLog(context: IExecuteFunctions): Promise<OpenedTaskLog> {
	const identity = identityOf(context);
	const opened = taskLogOf(context, undefined, identity);
	const rows =
		(await opened.log.writer.attempt(async (table) => await earlierRows(table, identity))) ?? [];
	const meetsOthers = identity.isRetry || rows.some(isBeingSubmitted);
	if (!meetsOthers || isTool(context)) return { ...opened, earlier: requestsOf(rows, identity) };
	// A retry pressed twice meets the other's requests, and so does a run by hand beside another: their items
	// wait for the answer.
	const known = rows.filter((row) => !isBeingSubmitted(row));
	const knownRows = new Set(known.map(({ id }) => id));
	return { ...opened, earlier: requestsOf(known, identity), knownRows };
}

/** Why the log could not be written, where that is worth telling the user. */
export function faultToTell({ writer }: TaskLog): string | undefined {
	const { fault } = writer;
	return fault !== undefined && !NO_DATA_TABLES.test(fault) ? fault : undefined;
}

async function earlierRows(table: DataTable, identity: RunIdentity): Promise<StoredRow[]> {
	const { runKey, manualKey, isRetry } = identity;
	if (isRetry) return await table.find({ column: 'runKey', values: [runKey] });
	if (!manualKey) return [];
	const since = new Date(Date.now() - MANUAL_MEMORY);
	return await table.find({ column: 'manualKey', values: [manualKey] }, since);
}

/** The requests of rows. Of one that was submitted again, only the last row counts. */
function requestsOf(rows: readonly StoredRow[], identity: RunIdentity): EarlierRequest[] {
	const last = new Map(rows.map((row) => [`${row.item}/${row.fingerprint}`, row]));
	return [...last.values()].flatMap((row) => requestOf(row, identity));
}

/** The request of a row; none where its task has failed, or a manual run got its video. */
function requestOf(row: StoredRow, { isRetry }: RunIdentity): EarlierRequest[] {
	if (row.status === 'failed' || (!isRetry && row.status === 'delivered')) return [];
	const { item, fingerprint, taskId, submittedAt, source } = row;
	const cost = costOf(row);
	return [
		{
			itemIndex: Number(item),
			fingerprint,
			entry: {
				sentAt: new Date(submittedAt).getTime(),
				...(taskId && { taskId }),
				...(cost !== undefined && { cost }),
				// A manual run starts anew: only the very same request is the same order.
				...(isRetry && { source }),
			},
		},
	];
}
