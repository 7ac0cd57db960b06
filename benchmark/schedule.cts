/** Simulates the function that schedules the polls, beside fixed intervals. Times are in milliseconds. */
import { mean, probit, quantile } from 'simple-statistics';
import { nextPollDelay } from '../nodes/NovitaKling/poll/schedule';
import { seededRandom, type Random } from '../test/unit/random.cts';

/** Enough to keep the 95th percentile steady to a tenth of a second. */
export const SIMULATED_TASKS = 4_000;

/** Any number; a fixed one makes every run the same. */
const SEED = 20_250;

export const SECOND = 1000;

/** What Kling mostly takes. */
export const USUAL_TASK = 240 * SECOND;

/** What a request to a distant API mostly takes, there and back. */
const USUAL_LATENCY = 0.2 * SECOND;
const LATENCY_SPREAD = 0.5;

/** How the times of tasks may be distributed. */
export interface TaskTimes {
	readonly name: string;
	/** The time within which a share of the tasks has ended. */
	readonly at: (share: number) => number;
}

export const exactly = (time: number): TaskTimes => ({
	name: `${time / SECOND} s`,
	at: () => time,
});

export const evenly = (from: number, to: number): TaskTimes => ({
	name: `${from / SECOND} to ${to / SECOND} s, evenly`,
	at: (share) => from + (to - from) * share,
});

/** Most tasks near the middle, and a long tail of late ones. */
export const around = (middle: number, spread: number): TaskTimes => ({
	name: `lognormal, ${middle / SECOND} s, spread ${spread}`,
	at: (share) => middle * Math.exp(spread * probit(share)),
});

/** The distribution of the targets. */
export const USUAL_TASKS = exactly(USUAL_TASK);

/** The distributions under which the schedule is judged. */
export const TASK_TIMES: readonly TaskTimes[] = [
	USUAL_TASKS,
	...[0.1, 0.25, 0.5].map((spread) => around(USUAL_TASK, spread)),
	evenly(30 * SECOND, 600 * SECOND),
	evenly(18 * SECOND, 33 * SECOND),
	exactly(20 * SECOND),
];

/** When to poll for a task. */
export interface Policy {
	readonly name: string;
	/** The time until the next poll; `eta` is what the service said last. */
	readonly delay: (elapsed: number, eta?: number) => number;
	/** What the service says, from what the task really takes still; nothing where left out. */
	readonly eta?: (left: number) => number;
}

function fixed(seconds: number): Policy {
	return { name: `every ${seconds} s`, delay: () => seconds * SECOND };
}

function adaptive(name: string, eta?: Policy['eta']): Policy {
	const delay: Policy['delay'] = (elapsed, latest) =>
		nextPollDelay({ elapsed, eta: latest, faults: 0 });
	return { name: `this node${name}`, delay, eta };
}

/** Whole seconds, as the service counts. */
const whole = (milliseconds: number) => Math.ceil(milliseconds / SECOND) * SECOND;

/** The node's schedule with the answers that were captured: without an estimate. */
export const NODE_SCHEDULE = adaptive('');

/** What it is compared with in the targets. */
export const EVERY_TWO_SECONDS = fixed(2);

/** The intervals of the clients that people use, and the node with estimates of all sorts. */
export const POLICIES: readonly Policy[] = [
	EVERY_TWO_SECONDS,
	...[5, 10, 15].map(fixed),
	NODE_SCHEDULE,
	adaptive(', true eta', whole),
	adaptive(', eta twice too long', (left) => whole(2 * left)),
	adaptive(', eta half too short', (left) => whole(left / 2)),
	adaptive(', eta always 60 s', () => 60 * SECOND),
	adaptive(', eta of two days', () => 2 * 24 * 60 * 60 * SECOND),
];

/** How long requests take, one after the other. */
export function latencies(): Random {
	const share = shares();
	return () => USUAL_LATENCY * Math.exp(LATENCY_SPREAD * probit(share()));
}

/** Random shares between 0 and 1, the same in every run; `probit` is not defined at the ends. */
export function shares(): Random {
	const random = seededRandom(SEED);
	return () => Math.min(Math.max(random(), Number.EPSILON), 1 - Number.EPSILON);
}

/** How one task was waited for. */
interface Wait {
	/** Milliseconds from its end to the answer that reports it. */
	readonly lag: number;
	readonly polls: number;
}

/** Waits for one task: a poll is answered by the state of the task halfway through its time. */
export function waitFor(taskTime: number, { delay, eta }: Policy, latency: Random): Wait {
	let now = 0;
	let latest: number | undefined;
	for (let polls = 1; ; polls += 1) {
		const takes = latency();
		const sentAt = now + delay(now, latest);
		const answeredAt = sentAt + takes / 2;
		now = sentAt + takes;
		if (answeredAt >= taskTime) return { lag: now - taskTime, polls };
		latest = eta?.(taskTime - answeredAt);
	}
}

/** The lags of many tasks: from the end of each to the answer that reports it. */
export interface Waiting {
	readonly medianLag: number;
	/** The 95th percentile. */
	readonly lateLag: number;
	/** For one task, on average. */
	readonly polls: number;
}

/** Waits for many tasks, with times taken evenly from the whole distribution. */
export function simulate(policy: Policy, times: TaskTimes): Waiting {
	const latency = latencies();
	return summaryOf(
		Array.from({ length: SIMULATED_TASKS }, (_, index) =>
			waitFor(times.at((index + 0.5) / SIMULATED_TASKS), policy, latency),
		),
	);
}

export function summaryOf(waits: readonly Wait[]): Waiting {
	const lags = waits.map(({ lag }) => lag);
	const polls = mean(waits.map((wait) => wait.polls));
	return { medianLag: quantile(lags, 0.5), lateLag: quantile(lags, 0.95), polls };
}
