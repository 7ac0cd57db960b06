import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type TableStep, runSteps } from './subWorkflow';
import { COLUMNS, type LogRow, type StoredRow } from './table';
import {
	PAGE_ROWS,
	type RowsWhere,
	type Writes,
	latestStep,
	partsOf,
	rowsStep,
	sinceStep,
	stepsOf,
} from './tableSteps';

/** A data table of n8n's, as far as the log needs it. Each method makes one call, and throws what n8n says. */
export interface DataTable {
	/** The same for all executions that work with the table. */
	readonly key: string;
	/** The rows, the oldest first. @param since only those stored after this moment, for one value */
	find(where: RowsWhere, since?: Date): Promise<StoredRow[]>;
	/** The latest rows in which a column has a number above zero, the newest first. */
	findLatest(column: keyof LogRow, count: number): Promise<StoredRow[]>;
	/** The rows whose requests were sent since a moment. */
	findSince(moment: Date): Promise<StoredRow[]>;
	/** Changes rows, then removes some, then adds some. @returns the numbers of the added ones, in order */
	write(writes: Writes): Promise<number[]>;
}

/** IDs of the tables that this process has found or is looking for, by workflow and name. */
const tableIds = new Map<string, Promise<string>>();

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
	let hasRows = false;
	const onRows = async (steps: readonly TableStep[]): Promise<IDataObject[]> => {
		const onTable = async (id: string) => {
			const table = { resource: 'row', dataTableId: { __rl: true, mode: 'id', value: id } };
			const onOne = steps.map(({ parameters, items }) => ({
				parameters: { ...table, ...parameters },
				items,
			}));
			return await runSteps(onOne, context);
		};
		// What another execution looks for may end with that one.
		const known =
			(await tableIds.get(cacheKey)?.catch(() => undefined)) ?? latestTableIds.get(name);
		// A table that was deleted since it was found, or is another project's, is looked up anew, but not one
		// that holds rows of this run: they are lost with it.
		const unlessMissing = hasRows ? rejected : undefinedIfMissing;
		const stored = known === undefined ? undefined : await onTable(known).catch(unlessMissing);
		const found = known !== undefined && stored ? Promise.resolve(known) : findOrCreate();
		tableIds.set(cacheKey, found);
		const id = await found;
		latestTableIds.set(name, id);
		return stored ?? (await onTable(id));
	};
	let isOlder = false;

	return {
		key: cacheKey,
		find: async (where, since) => {
			const rows: IDataObject[] = [];
			for (const part of partsOf(where)) rows.push(...(await onRows([rowsStep(part, since)])));
			return storedIn(rows).sort((one, other) => one.id - other.id);
		},
		findLatest: async (column, count) => storedIn(await onRows([latestStep(column, count)])),
		findSince: async (moment) => {
			const rows: StoredRow[] = [];
			for (;;) {
				const page = storedIn(await onRows([sinceStep(moment, rows.at(-1)?.id ?? 0)]));
				rows.push(...page);
				if (page.length < PAGE_ROWS) return rows;
			}
		},
		write: async (writes) => {
			const { newRows } = writes;
			const stored = await onRows(stepsOf(isOlder ? asBefore(writes) : writes)).catch(
				async (error: unknown) => {
					if (isOlder || !isOfOlderTable(error)) return await rejected(error);
					isOlder = true;
					return await onRows(stepsOf(asBefore(writes)));
				},
			);
			if (newRows.length === 0) return [];
			hasRows = true;
			return stored.map(({ id }) => Number(id));
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

/** Whether a table lacks the column that an earlier version of the node did not have. */
function isOfOlderTable(error: unknown): boolean {
	return error instanceof Error && /unknown column.*estimatedCostUsd/i.test(error.message);
}

/** What is written, with rows as an earlier version of the node wrote them. */
function asBefore(writes: Writes): Parameters<typeof stepsOf>[0] {
	const newRows = writes.newRows.map((row) =>
		Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'estimatedCostUsd')),
	);
	return { ...writes, newRows };
}

/** The rows among what a step gives, which is one empty item where there are none. */
function storedIn(items: readonly IDataObject[]): StoredRow[] {
	return (items as unknown as StoredRow[]).filter(({ id }) => id !== undefined);
}
