import type { ItemFailure } from '../errors/failure';
import { NO_CLEAR_ANSWER, notSentInTime, unknownOutcome } from '../errors/submitFailures';
import { noLogForKey } from '../errors/taskLogFailures';
import type { Claim, LoggedRequest } from '../submit/submission';
import { pause } from '../transport/pause';
import { costOf } from './periodSpending';
import { RowReader } from './rowReader';
import type { RowWriter } from './rowWriter';
import type { LogRow, LogStatus, StoredRow } from './table';
import { UsualTimes } from './usualTimes';

/** Milliseconds between two looks at the first request of a key. */
const CLAIM_INTERVAL = 500;

/** Milliseconds after which a request without an answer has an unknown outcome. */
const SUBMIT_LIMIT = 5 * 60_000;

/**
 * The same for a retry, whose request without an answer is far more often one that n8n was killed in
 * than one that another retry is sending.
 */
const RETRY_SUBMIT_LIMIT = 60_000;

/** What an order is known by; the first that it has counts. */
const ORDER_COLUMNS = ['idempotencyKey', 'manualKey', 'runKey'] as const;

/** An order that others may submit at the same time, and how long it waits for their request. */
export interface Order {
	/** Milliseconds since 1970. */
	readonly deadline: number;
	readonly signal: AbortSignal;
	readonly resubmitUnknown: boolean;
	/** Of a retry, or a run by hand beside another: the numbers of the rows that it knows, so that only others count. */
	readonly knownRows?: ReadonlySet<number>;
}

/** Where the log is off or cannot be written, the run goes on as without it; an order with a key does not. */
const UNLOGGED: LoggedRequest = {
	submitted: () => undefined,
	refused: () => undefined,
	unknown: () => undefined,
};

/**
 * What outlives an execution: a row for each task in an n8n data table. A row is committed before its
 * request leaves, gets the task's ID the moment it is known, and its end.
 *
 * Rules that must not regress:
 * - no request leaves before its row is committed, unless the log cannot be written at all;
 * - no request with an idempotency key leaves where the log cannot tell whether it was paid for;
 * - whatever else goes wrong with the log, the run goes on.
 */
export class TaskLog {
	/** How long tasks take. */
	readonly times: UsualTimes;
	private readonly reader: RowReader;

	constructor(readonly writer: RowWriter) {
		this.reader = new RowReader(writer);
		this.times = new UsualTimes(writer);
	}

	/** Writes the row of a request that is about to leave, and waits until it is committed. */
	async enter(row: LogRow): Promise<LoggedRequest> {
		const id = await this.writer.insert(row);
		return id === undefined ? UNLOGGED : this.loggedRequest(id);
	}

	/**
	 * Writes the row of an order that others may submit at the same time, and finds out who pays for it:
	 * the first row of an idempotency key wins, or that of an item of an execution that is retried twice
	 * at once, or that of an item of a workflow that is run by hand twice at once. The others wait for its task.
	 *
	 * @throws ItemFailure of kind `unknownOutcome` or `notSent`, or the signal's reason
	 */
	async claim(row: LogRow, order: Order): Promise<Claim> {
		const id = await this.writer.insert(row);
		const hasKey = row.idempotencyKey !== '';
		if (id === undefined && hasKey) throw noLogForKey(this.writer.fault);
		if (id === undefined) return { request: UNLOGGED };
		const own = this.loggedRequest(id);
		for (;;) {
			const rows = await this.rowsOfOrder(row);
			if (!rows && hasKey) throw noLogForKey(this.writer.fault);
			const first = rows && firstOf(rows, row, order);
			if (!first || first.id >= id) return { request: own };
			const { taskId, submittedAt } = first;
			if (taskId) {
				own.refused();
				const cost = costOf(first);
				return { task: { taskId, submittedAt: new Date(submittedAt).getTime(), cost } };
			}
			const failure = failureOfWait(first, order);
			if (failure) {
				own.refused();
				throw failure;
			}
			await pause(CLAIM_INTERVAL, order.signal).catch(async (error: unknown) => {
				own.refused();
				return await Promise.reject(error);
			});
		}
	}

	/** Writes how tasks ended, whoever submitted them. */
	end(taskIds: readonly string[], status: LogStatus, ending = ''): void {
		const values = { status, ending, endedAt: new Date().toISOString() };
		this.writer.change({ where: { column: 'taskId', values: taskIds }, values });
	}

	/** Writes that a run has ended as its user wants, with the tasks' IDs: no manual run resumes them. */
	handOver(taskIds: readonly string[]): void {
		const where = { column: 'taskId', values: taskIds } as const;
		this.writer.change({ where, values: { manualKey: '' } });
	}

	/** Which of some idempotency keys have a task already, so that their orders cost nothing. */
	async paidKeys(keys: readonly string[], workflowId: string): Promise<ReadonlySet<string>> {
		const found = keys.map(async (key) => await this.reader.rowsWhere('idempotencyKey', key));
		const rows = (await Promise.all(found)).flatMap((rowsOfKey) => rowsOfKey ?? []);
		const paid = rows.filter(
			(row) => row.workflowId === workflowId && row.taskId && !hasFailed(row),
		);
		return new Set(paid.map(({ idempotencyKey }) => idempotencyKey));
	}

	/** What a task probably costs, in millionths of a US dollar; undefined where the log does not say. */
	async costOf(taskId: string): Promise<number | undefined> {
		const rows = (await this.reader.rowsWhere('taskId', taskId)) ?? [];
		return rows.map(costOf).find((cost) => cost !== undefined);
	}

	/** The rows among which an order's first request is; undefined where the log cannot be read. */
	private async rowsOfOrder(row: LogRow): Promise<readonly StoredRow[] | undefined> {
		const column = ORDER_COLUMNS.find((name) => row[name] !== '');
		return column && (await this.reader.rowsWhere(column, row[column]));
	}

	private loggedRequest(id: number): LoggedRequest {
		const where = { column: 'id', values: [id] } as const;
		return {
			row: id,
			submitted: (taskId) => this.writer.change({ where, values: { taskId, status: 'submitted' } }),
			unknown: (ending) => this.writer.change({ where, values: { status: 'unknown', ending } }),
			refused: () => this.writer.remove(id),
		};
	}
}

/** The first request of an order that may have a video. */
function firstOf(rows: readonly StoredRow[], own: LogRow, order: Order): StoredRow | undefined {
	const { resubmitUnknown, knownRows } = order;
	return rows.find(
		(row) =>
			isOfOrder(row, own, order) &&
			!hasFailed(row) &&
			!(resubmitUnknown && isUnknown(row, submitLimitOf(knownRows))),
	);
}

/** Whether a row that was found for an order is of the same order, and not of one that was there before. */
function isOfOrder(row: StoredRow, own: LogRow, { knownRows }: Order): boolean {
	if (row.workflowId !== own.workflowId) return false;
	if (own.idempotencyKey !== '') return true;
	if (row.item !== own.item || knownRows?.has(row.id)) return false;
	// A run by hand starts anew: only the very same request is the same order.
	return own.manualKey === '' || row.fingerprint === own.fingerprint;
}

function hasFailed({ status }: StoredRow): boolean {
	return status === 'failed';
}

/** Whether the request of a row may be on its way at this moment, as far as a retry waits for that. */
export function isBeingSubmitted(row: StoredRow): boolean {
	return row.status === 'submitting' && !row.taskId && !isUnknown(row, RETRY_SUBMIT_LIMIT);
}

/** Whether nobody knows what became of a request: its process may have been killed while it waited. */
function isUnknown({ status, taskId, submittedAt }: StoredRow, limit: number): boolean {
	if (taskId) return false;
	return status === 'unknown' || Date.now() - new Date(submittedAt).getTime() > limit;
}

function submitLimitOf(knownRows: Order['knownRows']): number {
	return knownRows === undefined ? SUBMIT_LIMIT : RETRY_SUBMIT_LIMIT;
}

/** Why an order no longer waits for its first request. */
function failureOfWait(first: StoredRow, { deadline, knownRows }: Order): ItemFailure | undefined {
	if (isUnknown(first, submitLimitOf(knownRows))) return unknownOutcome(NO_CLEAR_ANSWER);
	return Date.now() >= deadline ? notSentInTime() : undefined;
}
