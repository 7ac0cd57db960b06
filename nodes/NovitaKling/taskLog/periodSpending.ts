import { sleep } from 'n8n-workflow';

import { MILLIONTHS } from '../errors/dollars';
import type { Costs } from '../errors/spendingFailures';
import type { DataTable } from './dataTable';
import { GATHER_TIME, type RowWriter } from './rowWriter';
import type { StoredRow } from './table';
import { withLimit } from './withLimit';

/** Milliseconds; the writer's own limits are shorter. */
const LONGEST_READ = 60 * 60_000;

/**
 * What all tasks of a project have cost since a moment, by the task log. A row counts as soon as it is
 * stored, whatever becomes of its task: nobody knows whether Novita bills one that failed. Only a request
 * that was surely refused leaves no row.
 */
export class PeriodSpending {
	/**
	 * @param since when the period began
	 * @param ownPrice millionths of a US dollar for each task whose price is not in the log
	 */
	constructor(
		private readonly writer: Pick<RowWriter, 'attempt'>,
		private readonly since: Date,
		private readonly ownPrice: number | undefined,
	) {}

	/**
	 * The sum as it is from now on.
	 *
	 * @param before number of the row before which they count; all of them where it is missing
	 * @param signal ends the wait
	 * @returns undefined where the log cannot be read
	 * @throws the signal's reason
	 */
	async sum(before = Number.POSITIVE_INFINITY, signal?: AbortSignal): Promise<Costs | undefined> {
		const read = async () =>
			await this.writer.attempt(async (table) => await rowsSince(table, this.since));
		const rows = await withLimit(read, LONGEST_READ, signal);
		const costs = rows?.filter(({ id }) => id < before).map((row) => costOf(row) ?? this.ownPrice);
		return (
			costs && {
				videos: costs.length,
				cost: costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
				unpriced: costs.filter((cost) => cost === undefined).length,
			}
		);
	}
}

/** Millionths of a US dollar; undefined where the row has no price, or one that is no number. */
export function costOf({ estimatedCostUsd }: Pick<StoredRow, 'estimatedCostUsd'>) {
	const isPrice = typeof estimatedCostUsd === 'number' && estimatedCostUsd >= 0;
	return isPrice ? Math.round(estimatedCostUsd * MILLIONTHS) : undefined;
}

/** What is being read of a table, and what is read next. */
interface Reads {
	next?: Promise<readonly StoredRow[]>;
	last: Promise<unknown>;
}

const readsOf = new Map<string, Reads>();

/**
 * The rows since a moment as they are from now on. Items and executions side by side share a call: what is
 * asked during one joins the next.
 */
async function rowsSince(table: DataTable, since: Date): Promise<readonly StoredRow[]> {
	const key = `${table.key} ${since.toISOString()}`;
	const reads = readsOf.get(key) ?? { last: Promise.resolve() };
	readsOf.set(key, reads);
	reads.next ??= nextRead(reads, async () => await table.findSince(since));
	const read = reads.next;
	try {
		return await read;
	} catch {
		// The execution that read for the others may have been stopped.
		return await table.findSince(since);
	} finally {
		if (reads.last === read) readsOf.delete(key);
	}
}

function nextRead(
	reads: Reads,
	read: () => Promise<readonly StoredRow[]>,
): Promise<readonly StoredRow[]> {
	const next = reads.last
		.catch(() => undefined)
		.then(async () => {
			await sleep(GATHER_TIME);
			reads.next = undefined;
			return await read();
		});
	reads.last = next;
	return next;
}
