import type { UsualTime } from '../../../nodes/NovitaKling/poll/usualTime';
import { nextPollDelay } from '../../../nodes/NovitaKling/poll/schedule';

const SECOND = 1000;
const NEVER = Number.POSITIVE_INFINITY;

/** When a task is polled, in milliseconds since its submit, up to a time. */
function pollTimes(
	until: number,
	situation: { fixedInterval?: number; eta?: number; usual?: UsualTime } = {},
): number[] {
	const times: number[] = [];
	let elapsed = 0;
	while (elapsed < until) {
		elapsed += nextPollDelay({ elapsed, faults: 0, ...situation });
		times.push(elapsed);
	}
	return times;
}

/** How late the end of a task is seen. */
function lag(endsAt: number, usual?: UsualTime): number {
	const times = pollTimes(endsAt, { usual });
	return times[times.length - 1] - endsAt;
}

const delayAt = (
	elapsed: number,
	rest: { eta?: number; fixedInterval?: number; faults?: number } = {},
) => nextPollDelay({ elapsed, faults: 0, ...rest });

describe('nextPollDelay without an estimate', () => {
	it('polls a task of four minutes at most 60 times', () => {
		expect(pollTimes(240 * SECOND).length).toBeLessThanOrEqual(60);
	});

	it('sees the end of a task of about four minutes within two seconds', () => {
		for (let endsAt = 210 * SECOND; endsAt <= 285 * SECOND; endsAt += 100) {
			expect(lag(endsAt)).toBeLessThanOrEqual(2 * SECOND);
		}
	});

	it.each([
		[2 * SECOND, 1 * SECOND],
		[36 * SECOND, 4 * SECOND],
		[10 * 60 * SECOND, 9 * SECOND],
		[20 * 60 * SECOND, 10 * SECOND],
	])('sees an end up to %i ms within %i ms', (until, mostLag) => {
		for (let endsAt = 1; endsAt <= until; endsAt += 1_997) {
			expect(lag(endsAt)).toBeLessThanOrEqual(mostLag);
		}
	});

	it.each([0, 1, 2_999, 3_000, 199_999, 200_000, 240_000, 600_000, 1e9, 1e15, NEVER])(
		'waits between eight tenths of a second and ten seconds after %p ms',
		(elapsed) => {
			expect(delayAt(elapsed)).toBeGreaterThanOrEqual(800);
			expect(delayAt(elapsed)).toBeLessThanOrEqual(10 * SECOND);
		},
	);

	it('stays sane when the clock was set back', () => {
		expect(delayAt(-60 * SECOND)).toBeGreaterThanOrEqual(SECOND);
		expect(delayAt(-60 * SECOND)).toBeLessThanOrEqual(10 * SECOND);
	});
});

describe('nextPollDelay for tasks whose usual time is known', () => {
	const usual = { middle: 90 * SECOND, spread: 0.1 };

	it('sees an end at the usual time within a second, with at most 20 polls', () => {
		for (let endsAt = 82 * SECOND; endsAt <= 98 * SECOND; endsAt += 100) {
			expect(lag(endsAt, usual)).toBeLessThanOrEqual(1 * SECOND);
		}
		expect(pollTimes(90 * SECOND, { usual }).length).toBeLessThanOrEqual(20);
	});

	it.each([
		['an early refusal', 2, 2],
		['a task that is far quicker', 30, 30],
		['a task that is late', 180, 9],
		['a task that is very late', 3600, 10],
	])('sees %s in time', (_name, endsAt, mostLag) => {
		expect(lag(endsAt * SECOND, usual)).toBeLessThanOrEqual(mostLag * SECOND);
	});

	it.each([0, -60_000, 1, 90_000, 1e9, NEVER])('stays sane after %p ms', (elapsed) => {
		for (const spread of [0.02, 0.1, 0.35]) {
			const delay = nextPollDelay({ elapsed, faults: 0, usual: { ...usual, spread } });
			expect(delay).toBeGreaterThanOrEqual(800);
			expect(delay).toBeLessThanOrEqual(30 * SECOND);
		}
	});
});

describe('nextPollDelay with an estimate', () => {
	it.each([0, 1, 500, 5_000, 20_000, 60_000, 3_600_000, 3_600_001, 1e12, NEVER])(
		'is bounded for an estimate of %p ms',
		(eta) => {
			for (const elapsed of [0, 10_000, 100_000, 240_000, 500_000, 3_600_000]) {
				expect(delayAt(elapsed, { eta })).toBeGreaterThanOrEqual(800);
				expect(delayAt(elapsed, { eta })).toBeLessThanOrEqual(15 * SECOND);
			}
		},
	);

	it('never falls with a rising estimate, as long as that is plausible', () => {
		for (const elapsed of [0, 10_000, 100_000, 240_000, 500_000]) {
			let latest = 0;
			for (let eta = 0; eta <= 3_600_000; eta += 10_000) {
				const delay = delayAt(elapsed, { eta });
				expect(delay).toBeGreaterThanOrEqual(latest);
				latest = delay;
			}
		}
	});

	it.each([
		['implausible', 3_600_001],
		['missing', undefined],
	])('keeps to the usual delays when it is %s', (_name, eta) => {
		expect(pollTimes(300 * SECOND, { eta })).toEqual(pollTimes(300 * SECOND));
	});
});

describe('nextPollDelay with an interval of the user', () => {
	it.each([1_000, 5_000, 3_600_000])('keeps to %i ms', (fixedInterval) => {
		for (const elapsed of [0, 100_000, 1e9]) {
			for (const eta of [undefined, 1, 60_000]) {
				expect(delayAt(elapsed, { fixedInterval, eta })).toBe(fixedInterval);
			}
		}
	});

	it.each([
		[1_000, 1, 1_000],
		[1_000, 4, 8_000],
		[5_000, 1, 5_000],
		[5_000, 4, 8_000],
		[60_000, 9, 60_000],
	])(
		'of %i ms waits longer after faults, never shorter (%i faults)',
		(fixedInterval, faults, expected) => {
			expect(delayAt(0, { fixedInterval, faults })).toBe(expected);
		},
	);
});
