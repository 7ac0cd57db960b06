import type { DataTable } from '../../../nodes/NovitaKling/taskLog/dataTable';
import type { LogRow, StoredRow } from '../../../nodes/NovitaKling/taskLog/table';

/** A data table in memory, and the calls that it got; the real one is tested on a server. */
export function memoryTable(): DataTable & {
	readonly rows: StoredRow[];
	readonly calls: string[];
} {
	const rows: StoredRow[] = [];
	const calls: string[] = [];
	return {
		rows,
		calls,
		rowsWhere: async (column, value) => {
			calls.push(`rows where ${column}`);
			return rows.filter((row) => row[column] === value);
		},
		insert: async (added) => {
			calls.push(`insert ${added.length}`);
			return added.map((row) => {
				const id = (rows.at(-1)?.id ?? 0) + 1;
				rows.push({ ...row, id, createdAt: new Date() });
				return id;
			});
		},
		update: async (changes) => {
			calls.push(`update ${changes.length}`);
			for (const { where, values } of changes) {
				for (const [index, row] of rows.entries()) {
					if (row[where.column] === where.value) rows[index] = { ...row, ...values };
				}
			}
		},
		remove: async (ids) => {
			calls.push(`remove ${ids.length}`);
			for (const id of ids)
				rows.splice(
					rows.findIndex((row) => row.id === id),
					1,
				);
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
