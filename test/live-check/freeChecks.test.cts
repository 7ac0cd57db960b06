import { writeFileSync } from 'node:fs';
import { PAGES } from '../novita-standin/pages.cts';
import type { StandIn, SubmitFault } from '../novita-standin/standin.cts';
import { withLiveCheck } from './liveCheckCommand.cts';

/** Paths of all submits, in their order. */
const submitsTo = (standIn: StandIn) => standIn.requestsTo('submit').map(({ path }) => path);

/** A route in the middle of the order in which they are asked. */
const ROUTE = 'kling-v3.0-pro-t2v';

/** Requests for the balance before the first body is posted: for the key, for its form, for the posts. */
const BALANCES_BEFORE = 3;

it('finds all as the node expects, pays nothing and keeps no secret', async () => {
	await withLiveCheck(
		async (check) => {
			const { exitCode, output, report = '' } = await check.run();
			expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
			const paths = Object.keys(PAGES).map((name) => `/v3/async/${name}`);
			expect(new Set(submitsTo(check.standIn))).toEqual(new Set(paths));
			expect(check.standIn.tasks).toEqual([]);
			expect(output).toContain('nothing can be billed');
			expect(report).toMatch(/Asked at http.*, which is not Novita's own address\./);
			expect(report).toContain('Kling V1.6, Image to Video: the route exists');
			expect(report).toContain('"reason": "TASK_NOT_FOUND"');
			expect(report).toContain('"availableBalance": "…"');
			expect(output + report).not.toMatch(/Not as the node expects|Not settled/);
			expect(output + report).not.toContain(check.standIn.apiKey);
			expect(report).not.toContain('1000000');
		},
		{ apiKey: 'sk_the-key-of-the-account' },
	);
});

it('names a model that was retired, and asks the others all the same', async () => {
	await withLiveCheck(async (check) => {
		check.standIn.behave({ path: ROUTE }, { submit: [{ kind: 'routeNotFound' }] });
		const { exitCode, report } = await check.run();
		expect(exitCode).toBe(1);
		expect(report).toContain('Kling V3.0 Pro, Text to Video: Novita does not offer it any more');
		expect(report).toContain('Kling V1.6, Text to Video: the route exists');
	});
});

it('does not take an overload for an answer', async () => {
	await withLiveCheck(async (check) => {
		check.standIn.behave({ path: ROUTE }, { submit: [{ kind: 'gateway', status: 503 }] });
		const { exitCode, report } = await check.run();
		expect(exitCode).toBe(1);
		expect(report).toMatch(
			/Not settled.* Kling V3\.0 Pro, Text to Video: the answer does not tell/,
		);
	});
});

const SIGNS: ReadonlyArray<readonly [sign: string, fault: SubmitFault, says: string]> = [
	['a task', { kind: 'answer', text: '{"task_id":"task-1"}' }, 'was answered with a task ID'],
	['a success without a task', { kind: 'answer', status: 202, text: '{}' }, 'was not refused'],
	[
		'a refusal that names a task',
		{ kind: 'answer', status: 500, text: '{"code":500,"metadata":{"task_id":"task-1"}}' },
		'was answered with a task ID',
	],
];

it.each(SIGNS)('stops at once at %s', async (_sign, fault, says) => {
	await withLiveCheck(async (check) => {
		check.standIn.behave({ path: ROUTE }, { submit: [fault] });
		const { exitCode, output, report } = await check.run();
		expect(exitCode).toBe(1);
		expect(submitsTo(check.standIn).at(-1)).toMatch(ROUTE);
		expect(output).toContain(says);
		expect(report).toContain(says);
		expect(report).toContain('Kling V3.0 Standard, Text to Video: the route exists');
	});
});

it('stops at once when the balance changes', async () => {
	await withLiveCheck(async (check) => {
		const before = Array.from({ length: BALANCES_BEFORE }, () => 'none' as const);
		const changed = { kind: 'answer', text: '{"availableBalance":"999999"}' } as const;
		check.standIn.setBalanceFaults([...before, changed]);
		const { exitCode, report } = await check.run();
		expect(exitCode).toBe(1);
		expect(submitsTo(check.standIn)).toEqual([]);
		expect(report).toContain('The balance changed after POST /v3/async/kling-no-such-model');
	});
});

it('stops when the balance cannot be read any more', async () => {
	await withLiveCheck(async (check) => {
		const before = Array.from({ length: BALANCES_BEFORE }, () => 'none' as const);
		const away = { kind: 'gateway', status: 503, times: Infinity } as const;
		check.standIn.setBalanceFaults([...before, away]);
		const { exitCode, report } = await check.run();
		expect(exitCode).toBe(1);
		expect(submitsTo(check.standIn)).toEqual([]);
		expect(report).toContain('The balance could not be read');
	});
});

describe('asks for nothing and writes nothing', () => {
	it('without a key', async () => {
		await withLiveCheck(async (check) => {
			const { exitCode, output, report } = await check.run({ apiKey: '' });
			expect(exitCode).toBe(1);
			expect(output).toContain('NOVITA_API_KEY is not set');
			expect(report).toBeUndefined();
			expect(check.standIn.requests).toEqual([]);
		});
	});

	it('with a wrong key, but for the balance', async () => {
		await withLiveCheck(async (check) => {
			const { exitCode, output, report } = await check.run({ apiKey: 'sk_of-another-account' });
			expect(exitCode).toBe(1);
			expect(output).toContain('INVALID_API_KEY');
			expect(output).not.toContain('sk_of-another-account');
			expect(report).toBeUndefined();
			expect(check.standIn.requests).toHaveLength(1);
		});
	});

	it('while the service is down', async () => {
		await withLiveCheck(async (check) => {
			check.standIn.refuseConnections();
			const { exitCode, output, report } = await check.run();
			expect(exitCode).toBe(1);
			expect(output).toContain('no connection to the service (ECONNREFUSED)');
			expect(report).toBeUndefined();
		});
	});

	it('over a file that is something else', async () => {
		await withLiveCheck(async (check) => {
			writeFileSync(check.file, '# What Novita really does\n\nAsked at https://api.novita.ai.\n');
			const { exitCode, output, report } = await check.run();
			expect(exitCode).toBe(1);
			expect(output).toContain('is not a report about this address');
			expect(report).toContain('Asked at https://api.novita.ai.');
			expect(check.standIn.requests).toEqual([]);
		});
	});
});
