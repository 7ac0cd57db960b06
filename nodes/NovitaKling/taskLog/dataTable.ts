import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type TableStep, runSteps } from './subWorkflow';
import { COLUMNS, type LogRow, type StoredRow } from './table';
import { type RowsWhere, type Writes, partsOf, rowsStep, stepsOf } from './tableSteps';

/** A data table of n8n's, as far as the log needs it. Each method makes one call, and throws what n8n says. */
export interface DataTable {
	/** The rows, the oldest first. @param since only those stored after this moment, for one value */
	find(where: RowsWhere, since?: Date): Promise<StoredRow[]>;
	/** The latest rows in which a column has a number above zero, the newest first. */
	findLatest(column: keyof LogRow, count: number): Promise<StoredRow[]>;
	/** Changes rows, then removes some, then adds some. @returns the numbers of the added ones, in order */
	write(writes: Writes): Promise<number[]>;
}

/** IDs of the tables that this process has found, by workflow and name. */
const tableIds = new Map<string, string>();

/** The same by name alone. A workflow of another project does not find it, because n8n compares the projects. */
const latestTableIds = new Map<string, string>();

/**
 * A data table of the workflow's own project, which is made at its first use. Each call throws where n8n
 * has no data tables, or refuses.
 */
export function dataTable(context: IExecuteFunctions, name: string): DataTable {
	const cacheKey = JSON.stringify([context.getWorkflow().id, name]);
	const onTables = async (parameters: IDataObject) =>
		await runSteps([{ parameters: { resource: 'table', ...parameters }, items: [{}] }], context);
	// n8n's own "create if it does not exist" takes a table whose name only contains this one for it.
	const findTable = async (): Promise<IDataObject | undefined> => {
		const options = { filterName: name };
		const tables = await onTables({ operation: 'list', returnAll: true, options });
		return tables.find((table) => table.name === name);
	};
	const create = async (): Promise<IDataObject | undefined> => {
		const column = Object.entries(COLUMNS).map(([key, type]) => ({ name: key, type }));
		const table = { operation: 'create', tableName: name, columns: { column } };
		const [created] = await onTables({ ...table, options: { createIfNotExists: false } });
		return created;
	};
	const findOrCreate = async (): Promise<string> => {
		// Of two first runs at once, one creates the table and the other finds it then.
		const table =
			(await findTable()) ??
			(await create().catch(async (error) => (await findTable()) ?? rejected(error)));
		return String(table?.id);
	};
	const onRows = async (steps: readonly TableStep[]): Promise<IDataObject[]> => {
		const onTable = async (id: string) => {
			const table = { resource: 'row', dataTableId: { __rl: true, mode: 'id', value: id } };
			const onOne = steps.map(({ parameters, items }) => ({
				parameters: { ...table, ...parameters },
				items,
			}));
			return await runSteps(onOne, context);
		};
		const known = tableIds.get(cacheKey) ?? latestTableIds.get(name);
		// A table that was deleted since it was found, or is another project's, is looked up anew.
		const stored = known === undefined ? undefined : await onTable(known).catch(undefinedIfMissing);
		const id = known !== undefined && stored ? known : await findOrCreate();
		tableIds.set(cacheKey, id);
		latestTableIds.set(name, id);
		return stored ?? (await onTable(id));
	};

	return {
		find: async (where, since) => {
			const rows: IDataObject[] = [];
			for (const part of partsOf(where)) rows.push(...(await onRows([rowsStep(part, since)])));
			return (rows as unknown as StoredRow[])
				.filter(({ id }) => id !== undefined)
				.sort((one, other) => one.id - other.id);
		},
		findLatest: async (column, count) => {
			const conditions = [{ keyName: column, condition: 'gt', keyValue: 0 }];
			const parameters = {
				...{ operation: 'get', matchType: 'allConditions', filters: { conditions } },
				...{ returnAll: false, limit: count },
				...{ orderBy: true, orderByColumn: 'id', orderByDirection: 'DESC' },
			};
			const rows = (await onRows([{ parameters, items: [{}] }])) as unknown as StoredRow[];
			return rows.filter(({ id }) => id !== undefined);
		},
		write: async (writes) => {
			const { newRows } = writes;
			const stored = await onRows(stepsOf(writes));
			return newRows.length > 0 ? stored.map(({ id }) => Number(id)) : [];
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
