import type { DataTable } from '../../../nodes/NovitaKling/taskLog/dataTable';
import type { LogRow, StoredRow } from '../../../nodes/NovitaKling/taskLog/table';

let tables = 0;

/** A data table in memory, and the calls that it got; the real one is tested on a server. */
export function memoryTable(): DataTable & {
	readonly rows: StoredRow[];
	readonly calls: string[];
} {
	const rows: StoredRow[] = [];
	const calls: string[] = [];
	return {
		key: `memory ${(tables += 1)}`,
		rows,
		calls,
		find: async ({ column, values }) => {
			calls.push(`find by ${values.length} of ${column}`);
			return rows.filter((row) => values.includes(row[column] as string));
		},
		findLatest: async (column, count) => {
			calls.push(`latest ${column}`);
			const found = rows.filter((row) => Number(row[column]) > 0);
			return found.reverse().slice(0, count);
		},
		findSince: async (moment) => {
			calls.push('since');
			return rows.filter(({ submittedAt }) => new Date(submittedAt) >= moment);
		},
		write: async ({ changes, removals, newRows }) => {
			calls.push(
				Object.entries({ changes, removals, newRows })
					.flatMap(([name, { length }]) => (length > 0 ? `${length} ${name}` : []))
					.join(),
			);
			for (const { where, values } of changes) {
				for (const [index, row] of rows.entries()) {
					if (where.values.includes(row[where.column] as string | number))
						rows[index] = { ...row, ...values };
				}
			}
			for (const id of removals)
				rows.splice(
					rows.findIndex((row) => row.id === id),
					1,
				);
			return newRows.map((row) => {
				const id = (rows.at(-1)?.id ?? 0) + 1;
				rows.push({ ...row, id, createdAt: new Date() });
				return id;
			});
		},
	};
}

/** A row of a request that is about to leave. */
export const newRow = (changes: Partial<LogRow> = {}): LogRow => ({
	status: 'submitting',
	taskId: '',
	submittedAt: new Date().toISOString(),
	endedAt: null,
	model: 'kling-v2.1-master',
	operation: 'textToVideo',
	prompt: 'A fox',
	seconds: 5,
	mode: '',
	tookSeconds: null,
	estimatedCostUsd: null,
	workflow: 'Foxes',
	node: 'Kling',
	execution: '1',
	item: 0,
	ending: '',
	idempotencyKey: '',
	workflowId: 'w',
	runKey: 'run',
	manualKey: '',
	fingerprint: 'f',
	source: 's',
	...changes,
});
