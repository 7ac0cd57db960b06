import { sleep } from 'n8n-workflow';

import { GATHER_TIME, type RowWriter } from './rowWriter';
import type { StoredRow } from './table';

/** A column that orders are looked up by. */
type Column = 'idempotencyKey' | 'manualKey' | 'runKey' | 'taskId';

/** What is looked up with one call. */
interface Lookup {
	readonly values: Set<string>;
	readonly rows: Promise<readonly StoredRow[] | undefined>;
}

/** Looks rows up, those of items side by side with one call: what is asked during one joins the next. */
export class RowReader {
	private readonly next = new Map<Column, Lookup>();
	private last: Promise<unknown> = Promise.resolve();

	constructor(private readonly writer: Pick<RowWriter, 'attempt'>) {}

	/** The rows as they are from now on, the oldest first; undefined where the log cannot be read. */
	async rowsWhere(column: Column, value: string): Promise<readonly StoredRow[] | undefined> {
		const { values, rows } = this.next.get(column) ?? this.lookup(column);
		values.add(value);
		return (await rows)?.filter((row) => row[column] === value);
	}

	private lookup(column: Column): Lookup {
		const values = new Set<string>();
		const rows = this.last.then(async () => {
			await sleep(GATHER_TIME);
			this.next.delete(column);
			const where = { column, values: [...values] };
			return await this.writer.attempt(async (table) => await table.find(where));
		});
		this.last = rows;
		const lookup = { values, rows };
		this.next.set(column, lookup);
		return lookup;
	}
}
