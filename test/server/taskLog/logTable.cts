import type { N8nClient } from '../fixture/n8nClient.cts';

/** The n8n whose tables are read, as a user who may see them. */
interface Reader {
	readonly n8n: Pick<N8nClient, 'request'>;
}

/** The table that the node writes unless the user names another one. */
export const DEFAULT_TABLE = 'Novita Kling Tasks';

/** As many rows as n8n lists in one answer. */
const MOST_ROWS = 250;

/** A row of the log, as people read it in n8n. */
export interface Row {
	readonly id: number;
	readonly status: string;
	readonly taskId: string;
	readonly prompt: string;
	readonly execution: string;
	readonly item: number;
	readonly ending: string | null;
	readonly endedAt: string | null;
	readonly seconds: number;
	readonly updatedAt: string;
	readonly tookSeconds: number | null;
	readonly estimatedCostUsd?: number | null;
}

interface Column {
	readonly id: string;
	readonly name: string;
}

/** A data table as n8n lists it. */
export interface Table {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly columns: readonly Column[];
}

/** The data tables with a name: none, one, or too many. */
export async function tablesNamed(lab: Reader, name = DEFAULT_TABLE): Promise<Table[]> {
	const { data } = await lab.n8n.request<{ data: Table[] }>({ url: '/rest/data-tables-global' });
	return data.filter((table) => table.name === name);
}

/** All rows of the log, the oldest first; none where there is no table. */
export async function logRows(lab: Reader, name = DEFAULT_TABLE): Promise<Row[]> {
	const [table] = await tablesNamed(lab, name);
	if (!table) return [];
	const rows: Row[] = [];
	for (;;) {
		const { count, data } = await lab.n8n.request<{ count: number; data: Row[] }>({
			url: `${pathOf(table)}/rows`,
			params: { skip: rows.length, take: MOST_ROWS, sortBy: 'id:asc' },
		});
		rows.push(...data);
		if (data.length === 0 || rows.length >= count) return rows;
	}
}

/** The rows whose prompts begin with a text, text by text, and of each the oldest first. */
export async function rowsOf(lab: Reader, ...texts: string[]): Promise<Row[]> {
	const rows = await logRows(lab);
	return texts.flatMap((text) => rows.filter(({ prompt }) => prompt.startsWith(text)));
}

/** Deletes a column, as a user may do by hand. */
export async function deleteColumn(lab: Reader, table: Table, name: string): Promise<void> {
	const column = table.columns.find((candidate) => candidate.name === name);
	if (!column) throw new Error(`The table has no column "${name}"`);
	await lab.n8n.request({ method: 'DELETE', url: `${pathOf(table)}/columns/${column.id}` });
}

/** Deletes a table with its rows, as a user may do by hand. */
export async function deleteTable(lab: Reader, table: Table): Promise<void> {
	await lab.n8n.request({ method: 'DELETE', url: pathOf(table) });
}

function pathOf({ projectId, id }: Table): string {
	return `/rest/projects/${projectId}/data-tables/${id}`;
}
