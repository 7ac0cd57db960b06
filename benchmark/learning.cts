/** Simulates the schedule of the polls once it has learned how long such tasks take. */
import { nextPollDelay } from '../nodes/NovitaKling/poll/schedule';
import { usualTimeOf } from '../nodes/NovitaKling/poll/usualTime';
import {
	around,
	evenly,
	exactly,
	latencies,
	type Policy,
	SECOND,
	shares,
	summaryOf,
	type TaskTimes,
	USUAL_TASK,
	waitFor,
	type Waiting,
} from './schedule.cts';

/** A service whose tasks took `before` for a while, and then `times`. */
export interface Learning {
	readonly name: string;
	/** The latest tasks that the schedule knows, the newest first. */
	readonly known: ReadonlyArray<{ readonly count: number; readonly times: TaskTimes }>;
	/** The tasks that it waits for. */
	readonly times: TaskTimes;
	/** What is wanted of them. */
	readonly target: { readonly medianLag: number; readonly polls: number };
}

/** How often the ten known tasks are drawn anew, and the tasks that are waited for with each. */
const DRAWS = 200;
const TASKS_A_DRAW = 20;

/** Waits for many tasks with the schedule that has learned from earlier ones. */
export function simulateLearned({ known, times }: Pick<Learning, 'known' | 'times'>): Waiting {
	const latency = latencies();
	const share = shares();
	const waits = Array.from({ length: DRAWS }, () => {
		const recent = known.flatMap((tasks) =>
			Array.from({ length: tasks.count }, () => tasks.times.at(share())),
		);
		const usual = usualTimeOf(recent);
		const delay = (elapsed: number) => nextPollDelay({ elapsed, usual, faults: 0 });
		const policy: Policy = { name: 'learned', delay };
		return Array.from({ length: TASKS_A_DRAW }, () => waitFor(times.at(share()), policy, latency));
	});
	return summaryOf(waits.flat());
}

const quick = around(90 * SECOND, 0.1);
const slow = around(480 * SECOND, 0.1);
const halved = around(120 * SECOND, 0.1);
const usualTasks = around(USUAL_TASK, 0.1);

/** A second late in the median, for so many requests a task on average. */
const within = (polls: number) => ({ medianLag: 1 * SECOND, polls });

/** What the schedule is asked to learn. */
export const LEARNINGS: readonly Learning[] = [
	...(
		[
			[quick, 20],
			[evenly(226 * SECOND, 253 * SECOND), 30],
			[slow, 20],
		] as const
	).map(([times, polls]) => ({
		name: `ten tasks of ${times.name}`,
		known: [{ count: 10, times }],
		times,
		target: within(polls),
	})),
	{
		name: 'five tasks of 120 s, and ten of 240 s before them',
		known: [
			{ count: 5, times: halved },
			{ count: 10, times: usualTasks },
		],
		times: halved,
		target: within(20),
	},
	{
		name: 'ten tasks of 90 s, two of which took 600 s',
		known: [
			{ count: 4, times: quick },
			{ count: 2, times: exactly(600 * SECOND) },
			{ count: 4, times: quick },
		],
		times: quick,
		target: within(20),
	},
];
