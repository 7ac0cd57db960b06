import { probit } from 'simple-statistics';
import { seededRandom, type Random } from '../../test/unit/random.cts';

/** A way in which the times of tasks may spread. Times are in milliseconds. */
export interface TaskTimes {
	readonly name: string;
	/** The time below which a share of the tasks has ended. */
	readonly at: (share: number) => number;
}

const SECOND = 1000;

/** What Kling mostly takes. */
export const USUAL_TASK = 240 * SECOND;

const exactly = (time: number): TaskTimes => ({ name: `${time / SECOND} s`, at: () => time });

const evenly = (from: number, to: number): TaskTimes => ({
	name: `${from / SECOND} to ${to / SECOND} s, evenly`,
	at: (share) => from + (to - from) * share,
});

/** Most tasks near the middle, and a long tail of late ones. */
const around = (middle: number, spread: number): TaskTimes => ({
	name: `lognormal, ${middle / SECOND} s, spread ${spread}`,
	at: (share) => middle * Math.exp(spread * probit(share)),
});

/** The spreads under which the schedule is judged; the first one is that of the targets. */
export const TASK_TIMES: readonly TaskTimes[] = [
	exactly(USUAL_TASK),
	around(USUAL_TASK, 0.1),
	around(USUAL_TASK, 0.25),
	around(USUAL_TASK, 0.5),
	evenly(30 * SECOND, 600 * SECOND),
	evenly(18 * SECOND, 33 * SECOND),
	exactly(20 * SECOND),
];

/** Times of a number of tasks, evenly taken from the whole spread. */
export function taskTimes(spread: TaskTimes, count: number): number[] {
	return Array.from({ length: count }, (_, index) => spread.at((index + 0.5) / count));
}

/** What a request to a distant API mostly takes, there and back. */
const USUAL_LATENCY = 0.2 * SECOND;
const LATENCY_SPREAD = 0.5;

/** Milliseconds that requests take, one after the other; the same for the same seed. */
export function latencies(seed: number): Random {
	const random = seededRandom(seed);
	// `probit` is not defined at 0 and 1.
	const share = () => Math.min(Math.max(random(), Number.EPSILON), 1 - Number.EPSILON);
	return () => USUAL_LATENCY * Math.exp(LATENCY_SPREAD * probit(share()));
}
