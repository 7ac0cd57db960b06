import {
	type AwaitedTask,
	nextWakeUp,
	pollingEnd,
	SHORTEST_SLEEP,
} from '../../../nodes/NovitaKling/suspend/wakeUp';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const task = (values: Partial<AwaitedTask> = {}): AwaitedTask => ({
	submittedAt: 0,
	deadline: HOUR,
	...values,
});

/** Each check of tasks until a time: when the run is woken, and until when it polls, in seconds. */
function checks(tasks: readonly AwaitedTask[], until: number): Array<readonly [number, number]> {
	const all: Array<readonly [number, number]> = [];
	let now = 0;
	while (now < until) {
		const wokenAt = nextWakeUp(tasks, now);
		now = pollingEnd(tasks, wokenAt);
		all.push([Math.round(wokenAt / SECOND), Math.round(now / SECOND)]);
	}
	return all;
}

describe('a run that waits for one task', () => {
	it('is woken about a minute after the submit, half-way, and when the video is due', () => {
		expect(checks([task()], 260 * SECOND)).toEqual([
			[66, 72],
			[147, 153],
			[222, 265],
		]);
	});

	it('is woken when such videos were ready lately', () => {
		const usual = { middle: 90 * SECOND, spread: 0.1 };
		expect(checks([task({ usual })], 100 * SECOND)).toEqual([[77, 110]]);
	});

	it('is woken a minute after the submit where that leaves just enough time to sleep again', () => {
		const usual = { middle: 170 * SECOND, spread: 0.1 };
		expect(checks([task({ usual })], 200 * SECOND)).toEqual([
			[66, 72],
			[145, 208],
		]);
	});

	it('sleeps and polls in turns once the video is late', () => {
		expect(checks([task()], 500 * SECOND).slice(3)).toEqual([
			[331, 421],
			[487, 577],
		]);
	});

	it('is woken less and less often in a wait of a day', () => {
		const day = 24 * HOUR;
		const wakeUps = checks([task({ deadline: 2 * day })], day);
		expect(wakeUps.length).toBeLessThan(70);
	});

	it('is woken at its deadline, if that is not within a minute', () => {
		expect(nextWakeUp([task({ deadline: 100 * SECOND })], 0)).toBe(SHORTEST_SLEEP);
		const now = 100 * SECOND;
		expect(nextWakeUp([task({ deadline: now + 70 * SECOND })], now)).toBe(now + 70 * SECOND);
		expect(nextWakeUp([task({ deadline: now + 1 })], now)).toBe(now + SHORTEST_SLEEP);
	});
});

describe('a run that waits for many tasks', () => {
	it('shares its wake-ups: it polls until none of them is due soon', () => {
		const tasks = [0, 30, 60].map((seconds) => task({ submittedAt: seconds * SECOND }));
		expect(checks(tasks, 320 * SECOND).slice(-1)).toEqual([[222, 325]]);
	});

	it('is never woken before n8n keeps the wait in its database', () => {
		const tasks = Array.from({ length: 50 }, (_, index) => task({ submittedAt: index * SECOND }));
		for (let now = 50 * SECOND; now < HOUR; now += 7 * SECOND) {
			expect(nextWakeUp(tasks, now) - now).toBeGreaterThanOrEqual(SHORTEST_SLEEP);
		}
	});
});
