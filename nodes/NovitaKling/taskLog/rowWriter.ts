import { pause } from '../transport/pause';
import type { DataTable } from './dataTable';
import type { LogRow } from './table';
import type { RowChange } from './tableSteps';
import { withLimit } from './withLimit';

/** Milliseconds for which calls gather, so that items side by side share one. */
export const GATHER_TIME = 15;

/** Items of a run that are written at once; those of a larger run wait a moment for each other. */
const FEW_ITEMS = 5;

/** Milliseconds between two writes of a larger run: fifty items that are submitted in 1.5 s need a handful. */
const WRITE_INTERVAL = 300;

/**
 * Milliseconds after which a database that does not answer is no longer waited for. Twenty executions
 * that start at once on two busy cores have waited for more than ten seconds.
 */
const WRITE_LIMIT = 60_000;

/** The same where a run must not go on without the log: two hundred executions at once take minutes. */
const NEEDED_LIMIT = 10 * 60_000;

/** What is written with one call. */
interface Batch {
	readonly changes: RowChange[];
	readonly removals: number[];
	readonly newRows: LogRow[];
	/** The numbers of the new rows; undefined where they could not be written. */
	readonly ids: Promise<readonly number[] | undefined>;
}

/**
 * Writes the rows of a run, one call at a time: what comes while one is under way joins the next. The
 * first fault turns it off: the run goes on as without a log.
 */
export class RowWriter {
	private next: Batch | undefined;
	private last: Promise<unknown> = Promise.resolve();
	/** Milliseconds since 1970. */
	private lastWriteAt = 0;
	private rowCount = 0;
	/** Fires when somebody waits for the writes: then nothing waits for others. */
	private hurry = new AbortController();
	private brokenBy: string | undefined;
	private limit = WRITE_LIMIT;

	/** @param table the data table; undefined where the log is off */
	constructor(private readonly table: DataTable | undefined) {}

	/** Why the table could not be written; undefined where it could, or the log is off. */
	get fault(): string | undefined {
		return this.brokenBy;
	}

	/** Waits longer for the database: a run that may not go on without the log has the time. */
	beNeeded(): void {
		this.limit = NEEDED_LIMIT;
	}

	/** Commits a row. @returns its number; undefined where the log is off or cannot be written */
	async insert(row: LogRow): Promise<number | undefined> {
		if (!this.isOn) return undefined;
		this.rowCount += 1;
		const { newRows, ids } = this.batch();
		const index = newRows.push(row) - 1;
		return (await ids)?.[index];
	}

	/** Changes rows, soon. */
	change(change: RowChange): void {
		if (this.isOn && change.where.values.length > 0) this.batch().changes.push(change);
	}

	/** Removes a row, soon. */
	remove(id: number): void {
		if (this.isOn) this.batch().removals.push(id);
	}

	/** Works with the table; a fault, or a database that does not answer, turns the log off. */
	async attempt<T>(work: (table: DataTable) => Promise<T>): Promise<T | undefined> {
		const { table } = this;
		if (!table || !this.isOn) return undefined;
		try {
			return await withLimit(async () => await work(table), this.limit);
		} catch (error) {
			this.brokenBy = error instanceof Error ? error.message : String(error);
			return undefined;
		}
	}

	/**
	 * Waits until everything is written.
	 *
	 * @param timeLimit milliseconds at most; without it, as long as the database may take
	 */
	async flush(timeLimit = WRITE_LIMIT): Promise<void> {
		this.hurry.abort();
		const { last } = this;
		// What is late is written all the same, if the process lives that long.
		await withLimit(async () => await last, timeLimit).catch(() => undefined);
		this.hurry = new AbortController();
	}

	private get isOn(): boolean {
		return this.table !== undefined && this.brokenBy === undefined;
	}

	/** What the next call writes. */
	private batch(): Batch {
		if (this.next) return this.next;
		const writes = { changes: [], removals: [], newRows: [] };
		const ids = this.last.then(async () => {
			await this.gather();
			this.next = undefined;
			this.lastWriteAt = Date.now();
			return await this.attempt(async (table) => await table.write(writes));
		});
		this.last = ids;
		this.next = { ...writes, ids };
		return this.next;
	}

	private async gather(): Promise<void> {
		const interval = this.rowCount > FEW_ITEMS ? WRITE_INTERVAL : 0;
		const wait = Math.max(GATHER_TIME, this.lastWriteAt + interval - Date.now());
		await pause(wait, this.hurry.signal).catch(() => undefined);
	}
}
