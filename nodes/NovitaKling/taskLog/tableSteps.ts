import type { IDataObject } from 'n8n-workflow';

import type { TableStep } from './subWorkflow';
import type { LogRow, StoredRow } from './table';

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
export type Writes = WritesOf<LogRow>;

interface WritesOf<Row> {
	readonly changes: readonly RowChange[];
	/** Numbers of rows that are removed. */
	readonly removals: readonly number[];
	readonly newRows: readonly Row[];
}

/** SQLite takes no more than a thousand conditions. */
const MOST_CONDITIONS = 200;

/** The steps of a write, in their order. What the last one gives is what the whole call gives. */
export function stepsOf({ changes, removals, newRows }: WritesOf<Partial<LogRow>>): TableStep[] {
	return [...changeSteps(changes), ...removalSteps(removals), ...insertSteps(newRows)];
}

/** Rows that n8n's Data Table node reads at a time: of more it gives an error where some are added meanwhile. */
export const PAGE_ROWS = 1000;

/** The latest rows in which a column has a number above zero, the newest first. */
export function latestStep(column: keyof LogRow, count: number): TableStep {
	const conditions = [{ keyName: column, condition: 'gt', keyValue: 0 }];
	return pageStep(conditions, count, 'DESC');
}

/** A page of the rows whose requests were sent since a moment, the oldest first. @param after number of the row before */
export function sinceStep(moment: Date, after: number): TableStep {
	const conditions = [
		{ keyName: 'submittedAt', condition: 'gte', keyValue: moment.toISOString() },
		{ keyName: 'id', condition: 'gt', keyValue: after },
	];
	return pageStep(conditions, PAGE_ROWS, 'ASC');
}

function pageStep(conditions: IDataObject[], limit: number, orderByDirection: string): TableStep {
	const parameters = {
		...{ operation: 'get', matchType: 'allConditions', filters: { conditions } },
		...{ returnAll: false, limit, orderBy: true, orderByColumn: 'id', orderByDirection },
	};
	return { parameters, items: [{}] };
}

/** Reads rows. */
export function rowsStep(where: RowsWhere, since?: Date): TableStep {
	return {
		parameters: { operation: 'get', returnAll: true, ...conditionsOn(where, since) },
		items: [{ where: [...where.values] }],
	};
}

/**
 * Changes of one row each by the same column are one step; any other change is a step of its own. Rows
 * get their task IDs first, because other changes find them by these.
 */
function changeSteps(changes: readonly RowChange[]): TableStep[] {
	const parts = changes.flatMap(({ where, values }) =>
		partsOf(where).map((part) => ({ where: part, values })),
	);
	const ofOneRow = merged(parts.filter(isOfOneRow));
	const columns = new Set(['id', ...ofOneRow.map(({ where }) => where.column)]);
	const groups = [...columns].map((column) =>
		ofOneRow.filter(({ where }) => where.column === column),
	);
	const ofMany = parts.filter((part) => !isOfOneRow(part));
	return [...groups, ...ofMany.map((change) => [change])]
		.filter((group) => group.length > 0)
		.map(changeStep);
}

/** What is said of one row at a time is one change. */
function merged(changes: readonly RowChange[]): RowChange[] {
	const byRow = new Map<string, RowChange>();
	for (const { where, values } of changes) {
		const row = `${where.column} ${where.values[0]}`;
		byRow.set(row, { where, values: { ...byRow.get(row)?.values, ...values } });
	}
	return [...byRow.values()];
}

const isOfOneRow = ({ where }: RowChange): boolean => where.values.length === 1;

function changeStep(changes: readonly RowChange[]): TableStep {
	const [{ where }] = changes;
	const isOne = changes.length === 1;
	const conditions = isOne ? conditionsOn(where) : conditionsBy(where.column, [valueOfItem(0)]);
	return {
		parameters: {
			operation: 'update',
			...conditions,
			columns: { mappingMode: 'defineBelow', value: '={{ $json.values }}' },
		},
		items: changes.map((change) => ({
			where: [...change.where.values],
			values: { ...change.values },
		})),
	};
}

function removalSteps(ids: readonly number[]): TableStep[] {
	return partsOf({ column: 'id', values: ids }).map((part) => ({
		parameters: { operation: 'deleteRows', ...conditionsOn(part) },
		items: [{ where: [...part.values] }],
	}));
}

function insertSteps(rows: ReadonlyArray<Partial<LogRow>>): TableStep[] {
	const columns = { mappingMode: 'autoMapInputData', value: null };
	return rows.length === 0
		? []
		: [{ parameters: { operation: 'insert', columns }, items: rows.map((row) => ({ ...row })) }];
}

/** No more values at once than a database takes; nothing without a value. */
export function partsOf({ column, values }: RowsWhere): RowsWhere[] {
	const count = Math.ceil(values.length / MOST_CONDITIONS);
	return Array.from({ length: count }, (_, part) => ({
		column,
		values: values.slice(part * MOST_CONDITIONS, (part + 1) * MOST_CONDITIONS),
	}));
}

/**
 * The rows in which a column has one of some values. They are written out where n8n does not take them
 * for expressions, because it compiles each new expression, which takes long; else the item holds them.
 */
function conditionsOn({ column, values }: RowsWhere, since?: Date): IDataObject {
	const keyValues = values.map((value, index) =>
		String(value).startsWith('=') ? valueOfItem(index) : value,
	);
	return conditionsBy(column, keyValues, since);
}

const valueOfItem = (index: number): string => `={{ $json.where[${index}] }}`;

function conditionsBy(
	keyName: string,
	keyValues: ReadonlyArray<number | string>,
	since?: Date,
): IDataObject {
	const conditions = [
		...keyValues.map((keyValue) => ({ keyName, condition: 'eq', keyValue })),
		...(since ? [{ keyName: 'createdAt', condition: 'gt', keyValue: since.toISOString() }] : []),
	];
	return { matchType: since ? 'allConditions' : 'anyCondition', filters: { conditions } };
}
