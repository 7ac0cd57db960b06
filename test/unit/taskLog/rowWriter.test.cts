import { RowWriter } from '../../../nodes/NovitaKling/taskLog/rowWriter';
import { runClock, useTestClock } from '../run.cts';
import { memoryTable, newRow } from './memoryTable.cts';

const MINUTE = 60_000;

beforeEach(useTestClock);
afterEach(() => jest.useRealTimers());

const inserted = async (writer: RowWriter, count: number) =>
	await runClock(
		async () =>
			await Promise.all(
				Array.from(
					{ length: count },
					async (_value, item) => await writer.insert(newRow({ item })),
				),
			),
		2 * MINUTE,
	);

it('writes the rows of items side by side in one call', async () => {
	const table = memoryTable();
	const { value } = await inserted(new RowWriter(table), 50);
	expect(value).toEqual(Array.from({ length: 50 }, (_value, index) => index + 1));
	expect(table.calls).toEqual(['insert 50']);
});

it('writes changes that come together in one call, and waits for them', async () => {
	const table = memoryTable();
	const writer = new RowWriter(table);
	await inserted(writer, 3);
	for (const id of [1, 2, 3]) {
		writer.change({ where: { column: 'id', value: id }, values: { taskId: `task ${id}` } });
	}
	await runClock(async () => await writer.flush(), MINUTE);
	expect(table.calls).toEqual(['insert 3', 'update 3']);
	expect(table.rows.map(({ taskId }) => taskId)).toEqual(['task 1', 'task 2', 'task 3']);
});

it('is off without a table, and costs no time', async () => {
	const writer = new RowWriter(undefined);
	const { value, took } = await inserted(writer, 2);
	expect(value).toEqual([undefined, undefined]);
	expect(took).toBe(0);
	expect(writer.fault).toBeUndefined();
});

it('turns itself off at the first fault, and lets everybody go on', async () => {
	const table = memoryTable();
	table.insert = async () => await Promise.reject(new Error('The quota is reached'));
	const writer = new RowWriter(table);
	expect((await inserted(writer, 2)).value).toEqual([undefined, undefined]);
	expect(writer.fault).toBe('The quota is reached');
	expect((await inserted(writer, 1)).value).toEqual([undefined]);
	writer.change({ where: { column: 'id', value: 1 }, values: {} });
	await runClock(async () => await writer.flush(), MINUTE);
	expect(table.calls).toEqual([]);
});

it('does not wait for a database that does not answer', async () => {
	const table = memoryTable();
	table.insert = async () => await new Promise<never>(() => undefined);
	const writer = new RowWriter(table);
	const { value, took } = await inserted(writer, 1);
	expect(value).toEqual([undefined]);
	expect(took).toBeLessThan(1.5 * MINUTE);
	expect(writer.fault).toContain('in time');
});

it.each([
	['works', async () => [1]],
	['fails', async () => await Promise.reject(new Error('The quota is reached'))],
])(
	'leaves no timer behind where the table %s, which would keep a process alive',
	async (_name, insert) => {
		const table = memoryTable();
		table.insert = insert;
		const writer = new RowWriter(table);
		await inserted(writer, 1);
		await runClock(async () => await writer.flush(), MINUTE);
		expect(jest.getTimerCount()).toBe(0);
	},
);
