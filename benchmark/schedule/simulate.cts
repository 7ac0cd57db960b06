import { mean, quantile } from 'simple-statistics';
import type { Policy } from './policies.cts';
import { latencies, taskTimes, type TaskTimes } from './taskTimes.cts';

/** Enough that the 95th percentile stands still to a tenth of a second. */
const TASKS = 4_000;

/** Any number; a fixed one makes every run the same. */
const SEED = 20_250;

/** What waiting in one way for tasks of one spread comes to. Times are in milliseconds. */
export interface Waiting {
	readonly policy: string;
	readonly tasks: string;
	/** From the end of the task to the answer that tells of it. */
	readonly medianLag: number;
	readonly lateLag: number;
	/** Requests for one task, on average. */
	readonly polls: number;
}

interface Wait {
	readonly lag: number;
	readonly polls: number;
}

/** Waits for one task: a request is answered by how the task stands halfway through its time. */
function waitFor(taskTime: number, { delay, eta }: Policy, latency: () => number): Wait {
	let now = 0;
	let told: number | undefined;
	for (let polls = 1; ; polls += 1) {
		const takes = latency();
		const asked = now + delay({ elapsed: now, eta: told });
		const seenAt = asked + takes / 2;
		now = asked + takes;
		if (seenAt >= taskTime) return { lag: now - taskTime, polls };
		told = eta?.(taskTime - seenAt);
	}
}

/** Waits for many tasks in one way. */
export function simulate(policy: Policy, spread: TaskTimes, seed = SEED): Waiting {
	const latency = latencies(seed);
	const waits = taskTimes(spread, TASKS).map((time) => waitFor(time, policy, latency));
	const lags = waits.map(({ lag }) => lag);
	return {
		policy: policy.name,
		tasks: spread.name,
		medianLag: quantile(lags, 0.5),
		lateLag: quantile(lags, 0.95),
		polls: mean(waits.map(({ polls }) => polls)),
	};
}
