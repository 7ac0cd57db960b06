import { RowWriter } from '../../../nodes/NovitaKling/taskLog/rowWriter';
import { TaskLog } from '../../../nodes/NovitaKling/taskLog/taskLog';
import { runClock, useTestClock } from '../run.cts';
import { memoryTable, newRow } from './memoryTable.cts';

const MINUTE = 60_000;
const KEYED = newRow({ idempotencyKey: 'order 1' });

useTestClock();

/** The logs of two executions on one table. */
function twoLogs() {
	const table = memoryTable();
	return { table, logs: [1, 2].map(() => new TaskLog(new RowWriter(table))) };
}

const claim = async (log: TaskLog, more: { row?: object; resubmitUnknown?: boolean } = {}) =>
	await log.claim(
		{ ...KEYED, ...more.row },
		{
			deadline: Date.now() + 10 * MINUTE,
			signal: new AbortController().signal,
			resubmitUnknown: more.resubmitUnknown ?? false,
		},
	);

const onClock = async <T,>(step: () => Promise<T>) => await runClock(step, 60 * MINUTE);

describe('an order with a key', () => {
	it('is paid for by the first request, and the others wait for its task', async () => {
		const { table, logs } = twoLogs();
		const { value } = await onClock(async () => {
			const first = await claim(logs[0]);
			const second = claim(logs[1]);
			if ('request' in first) first.request.submitted('abc');
			return [first, await second];
		});
		expect(value).toMatchObject([{ request: {} }, { task: { taskId: 'abc' } }]);
		await onClock(async () => await logs[1].writer.flush());
		expect(table.rows).toMatchObject([{ taskId: 'abc', status: 'submitted' }]);
	});

	it('goes to the next request when the first one was refused', async () => {
		const { logs } = twoLogs();
		const { value } = await onClock(async () => {
			const first = await claim(logs[0]);
			const second = claim(logs[1]);
			if ('request' in first) first.request.refused();
			return await second;
		});
		expect(value).toMatchObject({ request: {} });
	});

	it.each([
		['is refused where the outcome of the first request is unknown', false, { thrown: {} }],
		['is submitted again where the user wants it', true, { value: { request: {} } }],
	])('%s', async (_name, resubmitUnknown, expected) => {
		const { logs } = twoLogs();
		const ending = await onClock(async () => {
			const first = await claim(logs[0]);
			if ('request' in first) first.request.unknown('the connection was lost');
			return await claim(logs[1], { resubmitUnknown });
		});
		expect(ending).toMatchObject(expected);
	});

	it('takes a request whose process was killed for one of unknown outcome', async () => {
		const { logs } = twoLogs();
		const { thrown, took } = await onClock(async () => {
			await claim(logs[0]);
			return await claim(logs[1]);
		});
		expect(thrown).toMatchObject({ details: { kind: 'unknownOutcome' } });
		expect(took).toBeLessThan(6 * MINUTE);
	});

	it.each([
		['another key', { idempotencyKey: 'order 2' }],
		['another workflow', { workflowId: 'v' }],
	])('is another one with %s', async (_name, row) => {
		const { logs } = twoLogs();
		const { value } = await onClock(async () => {
			await claim(logs[0]);
			return await claim(logs[1], { row });
		});
		expect(value).toMatchObject({ request: {} });
	});

	it('starts anew once its task has failed', async () => {
		const { logs } = twoLogs();
		const { value } = await onClock(async () => {
			const first = await claim(logs[0]);
			if ('request' in first) first.request.submitted('abc');
			logs[0].end(['abc'], 'failed', 'Too dark');
			await logs[0].writer.flush();
			return await claim(logs[1]);
		});
		expect(value).toMatchObject({ request: {} });
	});

	const BROKEN = async () => await Promise.reject(new Error('the table is full'));

	it.each([
		['is off', undefined, 'which is off'],
		['cannot be written', { ...memoryTable(), write: BROKEN }, '(the table is full)'],
		['cannot be read', { ...memoryTable(), find: BROKEN }, '(the table is full)'],
	])('is not paid for where the log %s', async (_name, table, why) => {
		const log = new TaskLog(new RowWriter(table));
		const { thrown } = await onClock(async () => await claim(log));
		expect(thrown).toMatchObject({
			message: expect.stringContaining(why),
			details: { kind: 'notSent', parameter: 'taskLog' },
		});
	});
});

it('an item of a retry without a key is paid for where the log cannot be written', async () => {
	const log = new TaskLog(new RowWriter(undefined));
	expect(await claim(log, { row: { idempotencyKey: '' } })).toMatchObject({ request: {} });
});
