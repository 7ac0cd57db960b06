import { sleep } from 'n8n-workflow';

import { RowWriter } from '../../../nodes/NovitaKling/taskLog/rowWriter';
import { runClock, useTestClock } from '../run.cts';
import { memoryTable, newRow } from './memoryTable.cts';

const MINUTE = 60_000;

useTestClock();

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
	expect(table.calls).toEqual(['50 newRows']);
});

it('writes changes that come together in one call, and waits for them', async () => {
	const table = memoryTable();
	const writer = new RowWriter(table);
	await inserted(writer, 3);
	for (const id of [1, 2, 3]) {
		writer.change({ where: { column: 'id', values: [id] }, values: { taskId: `task ${id}` } });
	}
	await runClock(async () => await writer.flush(), MINUTE);
	expect(table.calls).toEqual(['3 newRows', '3 changes']);
	expect(table.rows.map(({ taskId }) => taskId)).toEqual(['task 1', 'task 2', 'task 3']);
});

it('writes fifty items that are submitted one after the other with a handful of calls', async () => {
	const table = memoryTable();
	const writer = new RowWriter(table);
	const submitted = async (item: number) => {
		// As Novita's rate limit lets them: twenty at once, and then one after the other.
		await sleep(Math.max(0, item - 20) * 50);
		const id = await writer.insert(newRow({ item }));
		writer.change({ where: { column: 'id', values: [id!] }, values: { taskId: 'abc' } });
	};
	await runClock(async () => {
		await Promise.all(Array.from({ length: 50 }, async (_value, item) => await submitted(item)));
		await writer.flush();
	}, MINUTE);
	expect(table.rows.filter(({ taskId }) => taskId !== '')).toHaveLength(50);
	expect(table.calls.length).toBeLessThanOrEqual(8);
});

it('writes the ID of a task of few items at once', async () => {
	const writer = new RowWriter(memoryTable());
	await inserted(writer, 3);
	const { took } = await runClock(async () => {
		writer.change({ where: { column: 'id', values: [1] }, values: { taskId: 'abc' } });
		await writer.insert(newRow());
	}, MINUTE);
	expect(took).toBeLessThan(50);
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
	table.write = async () => await Promise.reject(new Error('The quota is reached'));
	const writer = new RowWriter(table);
	expect((await inserted(writer, 2)).value).toEqual([undefined, undefined]);
	expect(writer.fault).toBe('The quota is reached');
	expect((await inserted(writer, 1)).value).toEqual([undefined]);
	writer.change({ where: { column: 'id', values: [1] }, values: {} });
	await runClock(async () => await writer.flush(), MINUTE);
	expect(table.calls).toEqual([]);
});

it('does not wait for a database that does not answer', async () => {
	const table = memoryTable();
	table.write = async () => await new Promise<never>(() => undefined);
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
		table.write = insert;
		const writer = new RowWriter(table);
		await inserted(writer, 1);
		await runClock(async () => await writer.flush(), MINUTE);
		expect(jest.getTimerCount()).toBe(0);
	},
);
