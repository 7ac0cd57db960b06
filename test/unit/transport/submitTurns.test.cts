import { pause } from '../../../nodes/NovitaKling/transport/pause';
import { SubmitLimit } from '../../../nodes/NovitaKling/transport/submitLimit';
import { SubmitTurns } from '../../../nodes/NovitaKling/transport/submitTurns';
import { runClock, useTestClock } from '../run.cts';
import { fixedWindow, slidingWindow, tokenBucket, type Service } from './limitedServices.cts';

const NEVER = new AbortController().signal;
const MINUTE = 60_000;

interface Conditions {
	readonly turns?: SubmitTurns;
	/** Whether a refusal says when to come again. */
	readonly saysWhen?: boolean;
	/** Milliseconds for each of: the task log, the way to the service, and the way back. */
	readonly latency?: number;
	readonly isLarge?: boolean;
}

useTestClock();

const turnsOf = (limit = new SubmitLimit()) => new SubmitTurns(() => limit);

/** Submits the items of one run until all have passed. */
async function submitAll(items: number, service: Service, conditions: Conditions = {}) {
	const { turns = turnsOf(), saysWhen = false, latency = 20, isLarge } = conditions;
	const passedAt: number[] = [];
	let refusals = 0;
	let mostOnTheirWay = 0;
	let onTheirWay = 0;
	const startedAt = Date.now();
	const submit = async () => {
		for (;;) {
			const turn = (await turns.next('path', NEVER, Number.POSITIVE_INFINITY))!;
			await pause(latency, NEVER);
			if (!(await turn.open(NEVER, isLarge))) {
				turn.giveBack();
				continue;
			}
			onTheirWay += 1;
			mostOnTheirWay = Math.max(mostOnTheirWay, onTheirWay);
			await pause(latency, NEVER);
			const wait = service(Date.now());
			await pause(latency, NEVER);
			onTheirWay -= 1;
			if (wait === 0) {
				turn.passed();
				passedAt.push(Date.now() - startedAt);
				return;
			}
			refusals += 1;
			turn.refused(saysWhen ? Math.ceil(wait / 1000) * 1000 : undefined);
		}
	};
	await Promise.all(Array.from({ length: items }, submit));
	return { last: Math.max(...passedAt), passedAt, refusals, mostOnTheirWay };
}

/** The same on the test's clock. */
const simulate = async (...given: Parameters<typeof submitAll>) =>
	(await runClock(async () => await submitAll(...given), 100 * MINUTE)).value!;

describe('fifty submits', () => {
	it('go within a second where nothing limits them', async () => {
		const { last, refusals, mostOnTheirWay } = await simulate(50, () => 0);
		expect(refusals).toBe(0);
		expect(last).toBeLessThan(1_000);
		expect(mostOnTheirWay).toBeLessThan(15);
	});

	it('are in memory a few at a time where they are large', async () => {
		const { mostOnTheirWay } = await simulate(50, () => 0, { latency: 2_000, isLarge: true });
		expect(mostOnTheirWay).toBeLessThanOrEqual(4);
	});

	it('go twenty a second where every answer takes long', async () => {
		const { last } = await simulate(50, () => 0, { latency: 5_000 });
		expect(last).toBeLessThan(20_000);
	});

	/** Services that count by the minute, with the least time that fifty submits take there. */
	const SERVICES: ReadonlyArray<
		readonly [
			name: string,
			service: (perMinute: number) => Service,
			least: (rate: number) => number,
		]
	> = [
		['a sliding window', slidingWindow, (rate) => (Math.ceil(50 / rate) - 1) * MINUTE],
		['a fixed window', fixedWindow, (rate) => (Math.ceil(50 / rate) - 1) * MINUTE],
		['a bucket that refills', tokenBucket, (rate) => ((50 - rate) / rate) * MINUTE],
	];

	it.each(
		SERVICES.flatMap(([name, service, least]) =>
			[5, 20].flatMap((rate) =>
				[true, false].map((says) => ({
					name,
					rate,
					says,
					service: service(rate),
					least: least(rate),
				})),
			),
		),
	)('use $name of $rate a minute (Retry-After: $says)', async ({ service, says, rate, least }) => {
		const { last, refusals } = await simulate(50, service, { saysWhen: says });
		expect(last).toBeLessThan(least * 1.05 + 2_000);
		expect(refusals).toBeLessThanOrEqual(rate === 20 ? 10 : 12);
	});

	it.each([5_000, 25_000, 50_000])(
		'find a window that begins %i ms after the first submit',
		async (begins) => {
			const { last, refusals } = await simulate(50, fixedWindow(20, MINUTE - begins));
			expect(last).toBeLessThan(2 * MINUTE + 2_000);
			expect(refusals).toBeLessThanOrEqual(12);
		},
	);
});

describe('several runs at the same limit', () => {
	it('get its places by turns: a long run does not starve a short one', async () => {
		const limit = new SubmitLimit();
		const service = slidingWindow(20);
		const both = async () =>
			await Promise.all([
				submitAll(200, service, { turns: turnsOf(limit) }),
				pause(30_000, NEVER).then(
					async () => await submitAll(5, service, { turns: turnsOf(limit) }),
				),
			]);
		const [long, short] = (await runClock(both, 100 * MINUTE)).value!;
		expect(short.last).toBeLessThan(MINUTE);
		expect(long.last).toBeLessThan(11 * MINUTE);
	});

	it('do not hold back a run that has met no limit', async () => {
		const limit = new SubmitLimit();
		const refused = await turnsOf(limit).next('path', NEVER, Number.POSITIVE_INFINITY);
		refused!.refused(10 * MINUTE);
		const { last } = await simulate(3, () => 0, { turns: turnsOf(limit) });
		expect(last).toBeLessThan(1_000);
	});
});

describe('a turn', () => {
	/** A run that was refused, with a time to wait. */
	const refusedRun = async () => {
		const turns = turnsOf();
		const first = await turns.next('path', NEVER, Number.POSITIVE_INFINITY);
		const second = await turns.next('path', NEVER, Number.POSITIVE_INFINITY);
		first!.refused(10 * MINUTE);
		return { turns, second: second! };
	};

	it('no longer counts once another submit was refused', async () => {
		const { second } = await refusedRun();
		expect(await second.open(NEVER)).toBe(false);
	});

	it('is not waited for beyond the deadline', async () => {
		const { turns } = await refusedRun();
		const { value, took } = await runClock(
			async () => await turns.next('path', NEVER, Date.now() + MINUTE),
			2 * MINUTE,
		);
		expect(value).toBeUndefined();
		expect(took).toBeLessThan(MINUTE + 1_000);
	});

	it('is given up when the run is stopped, and its place goes to another', async () => {
		const { turns, second } = await refusedRun();
		second.giveBack();
		const stop = new AbortController();
		const stopped = async () => {
			const waiting = turns.next('path', stop.signal, Number.POSITIVE_INFINITY);
			await pause(5_000, NEVER);
			stop.abort(new Error('stopped'));
			return await waiting;
		};
		const { thrown, took } = await runClock(stopped, MINUTE);
		expect(thrown).toMatchObject({ message: 'stopped' });
		expect(took).toBeLessThan(6_000);
		const { value } = await runClock(
			async () => await turns.next('path', NEVER, Number.POSITIVE_INFINITY),
			20 * MINUTE,
		);
		expect(value).toBeDefined();
	});

	it('after one odd refusal costs a second and no more', async () => {
		let requests = 0;
		const { last, refusals } = await simulate(50, () => (++requests === 3 ? 1 : 0));
		expect(refusals).toBe(1);
		expect(last).toBeLessThan(5_000);
	});
});
