import { items, KLING_TYPE, KLING, useKling } from './setup.cts';
import type { NodeDescription } from './harness/engine.cts';
import type { StandIn } from '../novita-standin/standin.cts';

const tests = useKling();

const BALANCE_PATH = '/openapi/v1/billing/balance/detail';

/** A node that gets the balance, with nothing else filled in. */
const balanceNode = (more: Partial<NodeDescription> = {}): NodeDescription => ({
	name: KLING,
	type: KLING_TYPE,
	parameters: { resource: 'account', operation: 'getBalance' },
	...more,
});

/** Novita's own texts, in units of 0.0001 USD. */
const RAW = {
	availableBalance: '123456',
	cashBalance: '100000',
	creditLimit: '23456',
	outstandingInvoices: '0',
};

const IN_DOLLARS = {
	availableBalance: 12.3456,
	cashBalance: 10,
	creditLimit: 2.3456,
	outstandingInvoices: 0,
	currency: 'USD',
};

type BalanceFaults = Parameters<StandIn['setBalanceFaults']>[0];

describe('the balance', () => {
	it.concurrent('comes in dollars', async () => {
		const scene = await tests.scene();
		scene.novita.setBalance(RAW);
		const run = await scene.run(balanceNode());
		expect(run.error?.message).toBeUndefined();
		expect(run.output(KLING)).toEqual([{ json: IN_DOLLARS, pairedItem: { item: 0 } }]);
		expect(scene.novita.requests).toMatchObject([
			{ method: 'GET', path: BALANCE_PATH, status: 200 },
		]);
		expect(scene.novita.tasks).toEqual([]);
	});

	it.concurrent.each([
		['1', 0.0001],
		['11700', 1.17],
		['-50000', -5],
		['9007199254740991', 900_719_925_474.0991],
		['0', 0],
	])('of %s units is %d dollars, and a number', async (availableBalance, dollars) => {
		const scene = await tests.scene();
		scene.novita.setBalance({ availableBalance });
		const run = await scene.run(balanceNode());
		expect(run.output(KLING)[0]?.json).toMatchObject({
			availableBalance: dollars,
		});
	});

	it.concurrent('is requested once for many items, and each gets it', async () => {
		const scene = await tests.scene();
		const input = items(...Array.from({ length: 25 }, (_, number) => ({ number })));
		const run = await scene.run(balanceNode(), { input });
		const output = run.output(KLING);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			input.map((_item, item) => ({ item })),
		);
		expect(new Set(output.map(({ json }) => json.availableBalance))).toEqual(new Set([100]));
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent('is fresh each time the node runs', async () => {
		const scene = await tests.scene();
		await scene.run(balanceNode());
		scene.novita.setBalance({ availableBalance: '20000' });
		const run = await scene.run(balanceNode());
		expect(run.output(KLING)[0]?.json.availableBalance).toBe(2);
	});
});

describe('faults that pass', () => {
	it.concurrent.each<[what: string, faults: BalanceFaults]>([
		['503', [{ kind: 'gateway', status: 503 }]],
		['502 as a page', [{ kind: 'gateway', status: 502, body: 'html' }]],
		['too many requests', [{ kind: 'rateLimit' }]],
		['too many requests, with a time', [{ kind: 'rateLimit', retryAfterSeconds: 1 }]],
		['a connection cut', [{ kind: 'reset' }]],
		['a page with status 200', [{ kind: 'html' }]],
		['an empty object', [{ kind: 'oddJson', shape: 'emptyObject' }]],
	])('%s: requested again', async (_what, faults) => {
		const scene = await tests.scene();
		scene.novita.setBalanceFaults(faults);
		const run = await scene.run(balanceNode());
		expect(run.error?.message).toBeUndefined();
		expect(run.output(KLING)[0]?.json.availableBalance).toBe(100);
		expect(scene.novita.requestsTo('balance')).toHaveLength(2);
	});
});

describe('a balance that cannot be read', () => {
	const wrongKey = (url: string) => ({ apiKey: 'sk_engine-tests_wrong', baseUrl: url });

	it.concurrent('with a wrong key ends at once and names the credential', async () => {
		const scene = await tests.scene();
		const run = await scene.run(balanceNode(), { credential: wrongKey(scene.novita.url) });
		expect(run.status).toBe('error');
		expect(run.errorText).toMatch(/API key/i);
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent('under Continue gives each item the reason', async () => {
		const scene = await tests.scene();
		const node = balanceNode({ onError: 'continueRegularOutput' });
		const input = items({ number: 1 }, { number: 2 });
		const run = await scene.run(node, { input, credential: wrongKey(scene.novita.url) });
		expect(run.error?.message).toBeUndefined();
		expect(run.output(KLING)).toMatchObject(
			[0, 1].map((item) => ({
				json: { error: { message: expect.any(String), reason: 'INVALID_API_KEY' } },
				pairedItem: { item },
			})),
		);
		expect(run.output(KLING).map(({ json }) => Object.keys(json).sort())).toEqual([
			['error'],
			['error'],
		]);
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent('goes to the error branch where there is one', async () => {
		const scene = await tests.scene();
		const node = balanceNode({ onError: 'continueErrorOutput' });
		const run = await scene.run(node, { credential: wrongKey(scene.novita.url) });
		expect(run.output(KLING, 0)).toEqual([]);
		expect(run.output(KLING, 1)).toHaveLength(1);
	});

	it.concurrent('as Novita answers with faults only, says so in the end', async () => {
		const scene = await tests.scene();
		scene.novita.setBalanceFaults([{ kind: 'gateway', status: 503, times: Infinity }]);
		const run = await scene.run(balanceNode());
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('balance');
		expect(scene.novita.requests.length).toBeLessThanOrEqual(10);
	});
});
