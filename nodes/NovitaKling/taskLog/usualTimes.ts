import { type UsualTime, COUNTED_TASKS, usualTimeOf } from '../poll/usualTime';
import type { DataTable } from './dataTable';
import type { RowWriter } from './rowWriter';
import type { LogRow } from './table';
import { withLimit } from './withLimit';

/** Rows that are read: enough for the tasks of several kinds. */
const READ_ROWS = 100;

/** Milliseconds that reading them may take: the first poll comes as late. */
const READ_LIMIT = 3_000;

/** Milliseconds for which a process keeps what it has read: executions that start together read once. */
const KEPT_FOR = 30_000;

/** Tasks of a run whose time is written: a later run learns from no more of a kind. */
const WRITTEN_TIMES = 2 * COUNTED_TASKS;

/** What tasks have in common that take about the same time. */
type Kind = Pick<LogRow, 'model' | 'operation' | 'seconds' | 'mode'>;

/** The times of the latest tasks in milliseconds, by their kind. */
type KnownTimes = ReadonlyMap<string, readonly number[]>;

/** What was read of each table. Times are milliseconds since 1970. */
const reads = new Map<string, { readonly at: number; readonly known: Promise<KnownTimes> }>();

/**
 * How long tasks take in this project: what the run measures is written into the log, and what earlier
 * runs have measured tells when to poll.
 */
export class UsualTimes {
	private readonly measured = new Map<string, number>();
	private known: Promise<KnownTimes | undefined> | undefined;

	constructor(private readonly writer: RowWriter) {}

	/** Notes how long a task took, in milliseconds since its submit. */
	note(taskId: string, milliseconds: number): void {
		if (this.measured.size < WRITTEN_TIMES) this.measured.set(taskId, milliseconds);
	}

	/** Writes what was noted, with the next call of the writer. */
	write(): void {
		for (const [taskId, milliseconds] of this.measured) {
			const values = { tookSeconds: Math.round(milliseconds / 100) / 10 };
			this.writer.change({ where: { column: 'taskId', values: [taskId] }, values });
		}
		// The next run of this process learns from these, too.
		if (this.measured.size > 0) reads.clear();
		this.measured.clear();
	}

	/** How long tasks of a kind took lately; undefined where too few are known. */
	async of(kind: Kind, signal?: AbortSignal): Promise<UsualTime | undefined> {
		const reading = (this.known ??= this.read());
		const known = await withLimit(async () => await reading, READ_LIMIT, signal).catch(
			() => undefined,
		);
		return usualTimeOf(known?.get(nameOf(kind)) ?? []);
	}

	private async read(): Promise<KnownTimes | undefined> {
		const table = await this.writer.attempt(async (found) => await Promise.resolve(found));
		// Outside of the attempt: a read that ends with another execution must not turn this run's log off.
		return table && (await knownTimes(table));
	}
}

/** What is known of a table, not older than `KEPT_FOR`. */
async function knownTimes(table: DataTable): Promise<KnownTimes> {
	const before = reads.get(table.key);
	if (before && Date.now() - before.at < KEPT_FOR) return await before.known;
	const known = readTimes(table);
	reads.set(table.key, { at: Date.now(), known });
	// The next run tries again.
	known.catch(() => reads.delete(table.key));
	return await known;
}

async function readTimes(table: DataTable): Promise<KnownTimes> {
	const times = new Map<string, number[]>();
	for (const row of await table.findLatest('tookSeconds', READ_ROWS)) {
		const name = nameOf(row);
		times.set(name, [...(times.get(name) ?? []), Number(row.tookSeconds) * 1000]);
	}
	return times;
}

/** The same for a kind as it is ordered and as n8n gives it back, where nothing may stand for an empty text. */
function nameOf({ model, operation, seconds, mode }: Kind): string {
	return [model, operation, seconds, mode].map((value) => value ?? '').join('/');
}
