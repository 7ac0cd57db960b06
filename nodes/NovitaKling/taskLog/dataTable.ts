import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type TableStep, runSteps } from './subWorkflow';
import { COLUMNS, type LogRow, type StoredRow } from './table';

/** Where a column has one of some values. */
export interface RowsWhere {
	readonly column: keyof StoredRow;
	readonly values: ReadonlyArray<number | string>;
}

/** New values for rows. */
export interface RowChange {
	readonly where: RowsWhere;
	readonly values: Partial<LogRow>;
}

/** What is written at once. */
export interface Writes {
	readonly changes: readonly RowChange[];
	/** Numbers of rows that are removed. */
	readonly removals: readonly number[];
	readonly newRows: readonly LogRow[];
}

/** A data table of n8n's, as far as the log needs it. Each method makes one call, and throws what n8n says. */
export interface DataTable {
	/** The rows, the oldest first. @param since only those stored after this moment, for one value */
	find(where: RowsWhere, since?: Date): Promise<StoredRow[]>;
	/** The latest rows in which a column has a number above zero, the newest first. */
	findLatest(column: keyof LogRow, count: number): Promise<StoredRow[]>;
	/** Changes rows, then removes some, then adds some. @returns the numbers of the added ones, in order */
	write(writes: Writes): Promise<number[]>;
}

/** SQLite takes no more than a thousand conditions. */
const MOST_CONDITIONS = 200;

/** IDs of the tables that this process has found, by workflow and name. */
const tableIds = new Map<string, string>();

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
		write: async ({ changes, removals, newRows }) => {
			// What the last step gives is what the call gives.
			const steps = [...changeSteps(changes), ...removalSteps(removals), ...insertSteps(newRows)];
			const stored = await onRows(steps);
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

function rowsStep(where: RowsWhere, since?: Date): TableStep {
	return {
		parameters: { operation: 'get', returnAll: true, ...conditionsOn(where, since) },
		items: [{ where: [...where.values] }],
	};
}

/** Changes of as many rows by the same column are one step, in their order. */
function changeSteps(changes: readonly RowChange[]): TableStep[] {
	const parts = changes.flatMap(({ where, values }) =>
		partsOf(where).map((part) => ({ where: part, values })),
	);
	const groups = new Map<string, RowChange[]>();
	for (const part of parts) {
		const form = `${part.where.column}/${part.where.values.length}`;
		groups.set(form, [...(groups.get(form) ?? []), part]);
	}
	return [...groups.values()].map((group) => ({
		parameters: {
			operation: 'update',
			...conditionsOn(group[0].where),
			columns: { mappingMode: 'defineBelow', value: '={{ $json.values }}' },
		},
		items: group.map(({ where, values }) => ({ where: [...where.values], values: { ...values } })),
	}));
}

function removalSteps(ids: readonly number[]): TableStep[] {
	return partsOf({ column: 'id', values: ids }).map((part) => ({
		parameters: { operation: 'deleteRows', ...conditionsOn(part) },
		items: [{ where: [...part.values] }],
	}));
}

function insertSteps(rows: readonly LogRow[]): TableStep[] {
	const columns = { mappingMode: 'autoMapInputData', value: null };
	return rows.length === 0
		? []
		: [{ parameters: { operation: 'insert', columns }, items: rows.map((row) => ({ ...row })) }];
}

/** No more values at once than a database takes; nothing without a value. */
function partsOf({ column, values }: RowsWhere): RowsWhere[] {
	const count = Math.ceil(values.length / MOST_CONDITIONS);
	return Array.from({ length: count }, (_, part) => ({
		column,
		values: values.slice(part * MOST_CONDITIONS, (part + 1) * MOST_CONDITIONS),
	}));
}

/** The rows in which a column has one of the values that the input item holds. */
function conditionsOn({ column, values }: RowsWhere, since?: Date): IDataObject {
	const conditions = [
		...values.map((_, index) => ({
			keyName: column,
			condition: 'eq',
			keyValue: `={{ $json.where[${index}] }}`,
		})),
		...(since ? [{ keyName: 'createdAt', condition: 'gt', keyValue: since.toISOString() }] : []),
	];
	return { matchType: since ? 'allConditions' : 'anyCondition', filters: { conditions } };
}
