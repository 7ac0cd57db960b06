import { RequestGate, Slots, pause } from '../../../nodes/NovitaKling/transport/pacing';
import { runClock, useTestClock } from '../run.cts';

const NEVER = new AbortController().signal;

/** A burst after a quiet time and the steady rate together; Novita counts by the minute. */
const MOST_IN_A_SECOND = 45;

beforeEach(useTestClock);
afterEach(() => jest.useRealTimers());

describe('pause', () => {
	it.each([0, 1, 499, 500, 501, 60_000])('takes %i ms', async (milliseconds) => {
		const { took } = await runClock(async () => await pause(milliseconds, NEVER), 120_000);
		expect(took).toBeGreaterThanOrEqual(milliseconds);
		expect(took).toBeLessThanOrEqual(milliseconds + 100);
	});

	it('ends within a second when the run is stopped', async () => {
		const run = new AbortController();
		setTimeout(() => run.abort(), 1_000);
		const { thrown, took } = await runClock(async () => await pause(60_000, run.signal), 120_000);
		expect(thrown).toBeDefined();
		expect(took).toBeLessThanOrEqual(2_000);
	});

	it('does not begin in a run that was stopped', async () => {
		await expect(pause(0, AbortSignal.abort())).rejects.toBeDefined();
	});
});

describe('Slots', () => {
	it('runs no more jobs at a time than there are slots, in their order', async () => {
		const slots = new Slots(3);
		const started: number[] = [];
		let running = 0;
		let most = 0;
		const jobs = Array.from({ length: 20 }, (_value, index) =>
			slots.use(async () => {
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

	it('gives a slot back when a job fails', async () => {
		const slots = new Slots(1);
		await expect(slots.use(async () => await Promise.reject(new Error('no')))).rejects.toThrow(
			'no',
		);
		expect(await slots.use(async () => 'yes')).toBe('yes');
	});
});

describe('RequestGate', () => {
	/** When each of many requests had its turn, in milliseconds since the start. */
	async function turnsOf(count: number, prepare: (gate: RequestGate) => void = () => undefined) {
		const gate = new RequestGate();
		const startedAt = Date.now();
		prepare(gate);
		const turns: number[] = [];
		const requests = Array.from({ length: count }, async () => {
			await gate.turn(NEVER, Number.POSITIVE_INFINITY);
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
		expect(Math.max(...(await turnsOf(20)))).toBeLessThanOrEqual(100);
	});

	it('keeps hundreds of requests under one rate', async () => {
		const turns = await turnsOf(300);
		expect(mostInASecond(turns)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
		expect(Math.max(...turns)).toBeGreaterThan(10_000);
	});

	it('holds all requests back', async () => {
		const turns = await turnsOf(5, (gate) => gate.holdBack(30_000));
		expect(Math.min(...turns)).toBeGreaterThanOrEqual(30_000);
		expect(Math.max(...turns)).toBeLessThan(32_000);
	});

	it('keeps its rate after it held requests back', async () => {
		const turns = await turnsOf(200, (gate) => gate.holdBack(60_000));
		expect(mostInASecond(turns)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
	});

	it('does not shorten a time that it was told before', async () => {
		const turns = await turnsOf(1, (gate) => {
			gate.holdBack(30_000);
			gate.holdBack(1_000);
		});
		expect(turns[0]).toBeGreaterThanOrEqual(30_000);
	});
});
