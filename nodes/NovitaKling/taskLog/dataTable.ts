import type { IDataObject, IExecuteFunctions, INode, IWorkflowBase } from 'n8n-workflow';

import { COLUMNS, type LogRow, type StoredRow } from './table';

/**
 * The door to n8n's data tables. A community node may not open one by itself, but n8n's own Data Table
 * node may, in a small workflow that is written here and run inside of the node's own. What it writes
 * is committed when the call ends; the call does not show in the list of executions.
 */
export interface DataTable {
	/** The rows in which a column has a value, the oldest first. */
	rowsWhere(column: keyof LogRow, value: string, since?: Date): Promise<StoredRow[]>;
	/** Adds rows. @returns their numbers, in the same order */
	insert(rows: readonly LogRow[]): Promise<number[]>;
	/** Changes the rows in which a column has a value, for each change. */
	update(changes: readonly RowChange[]): Promise<void>;
	/** Removes rows by their numbers. */
	remove(ids: readonly number[]): Promise<void>;
}

/** New values for the rows in which a column has a value. */
export interface RowChange {
	readonly where: { readonly column: 'id' | 'taskId'; readonly value: number | string };
	readonly values: Partial<LogRow>;
}

const NODE_TYPE = 'n8n-nodes-base.dataTable';
const NODE_VERSION = 1;

/** The key by which an input item of a change names its row. */
const WHERE = 'novitaWhere';

const byId = (id: string) => ({ __rl: true, mode: 'id', value: id });
const AUTO_MAP = { mappingMode: 'autoMapInputData', value: null };

/** IDs of the tables that this process has found, by workflow and name. */
const tableIds = new Map<string, string>();

/**
 * A data table of the workflow's own project, which is made at its first use. Each call throws where n8n
 * has no data tables, or refuses.
 */
export function dataTable(context: IExecuteFunctions, name: string): DataTable {
	const cacheKey = JSON.stringify([context.getWorkflow().id, name]);
	const run = async (parameters: IDataObject, items: IDataObject[]): Promise<IDataObject[]> => {
		const workflow = oneNodeWorkflow(parameters, context);
		const input = items.map((json) => ({ json }));
		const { data } = await context.executeWorkflow({ code: workflow }, input);
		return (data[0] ?? []).map(({ json }) => json);
	};
	// n8n's own "create if it does not exist" takes a table whose name only contains this one for it.
	const find = async (): Promise<IDataObject | undefined> => {
		const list = { resource: 'table', operation: 'list', returnAll: true };
		const tables = await run({ ...list, options: { filterName: name } }, [{}]);
		return tables.find((table) => table.name === name);
	};
	const create = async (): Promise<IDataObject | undefined> => {
		const column = Object.entries(COLUMNS).map(([key, type]) => ({ name: key, type }));
		const table = { resource: 'table', operation: 'create', tableName: name, columns: { column } };
		const [created] = await run({ ...table, options: { createIfNotExists: false } }, [{}]);
		return created;
	};
	const findOrCreate = async (): Promise<string> => {
		// Of two first runs at once, one creates the table and the other finds it then.
		const table =
			(await find()) ?? (await create().catch(async (error) => (await find()) ?? rejected(error)));
		return String(table?.id);
	};
	const onRows = async (operation: string, parameters: IDataObject, items: IDataObject[]) => {
		const onTable = async (id: string) =>
			await run({ resource: 'row', operation, dataTableId: byId(id), ...parameters }, items);
		const cached = tableIds.get(cacheKey);
		// A table that was deleted since it was found is made anew.
		const stored =
			cached === undefined ? undefined : await onTable(cached).catch(undefinedIfMissing);
		if (stored) return stored;
		const id = await findOrCreate();
		tableIds.set(cacheKey, id);
		return await onTable(id);
	};

	return {
		rowsWhere: async (column, value, since) => {
			const conditions = [
				{ keyName: column, condition: 'eq', keyValue: value },
				...(since
					? [{ keyName: 'createdAt', condition: 'gt', keyValue: since.toISOString() }]
					: []),
			];
			const parameters = {
				matchType: 'allConditions',
				filters: { conditions },
				returnAll: true,
			};
			const rows = (await onRows('get', parameters, [{}])) as unknown as StoredRow[];
			return rows.filter(({ id }) => id !== undefined).sort((one, other) => one.id - other.id);
		},
		insert: async (rows) => {
			const stored = await onRows(
				'insert',
				{ columns: AUTO_MAP },
				rows as unknown as IDataObject[],
			);
			return stored.map(({ id }) => Number(id));
		},
		update: async (changes) => {
			for (const group of alike(changes)) {
				const { where, values } = group[0];
				const names = Object.keys(values);
				await onRows(
					'update',
					{
						...conditionOn(where.column, `={{ $json.${WHERE} }}`),
						columns: {
							mappingMode: 'defineBelow',
							value: Object.fromEntries(names.map((key) => [key, `={{ $json.${key} }}`])),
						},
					},
					group.map((change) => ({ ...change.values, [WHERE]: change.where.value })),
				);
			}
		},
		remove: async (ids) => {
			const items = ids.map((id) => ({ id }));
			await onRows('deleteRows', conditionOn('id', '={{ $json.id }}'), items);
		},
	};
}

/** Throws on what another call threw, which n8n's linter allows in no other way. */
const rejected = async (error: unknown): Promise<never> => await Promise.reject(error);

/** Passes over n8n's word that a table is not there, and nothing else. */
async function undefinedIfMissing(error: unknown): Promise<undefined> {
	const isMissing = error instanceof Error && /not (be )?found|not exist/i.test(error.message);
	return isMissing ? undefined : await rejected(error);
}

function conditionOn(keyName: string, keyValue: string): IDataObject {
	const conditions = [{ keyName, condition: 'eq', keyValue }];
	return { matchType: 'allConditions', filters: { conditions } };
}

/** Changes of the same columns, together: one call changes them all. */
function alike(changes: readonly RowChange[]): RowChange[][] {
	const groups = new Map<string, RowChange[]>();
	for (const change of changes) {
		const form = [change.where.column, ...Object.keys(change.values).sort()].join();
		groups.set(form, [...(groups.get(form) ?? []), change]);
	}
	return [...groups.values()];
}

/** A workflow of one Data Table node, which belongs to the project of the workflow that runs it. */
function oneNodeWorkflow(parameters: IDataObject, context: IExecuteFunctions): IWorkflowBase {
	const { id, name } = context.getWorkflow();
	const node = (
		nodeName: string,
		type: string,
		typeVersion: number,
		given: IDataObject,
	): INode => ({
		id: nodeName,
		name: nodeName,
		type,
		typeVersion,
		position: [0, 0],
		parameters: given as INode['parameters'],
	});
	return {
		id: String(id),
		name: `${name ?? ''}: task log`,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [
			node('Start', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
			node('Data Table', NODE_TYPE, NODE_VERSION, parameters),
		],
		connections: { Start: { main: [[{ node: 'Data Table', type: 'main', index: 0 }]] } },
		settings: {
			executionOrder: 'v1',
			// A line in the list of executions for each write would bury the user's own.
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
			saveManualExecutions: false,
			executionTimeout: -1,
			callerPolicy: 'any',
		},
	};
}
