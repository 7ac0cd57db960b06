import type { INodeParameters } from 'n8n-workflow';
import type { EngineRun } from './harness/engine.cts';
import { items, kling, KLING, RETRY_ON_FAIL, say, SAY, useKling } from './setup.cts';

const tests = useKling();

/** Items of so many equal orders. */
const rows = (count: number) => items(...Array.from({ length: count }, (_, row) => ({ row })));

/** A node that is done as soon as its requests are accepted. */
const ordering = (options: INodeParameters, more: object = {}) =>
	kling({ ...SAY, prompt: 'A fox', waitMode: 'none', options }, more);

const costsOf = (run: EngineRun) => run.output(KLING).map(({ json }) => json.estimatedCostUsd);

describe('a run over its bounds is refused before its first payment', () => {
	it.concurrent.each<[what: string, parameters: INodeParameters, count: number, message: string]>([
		[
			'over its limit',
			{ options: { spendingLimit: 5 } },
			30,
			'30 videos, about 35.10 US dollars, more than the Spending Limit of 5 US dollars',
		],
		[
			'over a limit of nothing',
			{ options: { spendingLimit: 0 } },
			1,
			'1 video, about 1.17 US dollars, more than the Spending Limit of 0 US dollars',
		],
		['over a hundred videos', {}, 101, '101 videos, about 118.17 US dollars, more than the 100'],
		['over its own number', { options: { maxVideos: 2 } }, 3, '3 videos'],
		[
			'of unknown price',
			{ model: 'kling-v3.0-4k', options: { spendingLimit: 5 } },
			1,
			'the price of 1 video with Kling V3.0 4K is not known',
		],
		[
			'with a limit that is empty',
			{ options: { spendingLimit: '={{ $json.no }}' } },
			1,
			'is empty',
		],
		['with a limit below zero', { options: { spendingLimit: '={{ 0 - 1 }}' } }, 1, 'cannot be -1'],
		['with a limit of no number', { options: { spendingLimit: '={{ "a" * 2 }}' } }, 1, 'cannot be'],
		['with a limit in words', { options: { spendingLimit: '=five' } }, 1, 'cannot be five'],
		[
			'for a day, without a log',
			{ options: { spendingLimit: 5, spendingPeriod: 'day' } },
			1,
			'for a day cannot be checked without the task log',
		],
	])('%s', async (_what, parameters, count, message) => {
		const scene = await tests.scene();
		const run = await scene.run(kling(parameters), { input: rows(count) });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(message);
		expect(run.errorText).toContain('nothing was paid');
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('under Continue too, each item with the reason', async () => {
		const scene = await tests.scene();
		const node = ordering({ spendingLimit: 5 }, { onError: 'continueErrorOutput' });
		const run = await scene.run(node, { input: rows(5) });
		expect(run.output(KLING, 0)).toEqual([]);
		const error = {
			message: expect.stringContaining('5 videos, about 5.85 US dollars'),
			kind: 'limitReached',
			parameter: 'spendingLimit',
		};
		expect(run.output(KLING, 1).map(({ json }) => json)).toMatchObject(
			Array.from({ length: 5 }, () => ({ error })),
		);
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('only what will be paid for counts, not the items that are refused', async () => {
		const scene = await tests.scene();
		const node = kling(
			{ ...SAY, waitMode: 'none', options: { spendingLimit: 2.34 } },
			{ onError: 'continueRegularOutput' },
		);
		const run = await scene.run(node, { input: say('one', '', 'two') });
		expect(scene.paidPrompts).toEqual(['one', 'two']);
		expect(run.output(KLING)[1].json).toMatchObject({ error: { kind: 'invalidInput' } });
	});
});

describe('within its bounds', () => {
	it.concurrent.each<[what: string, parameters: INodeParameters, cost: number | undefined]>([
		['Master', {}, 1.17],
		['Standard with sound', { model: 'kling-v3.0-std', duration: '7', sound: true }, 0.882],
		['a price of the user', { model: 'kling-v3.0-4k', options: { pricePerVideo: 2.1 } }, 2.1],
		['an unknown price', { model: 'kling-v3.0-4k' }, undefined],
	])('an item tells what it costs: %s', async (_what, parameters, cost) => {
		const scene = await tests.scene();
		for (const waitMode of ['poll', 'none']) {
			const run = await scene.run(kling({ waitMode, ...parameters }));
			expect(run.error).toBeUndefined();
			expect(costsOf(run)).toEqual([cost]);
		}
	});

	it.concurrent('the output panel tells the sum, as an estimate with its date', async () => {
		const scene = await tests.scene();
		const run = await scene.run(ordering({ spendingLimit: 3.51 }), { input: rows(3) });
		expect(costsOf(run)).toEqual([1.17, 1.17, 1.17]);
		expect(run.hints(KLING)).toMatchObject([
			{
				message:
					"3 videos, about 3.51 US dollars (estimated by the prices of 7 October 2026; the bill is Novita's)",
				location: 'outputPane',
			},
		]);
	});

	it.concurrent('of an unknown price, it tells nothing', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ model: 'kling-v3.0-4k', waitMode: 'none' }));
		expect(run.hints(KLING)).toEqual([]);
	});

	it.concurrent('Retry On Fail counts no video twice', async () => {
		const scene = await tests.scene();
		scene.novita.behave(
			{ prompt: 'two' },
			{ status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] },
		);
		const options = { spendingLimit: 3.51, maxVideos: 3 };
		const node = kling({ ...SAY, options }, RETRY_ON_FAIL);
		const run = await scene.run(node, { input: say('one', 'two', 'three') });
		expect(run.error).toBeUndefined();
		expect(scene.paidPrompts).toEqual(['one', 'three', 'two']);
		expect(costsOf(run)).toEqual([1.17, 1.17, 1.17]);
	});

	it.concurrent('a retry resumes what is paid, whatever the bounds are now', async () => {
		const scene = await tests.scene();
		scene.novita.behave(
			{ prompt: 'two' },
			{ status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] },
		);
		const options = { spendingLimit: 2.34, pricePerVideo: '={{ $json.price }}' };
		const input = items({ say: 'one', price: 1 }, { say: 'two', price: 1.25 });
		const failed = await scene.run(kling({ ...SAY, options }), { input });
		expect(failed.status).toBe('error');
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('success');
		expect(scene.taskIds).toHaveLength(2);
		expect(costsOf(retried)).toEqual([1, 1.25]);
	});

	it.concurrent('Get Result has no bounds', async () => {
		const scene = await tests.scene();
		const ordered = await scene.run(ordering({}));
		const taskId = String(ordered.output(KLING)[0].json.taskId);
		const options = { spendingLimit: 0, maxVideos: 1, minimumBalance: 1_000_000 };
		const node = kling({ operation: 'getResult', prompt: '', taskId, waitMode: 'poll', options });
		const run = await scene.run(node, { input: rows(2) });
		expect(run.error).toBeUndefined();
		expect(run.output(KLING)).toHaveLength(2);
		expect(scene.novita.requestsTo('balance')).toEqual([]);
	});

	it.concurrent('each call of an agent is a run', async () => {
		const scene = await tests.scene();
		const node = ordering({ spendingLimit: 1.17, maxVideos: 1 });
		const run = await scene.runAsTool(node, [{ prompt: 'one' }, { prompt: 'two' }], 'function');
		expect(run.error).toBeUndefined();
		expect(scene.taskIds).toHaveLength(2);
	});

	it.concurrent('an agent reads why it may not', async () => {
		const scene = await tests.scene();
		const run = await scene.runAsTool(
			ordering({ spendingLimit: 1 }),
			[{ prompt: 'one' }],
			'engine',
		);
		expect(JSON.stringify(run.output('Agent'))).toContain('more than the Spending Limit of 1');
		expect(scene.taskIds).toEqual([]);
	});
});

describe('Minimum Balance', () => {
	it.concurrent('lets a run start that finds enough, and asks once', async () => {
		const scene = await tests.scene();
		scene.novita.setBalance({ availableBalance: '50000' });
		const run = await scene.run(ordering({ minimumBalance: 5 }), { input: rows(3) });
		expect(run.error).toBeUndefined();
		expect(scene.novita.requestsTo('balance')).toHaveLength(1);
		expect(scene.novita.requests[0].kind).toBe('balance');
	});

	it.concurrent('refuses a run that finds too little', async () => {
		const scene = await tests.scene();
		scene.novita.setBalance({ availableBalance: '49999' });
		const run = await scene.run(ordering({ minimumBalance: 5 }));
		expect(run.error?.message).toContain(
			'The Novita account has 4.9999 US dollars, less than the Minimum Balance of 5',
		);
		expect(run.errorText).toContain('nothing was paid');
		expect(scene.novita.requestsTo('submit')).toEqual([]);
	});

	it.concurrent('that cannot be read pays for nothing', async () => {
		const scene = await tests.scene();
		scene.novita.setBalanceFaults([{ kind: 'refuse', reason: 'API_NOT_ALLOWED' }]);
		const node = ordering({ minimumBalance: 5 }, { onError: 'continueErrorOutput' });
		const run = await scene.run(node, { input: rows(2) });
		const error = { message: expect.stringContaining('The Minimum Balance could not be checked') };
		expect(run.output(KLING, 1).map(({ json }) => json)).toMatchObject([{ error }, { error }]);
		expect(scene.novita.requestsTo('submit')).toEqual([]);
	});

	it.concurrent('asks nothing where nothing is left to pay', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] });
		const node = kling({ options: { minimumBalance: 5 } }, RETRY_ON_FAIL);
		const run = await scene.run(node);
		expect(run.error).toBeUndefined();
		expect(scene.novita.requestsTo('balance')).toHaveLength(1);
	});
});
