import { sleep } from 'n8n-workflow';

import { RowReader } from '../../../nodes/NovitaKling/taskLog/rowReader';
import { RowWriter } from '../../../nodes/NovitaKling/taskLog/rowWriter';
import { runClock, useTestClock } from '../run.cts';
import { memoryTable, newRow } from './memoryTable.cts';

const MINUTE = 60_000;

useTestClock();

it('looks up what items ask for side by side with one call, and gives each its own rows', async () => {
	const table = memoryTable();
	const reader = new RowReader(new RowWriter(table));
	const keys = Array.from({ length: 50 }, (_value, index) => `order ${index}`);
	const newRows = keys.map((idempotencyKey) => newRow({ idempotencyKey }));
	await table.write({ changes: [], removals: [], newRows });
	const { value } = await runClock(
		async () =>
			await Promise.all(keys.map(async (key) => await reader.rowsWhere('idempotencyKey', key))),
		MINUTE,
	);
	expect(value).toMatchObject(keys.map((idempotencyKey) => [{ idempotencyKey }]));
	expect(table.calls.slice(1)).toEqual(['find by 50 of idempotencyKey']);
});

it('sees what was written before it was asked, though another call was under way', async () => {
	const table = memoryTable();
	const slow = memoryTable();
	slow.find = async (where) => {
		const found = await table.find(where);
		await sleep(100);
		return found;
	};
	const reader = new RowReader(new RowWriter(slow));
	const { value } = await runClock(async () => {
		const first = reader.rowsWhere('runKey', 'run');
		await sleep(50);
		await table.write({ changes: [], removals: [], newRows: [newRow()] });
		const second = reader.rowsWhere('runKey', 'run');
		return [await first, await second];
	}, MINUTE);
	expect(value?.map((rows) => rows?.length)).toEqual([0, 1]);
});
