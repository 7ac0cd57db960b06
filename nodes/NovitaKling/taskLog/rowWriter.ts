import { sleep } from 'n8n-workflow';

import { pause } from '../transport/pause';
import type { DataTable, RowChange } from './dataTable';
import type { LogRow } from './table';

/** Milliseconds for which writes gather, so that items side by side are written together. */
const GATHER_TIME = 15;

/**
 * Milliseconds after which a database that does not answer is no longer waited for. Twenty executions
 * that start at once on two busy cores have waited for more than ten seconds.
 */
const WRITE_LIMIT = 60_000;

/** A row that waits to be written, and who waits for its number. */
interface NewRow {
	readonly row: LogRow;
	readonly written: (id: number | undefined) => void;
}

/**
 * Writes the rows of a run, those of items side by side together, one call at a time. The first fault
 * turns it off: the run goes on as without a log.
 */
export class RowWriter {
	private newRows: NewRow[] = [];
	private changes: RowChange[] = [];
	private removals: number[] = [];
	private writing: Promise<void> = Promise.resolve();
	private brokenBy: string | undefined;

	/** @param table the data table; undefined where the log is off */
	constructor(private readonly table: DataTable | undefined) {}

	/** Why the table could not be written; undefined where it could, or the log is off. */
	get fault(): string | undefined {
		return this.brokenBy;
	}

	/** Commits a row. @returns its number; undefined where the log is off or cannot be written */
	async insert(row: LogRow): Promise<number | undefined> {
		if (!this.isOn) return undefined;
		return await new Promise<number | undefined>((written) => {
			this.newRows.push({ row, written });
			this.write();
		});
	}

	/** Changes rows, soon. */
	change(change: RowChange): void {
		if (!this.isOn) return;
		this.changes.push(change);
		this.write();
	}

	/** Removes a row, soon. */
	remove(id: number): void {
		if (!this.isOn) return;
		this.removals.push(id);
		this.write();
	}

	/** Works with the table; a fault, or a database that does not answer, turns the log off. */
	async attempt<T>(work: (table: DataTable) => Promise<T>): Promise<T | undefined> {
		if (!this.table || !this.isOn) return undefined;
		const { table } = this;
		try {
			return await withLimit(async () => await work(table), WRITE_LIMIT);
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
		this.write();
		const { writing } = this;
		// What is late is written all the same, if the process lives that long.
		await withLimit(async () => await writing, timeLimit).catch(() => undefined);
	}

	private get isOn(): boolean {
		return this.table !== undefined && this.brokenBy === undefined;
	}

	private write(): void {
		this.writing = this.writing.then(async () => await this.writePending());
	}

	private async writePending(): Promise<void> {
		if (this.newRows.length + this.changes.length + this.removals.length === 0) return;
		await sleep(GATHER_TIME);
		const { newRows, changes, removals } = this;
		[this.newRows, this.changes, this.removals] = [[], [], []];
		const ids = await this.attempt(async (table) => {
			const inserted = newRows.length > 0 ? await table.insert(newRows.map(({ row }) => row)) : [];
			newRows.forEach(({ written }, index) => written(inserted[index]));
			if (changes.length > 0) await table.update(changes);
			if (removals.length > 0) await table.remove(removals);
			return inserted;
		});
		// Whoever still waits for a number goes on without one.
		if (!ids) newRows.forEach(({ written }) => written(undefined));
	}
}

/**
 * Waits for work, but not longer than a number of milliseconds.
 *
 * @throws Error where the limit has passed, or what the work throws
 */
async function withLimit<T>(work: () => Promise<T>, limit: number): Promise<T> {
	// A timer that goes on when the work has ended would keep the process alive.
	const ended = new AbortController();
	const tooLate = async (): Promise<never> => {
		await pause(limit, ended.signal);
		throw new Error('the database did not answer in time');
	};
	try {
		return await Promise.race([work(), tooLate()]);
	} finally {
		ended.abort();
	}
}
