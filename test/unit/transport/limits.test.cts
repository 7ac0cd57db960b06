import { ConcurrencyLimit, RateLimit } from '../../../nodes/NovitaKling/transport/limits';
import { pause } from '../../../nodes/NovitaKling/transport/pause';
import { runClock, useTestClock } from '../run.cts';

const NEVER = new AbortController().signal;

/** The steady rate, and a burst after a quiet time. */
const MOST_IN_A_SECOND = 51;
const MOST_AFTER_QUIET = 151;

useTestClock();

describe('ConcurrencyLimit', () => {
	it('runs no more jobs at a time than it allows, in their order', async () => {
		const limit = new ConcurrencyLimit(3);
		const started: number[] = [];
		let running = 0;
		let most = 0;
		const jobs = Array.from({ length: 20 }, (_value, index) =>
			limit.run(async () => {
				started.push(index);
				running += 1;
				most = Math.max(most, running);
				await pause(100, NEVER);
				running -= 1;
			}),
		);
		await runClock(async () => await Promise.all(jobs), 60_000);
		expect(most).toBe(3);
		expect(started).toEqual([...started].sort((one, other) => one - other));
	});

	it('lets the next job run when one fails', async () => {
		const limit = new ConcurrencyLimit(1);
		await expect(limit.run(async () => await Promise.reject(new Error('no')))).rejects.toThrow(
			'no',
		);
		expect(await limit.run(async () => 'yes')).toBe('yes');
	});
});

describe('RateLimit', () => {
	/** When each of many requests had its turn, in milliseconds since the start. */
	async function turnsOf(count: number, prepare: (limit: RateLimit) => void = () => undefined) {
		const limit = new RateLimit();
		const startedAt = Date.now();
		prepare(limit);
		const turns: number[] = [];
		const requests = Array.from({ length: count }, async () => {
			await limit.turn(NEVER, Number.POSITIVE_INFINITY);
			turns.push(Date.now() - startedAt);
		});
		await runClock(async () => await Promise.all(requests), 60 * 60_000);
		return turns.sort((one, other) => one - other);
	}

	/** The most turns in any second. */
	function mostInASecond(turns: readonly number[]): number {
		const within = (from: number) => turns.filter((turn) => turn >= from && turn < from + 1_000);
		return Math.max(...turns.map((turn) => within(turn).length));
	}

	it('lets a few through at once', async () => {
		expect(Math.max(...(await turnsOf(100)))).toBeLessThanOrEqual(100);
	});

	it('keeps hundreds of requests under one rate', async () => {
		const turns = await turnsOf(600);
		expect(mostInASecond(turns)).toBeLessThanOrEqual(MOST_AFTER_QUIET);
		expect(Math.max(...turns)).toBeGreaterThan(9_000);
	});

	it('pauses all requests', async () => {
		const turns = await turnsOf(5, (limit) => limit.pauseFor(30_000));
		expect(Math.min(...turns)).toBeGreaterThanOrEqual(30_000);
		expect(Math.max(...turns)).toBeLessThan(32_000);
	});

	it('keeps its rate after a pause', async () => {
		const turns = await turnsOf(200, (limit) => limit.pauseFor(60_000));
		expect(mostInASecond(turns)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
	});

	it('does not shorten a longer pause', async () => {
		const turns = await turnsOf(1, (limit) => {
			limit.pauseFor(30_000);
			limit.pauseFor(1_000);
		});
		expect(turns[0]).toBeGreaterThanOrEqual(30_000);
	});
});
