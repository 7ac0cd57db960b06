import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import type { Bill, StandIn } from '../novita-standin/standin.cts';
import type { NodeDescription } from './harness/engine.cts';
import { items, KLING_TYPE, KLING, useKling } from './setup.cts';

const tests = useKling();

const USAGE_PATH = '/openapi/v1/billing/bill/list';
const HOUR = 3600;

/** A node that gets the usage. */
const usageNode = (
	parameters: INodeParameters = {},
	more: Partial<NodeDescription> = {},
): NodeDescription => ({
	name: KLING,
	type: KLING_TYPE,
	parameters: { resource: 'account', operation: 'getUsage', ...parameters },
	...more,
});

const custom = (from: string, to = ''): INodeParameters => ({ period: 'custom', from, to });

/** Days of the calendar that the servers go by. */
const days = (from: string, to: string) => custom(`${from}T00:00:00Z`, `${to}T00:00:00Z`);
const seconds = (text: string) => Date.parse(text) / 1000;

/** The bill of an hour. */
const billAt = (hour: string, amounts: Partial<Bill> = {}): Bill => ({
	userId: 'u',
	startTime: String(seconds(hour)),
	endTime: String(seconds(hour) + HOUR),
	billingMethod: '1',
	productName: 'kling-v2.1-t2v-master',
	category: 'gen_api',
	amount: '11700',
	voucherAmount: '0',
	payAmount: '11700',
	payAmountDisplay: '1.17',
	pricePrecision: '1',
	...amounts,
});

describe('the usage', () => {
	it.concurrent('is an item a bill, in dollars to the last decimal', async () => {
		const scene = await tests.scene();
		scene.novita.setBills([
			billAt('2026-10-05T08:00:00Z'),
			billAt('2026-10-05T09:00:00Z', {
				productName: 'kling-v3.0-std-t2v',
				amount: '2520',
				amountDecimal: '0.25200001',
				voucherAmountDecimal: '0.1',
				payableDecimal: '0.15200001',
			}),
		]);
		const node = usageNode(days('2026-10-05', '2026-10-06'));
		const run = await scene.run(node);
		expect(run.error?.message).toBeUndefined();
		expect(run.output(KLING).map(({ json }) => json)).toEqual([
			{
				startTime: '2026-10-05T08:00:00.000Z',
				endTime: '2026-10-05T09:00:00.000Z',
				productName: 'kling-v2.1-t2v-master',
				category: 'gen_api',
				amount: 1.17,
				voucherAmount: 0,
				payAmount: 1.17,
				amountDecimal: '1.17',
				currency: 'USD',
			},
			expect.objectContaining({
				amount: 0.25200001,
				amountDecimal: '0.25200001',
				voucherAmount: 0.1,
				payAmount: 0.15200001,
			}),
		]);
		expect(run.output(KLING).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
		]);
		expect(scene.novita.requests).toMatchObject([
			{ method: 'GET', path: USAGE_PATH, query: { cycleType: 'Hour', productCategory: 'gen_api' } },
		]);
	});

	it.concurrent("has Novita's own bill beside it where Simplify is off", async () => {
		const scene = await tests.scene();
		const bill = billAt('2026-10-05T08:00:00Z');
		scene.novita.setBills([bill]);
		const run = await scene.run(
			usageNode({ ...days('2026-10-05', '2026-10-06'), simplify: false }),
		);
		expect(run.output(KLING)[0].json.raw).toEqual(bill);
	});

	it.concurrent('is one sum, which no float rounds', async () => {
		const scene = await tests.scene();
		const bills = Array.from({ length: 1000 }, (_, index) =>
			billAt(new Date(Date.UTC(2026, 9, 1) + index * HOUR * 1000).toISOString(), {
				amountDecimal: '0.1000000001',
			}),
		);
		scene.novita.setBills(bills);
		const run = await scene.run(usageNode({ ...days('2026-10-01', '2026-11-20'), sum: true }));
		expect(run.output(KLING).map(({ json }) => json)).toEqual([
			{
				...{ startTime: '2026-10-01T00:00:00.000Z', endTime: '2026-11-20T00:00:00.000Z' },
				...{ timeZone: expect.any(String), bills: 1000, currency: 'USD' },
				...{ amount: 100.0000001, amountDecimal: '100.0000001', voucherAmount: 0, payAmount: 1170 },
			},
		]);
	});

	it.concurrent('of a long time is asked in parts, and each bill counts once', async () => {
		const scene = await tests.scene();
		// On the edges of the weeks, where Novita gives a bill to both sides.
		const hours = ['2026-09-01T00:00:00Z', '2026-09-07T23:00:00Z', '2026-09-08T00:00:00Z'];
		const more = ['2026-09-15T00:00:00Z', '2026-09-30T23:00:00Z'];
		const outside = ['2026-08-31T23:00:00Z', '2026-10-01T00:00:00Z'];
		scene.novita.setBills([...hours, ...more, ...outside].map((hour) => billAt(hour)));
		const run = await scene.run(usageNode(days('2026-09-01', '2026-10-01')));
		expect(run.output(KLING).map(({ json }) => json.startTime)).toEqual(
			[...hours, ...more].map((hour) => new Date(hour).toISOString()),
		);
		const asked = scene.novita.requests.map(({ query }) => [query.startTime, query.endTime]);
		expect(asked).toHaveLength(5);
		for (const [index, [start, end]] of asked.entries()) {
			expect(Number(end) - Number(start)).toBeLessThanOrEqual(7 * 24 * HOUR);
			if (index > 0) expect(start).toBe(asked[index - 1][1]);
		}
	});

	it.concurrent.each([
		['today', 0, 25],
		['yesterday', 24, 49],
		['last7Days', 6 * 24, 7 * 24 + 1],
		['thisMonth', 0, 31 * 24 + 1],
	])('of %s begins at midnight', async (period, fewest, most) => {
		const scene = await tests.scene();
		const run = await scene.run(usageNode({ period, sum: true }));
		const { startTime, endTime, amount } = run.output(KLING)[0].json;
		const start = new Date(String(startTime));
		const hoursAgo = (Date.now() - start.getTime()) / 3_600_000;
		expect(hoursAgo).toBeGreaterThanOrEqual(fewest);
		expect(hoursAgo).toBeLessThanOrEqual(most);
		expect(new Date(String(endTime)).getTime()).toBeLessThanOrEqual(Date.now());
		expect(amount).toBe(0);
	});

	it.concurrent('begins in the time zone of the workflow', async () => {
		const scene = await tests.scene();
		const settings = { timezone: 'Asia/Tokyo' };
		const nodes = [usageNode({ ...custom('2026-10-05T00:00:00', '2026-10-06'), sum: true })];
		const run = await scene.run({ nodes, settings });
		expect(run.output(KLING)[0].json).toMatchObject({
			startTime: '2026-10-04T15:00:00.000Z',
			endTime: '2026-10-05T15:00:00.000Z',
			timeZone: 'Asia/Tokyo',
		});
	});

	it.concurrent('is asked once for equal items, and by a part of the name', async () => {
		const scene = await tests.scene();
		scene.novita.setBills([
			billAt('2026-10-05T08:00:00Z'),
			billAt('2026-10-05T08:00:00Z', { productName: 'flux' }),
		]);
		const node = usageNode({ ...days('2026-10-05', '2026-10-06'), productName: ' Kling ' });
		const run = await scene.run(node, { input: items({ row: 1 }, { row: 2 }) });
		expect(run.output(KLING).map(({ json, pairedItem }) => [json.productName, pairedItem])).toEqual(
			[
				['kling-v2.1-t2v-master', { item: 0 }],
				['kling-v2.1-t2v-master', { item: 1 }],
			],
		);
		expect(scene.novita.requests).toMatchObject([{ query: { productName: 'Kling' } }]);
	});
});

describe('a range that makes no sense is refused before anything is asked', () => {
	it.concurrent.each([
		['no start', custom('={{ $json.no }}'), 'From is empty'],
		['an end before the start', custom('2026-10-05', '2026-10-05'), 'To is not after From'],
		['a start in the future', custom('2999-01-01'), 'From is in the future'],
		['no date', custom('last week'), 'From cannot be last week'],
		['a day that is none', custom('2026-02-31'), 'From cannot be 2026-02-31'],
		['too long', custom('2024-01-01', '2026-01-01'), 'longer than 366 days'],
		['a period that is none', { period: 'lastYear' }, 'Period cannot be lastYear'],
	])('%s', async (_what, parameters, message) => {
		const scene = await tests.scene();
		const run = await scene.run(usageNode(parameters));
		expect(run.error?.message).toContain(message);
		expect(scene.novita.requests).toEqual([]);
	});
});

type UsageFaults = Parameters<StandIn['setUsageFaults']>[0];

describe('what Novita refuses', () => {
	it.concurrent.each<[what: string, faults: UsageFaults]>([
		['asked too fast', [{ kind: 'refuse', reason: 'LIST_BILL_TOO_FAST', times: 2 }]],
		['an error of its own', [{ kind: 'refuse', reason: 'LIST_BILL_ERROR' }]],
		['a gateway', [{ kind: 'gateway', status: 503 }]],
		['a page', [{ kind: 'html' }]],
		['a cut connection', [{ kind: 'reset' }]],
	])('for now is asked again: %s', async (_what, faults) => {
		const scene = await tests.scene();
		scene.novita.setBills([billAt('2026-10-05T08:00:00Z')]);
		scene.novita.setUsageFaults(faults);
		const run = await scene.run(usageNode(days('2026-10-05', '2026-10-06')));
		expect(run.error?.message).toBeUndefined();
		expect(run.output(KLING)).toHaveLength(1);
	});

	it.concurrent.each([
		['INVALID_BILL_CYCLE', 'by the hour'],
		['INVALID_PRODUCT_CATEGORY', 'kind of products'],
		['INVALID_API_KEY', 'API key'],
	])('for good is told in plain words: %s', async (reason, words) => {
		const scene = await tests.scene();
		scene.novita.setUsageFaults([{ kind: 'refuse', reason, times: Infinity }]);
		const node = usageNode({}, { onError: 'continueErrorOutput' });
		const run = await scene.run(node, { input: items({ row: 1 }, { row: 2 }) });
		const error = { message: expect.stringContaining(words), kind: 'refused', reason };
		expect(run.output(KLING, 1).map(({ json }) => json)).toMatchObject([{ error }, { error }]);
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent(
		'a bill without an amount is no answer, because a sum would be too small',
		async () => {
			const scene = await tests.scene();
			scene.novita.setBills([billAt('2026-10-05T08:00:00Z', { amount: 'much' })]);
			const started = scene.start(usageNode({ ...custom('2026-10-05', '2026-10-06'), sum: true }));
			await scene.novita.waitFor(({ requests }) => requests.length >= 2, 10_000);
			started.cancel();
			const run = await started.result;
			expect(run.status).toBe('canceled');
		},
	);

	it.concurrent('a Stop ends the pauses', async () => {
		const scene = await tests.scene();
		scene.novita.setUsageFaults([
			{ kind: 'refuse', reason: 'LIST_BILL_TOO_FAST', times: Infinity },
		]);
		const started = scene.start(usageNode());
		await scene.novita.waitFor(({ requests }) => requests.length >= 3, 15_000);
		const stoppedAt = Date.now();
		started.cancel();
		expect((await started.result).status).toBe('canceled');
		expect(Date.now() - stoppedAt).toBeLessThan(2_000);
		const asked = scene.novita.requests.length;
		await sleep(2_000);
		expect(scene.novita.requests).toHaveLength(asked);
	});
});
