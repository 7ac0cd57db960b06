import { RowWriter } from '../../../nodes/NovitaKling/taskLog/rowWriter';
import type { LogRow } from '../../../nodes/NovitaKling/taskLog/table';
import { UsualTimes } from '../../../nodes/NovitaKling/taskLog/usualTimes';
import { memoryTable, newRow } from './memoryTable.cts';

/** The times of a run on a table that holds a row for each time in seconds. */
async function timesAfter(rows: ReadonlyArray<Partial<LogRow>>) {
	const table = memoryTable();
	await table.write({ changes: [], removals: [], newRows: rows.map((row) => newRow(row)) });
	const writer = new RowWriter(table);
	return { table, writer, times: new UsualTimes(writer) };
}

const took = (...seconds: number[]) => seconds.map((tookSeconds) => ({ tookSeconds }));

describe('UsualTimes', () => {
	it('gives the usual time of the latest tasks of a kind', async () => {
		const others = took(30, 30, 30).map((row) => ({ ...row, model: 'kling-v1.6' }));
		const { times } = await timesAfter([
			...took(240, 240, 240, 240),
			...took(90, 91, 89, 90, 90),
			...others,
		]);
		const usual = await times.of(newRow());
		expect(usual?.middle).toBeGreaterThan(89_000);
		expect(usual?.middle).toBeLessThan(91_000);
		expect((await times.of(newRow({ model: 'kling-v1.6' })))?.middle).toBeCloseTo(30_000, 3);
	});

	it.each<[string, Partial<LogRow>]>([
		['another length', { seconds: 10 }],
		['another mode', { mode: 'Professional' }],
		['another operation', { operation: 'imageToVideo' }],
	])('knows nothing of %s', async (_name, kind) => {
		const { times } = await timesAfter(took(90, 90, 90));
		expect(await times.of(newRow(kind))).toBeUndefined();
	});

	it('reads the table once, however many items ask', async () => {
		const { table, times } = await timesAfter(took(90, 90, 90));
		await Promise.all(Array.from({ length: 50 }, async () => await times.of(newRow())));
		expect(table.calls.filter((call) => call.startsWith('latest'))).toHaveLength(1);
	});

	it('reads the table once for runs that start together, and anew for later ones', async () => {
		const { table, writer, times } = await timesAfter(took(90, 90, 90));
		const laterTimes = async (time: number) => {
			jest.spyOn(Date, 'now').mockReturnValue(time);
			return await new UsualTimes(writer).of(newRow());
		};
		const now = Date.now();
		await Promise.all([times.of(newRow()), laterTimes(now + 5_000)]);
		expect(table.calls.filter((call) => call.startsWith('latest'))).toHaveLength(1);
		expect((await laterTimes(now + 60_000))?.middle).toBeCloseTo(90_000, 3);
		expect(table.calls.filter((call) => call.startsWith('latest'))).toHaveLength(2);
		jest.restoreAllMocks();
	});

	it('a read that fails turns no log off, and is not kept', async () => {
		const { table, writer, times } = await timesAfter(took(90, 90, 90));
		jest.spyOn(table, 'findLatest').mockRejectedValueOnce(new Error('The execution was stopped'));
		expect(await times.of(newRow())).toBeUndefined();
		expect(writer.fault).toBeUndefined();
		expect(await new UsualTimes(writer).of(newRow())).toBeDefined();
	});

	it('writes what it measured with one call, for a few tasks of a run', async () => {
		const tasks = Array.from({ length: 50 }, (_, index) => ({ taskId: `task ${index}` }));
		const { table, writer, times } = await timesAfter(tasks);
		tasks.forEach(({ taskId }, index) => times.note(taskId, 90_000 + index));
		times.write();
		await writer.flush();
		const written = table.rows.filter(({ tookSeconds }) => tookSeconds !== null);
		expect(written).toHaveLength(18);
		expect(written[0]).toMatchObject({ taskId: 'task 0', tookSeconds: 90 });
		expect(table.calls.slice(1)).toEqual(['18 changes']);
	});
});
