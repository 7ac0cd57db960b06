import { PeriodSpending } from '../../../nodes/NovitaKling/taskLog/periodSpending';
import { RowWriter } from '../../../nodes/NovitaKling/taskLog/rowWriter';
import { memoryTable, newRow } from './memoryTable.cts';

const SINCE = new Date('2026-11-26T00:00:00Z');
const at = (submittedAt: string, estimatedCostUsd: number | null) =>
	newRow({ submittedAt, estimatedCostUsd });

/** A log with rows, and what it cost since the morning. */
async function spendingOf(rows: ReturnType<typeof newRow>[], ownPrice?: number) {
	const table = memoryTable();
	await table.write({ changes: [], removals: [], newRows: rows });
	return { table, spending: new PeriodSpending(new RowWriter(table), SINCE, ownPrice) };
}

it('counts the rows of the period, whatever became of them, to the last digit', async () => {
	const rows = [
		at('2026-11-25T23:59:59.999Z', 1.17),
		at('2026-11-26T00:00:00Z', 0.252),
		...(['submitted', 'delivered', 'failed', 'unknown'] as const).map((status) =>
			newRow({ status, submittedAt: '2026-11-26T09:00:00Z', estimatedCostUsd: 0.1 }),
		),
	];
	const { spending } = await spendingOf(rows);
	expect(await spending.sum()).toEqual({ videos: 5, cost: 652_000, unpriced: 0 });
	expect(await spending.sum(3)).toEqual({ videos: 1, cost: 252_000, unpriced: 0 });
});

it('counts tasks of unknown price at the own price, where there is one', async () => {
	const rows = [at('2026-11-26T09:00:00Z', null), at('2026-11-26T09:00:00Z', 2)];
	const odd = newRow({ submittedAt: '2026-11-26T09:00:00Z', estimatedCostUsd: -5 });
	const { spending } = await spendingOf([...rows, odd]);
	expect(await spending.sum()).toEqual({ videos: 3, cost: 2_000_000, unpriced: 2 });
	const priced = await spendingOf([...rows, odd], 1_500_000);
	expect(await priced.spending.sum()).toEqual({ videos: 3, cost: 5_000_000, unpriced: 0 });
});

it('items side by side share a call, and each sees what was stored before it', async () => {
	const { table, spending } = await spendingOf([at('2026-11-26T09:00:00Z', 1)]);
	const first = spending.sum();
	await first;
	await table.write({ changes: [], removals: [], newRows: [at('2026-11-26T10:00:00Z', 1)] });
	const sums = await Promise.all(Array.from({ length: 50 }, async () => await spending.sum()));
	expect(new Set(sums.map((sum) => sum?.cost))).toEqual(new Set([2_000_000]));
	expect(table.calls.filter((call) => call === 'since')).toHaveLength(2);
});

it('is not known where the log is off', async () => {
	const spending = new PeriodSpending(new RowWriter(undefined), SINCE, 1);
	expect(await spending.sum()).toBeUndefined();
});

it('executions side by side share a call, and repeat one that ended with its execution', async () => {
	const { table } = await spendingOf([at('2026-11-26T09:00:00Z', 1)]);
	let stopped = 1;
	const findSince = async (moment: Date) => {
		const rows = await table.findSince(moment);
		stopped -= 1;
		if (stopped === 0) throw new Error('The execution was canceled');
		return rows;
	};
	const shared = { ...table, findSince };
	const executions = Array.from(
		{ length: 3 },
		() => new PeriodSpending(new RowWriter(shared), SINCE, undefined),
	);
	const sums = async () => await Promise.all(executions.map(async (one) => await one.sum()));
	const one = { videos: 1, cost: 1_000_000, unpriced: 0 };
	expect(await sums()).toEqual([one, one, one]);
	// The shared call, and one for each that waited for it.
	expect(table.calls.filter((call) => call === 'since')).toHaveLength(4);
	expect(await sums()).toEqual([one, one, one]);
	expect(table.calls.filter((call) => call === 'since')).toHaveLength(5);
});
