/** Simulates when a suspended run is woken, beside a fixed minute. Times are in milliseconds. */
import { max, mean, quantile } from 'simple-statistics';
import { nextPollDelay } from '../nodes/NovitaKling/poll/schedule';
import type { UsualTime } from '../nodes/NovitaKling/poll/usualTime';
import { nextWakeUp, pollingEnd } from '../nodes/NovitaKling/suspend/wakeUp';
import { SECOND, SIMULATED_TASKS, type TaskTimes } from './schedule.cts';

/** What n8n takes to wake an execution and to run the nodes up to the first poll. */
const WAKING = 0.7 * SECOND;

/** What an answer takes. */
const ANSWER = 0.2 * SECOND;

/** When a run is woken and how long it polls then, by the time since the submit and the checks before. */
export interface WakeUpRule {
	readonly wakesAt: (elapsed: number, checks: number) => number;
	readonly pollsUntil: (elapsed: number) => number;
}

/** The node's own rule. */
export function aimed(usual?: UsualTime): WakeUpRule {
	const tasks = [{ submittedAt: 0, deadline: Number.POSITIVE_INFINITY, usual }];
	return {
		wakesAt: (elapsed) => nextWakeUp(tasks, elapsed),
		pollsUntil: (elapsed) => pollingEnd(tasks, elapsed),
	};
}

/** A check of one poll about every minute: what the node did before it aimed. */
export const everyMinute: WakeUpRule = {
	wakesAt: (elapsed, checks) => elapsed + Math.max(66, 3 * checks) * SECOND,
	pollsUntil: (elapsed) => elapsed,
};

/** How suspended runs waited. */
export interface Suspended {
	readonly medianLag: number;
	/** The 95th percentile. */
	readonly lateLag: number;
	readonly mostWakeUps: number;
	/** The share of a task's time for which a worker was held, on average. */
	readonly held: number;
}

/** Waits for many tasks, with times taken evenly from the whole distribution. */
export function simulateSuspended(
	rule: WakeUpRule,
	times: TaskTimes,
	usual?: UsualTime,
): Suspended {
	const waits = Array.from({ length: SIMULATED_TASKS }, (_, index) => {
		const taskTime = times.at((index + 0.5) / SIMULATED_TASKS);
		return { ...waitFor(taskTime, rule, usual), taskTime };
	});
	const lags = waits.map(({ lag }) => lag);
	return {
		medianLag: quantile(lags, 0.5),
		lateLag: quantile(lags, 0.95),
		mostWakeUps: max(waits.map(({ wakeUps }) => wakeUps)),
		held: mean(waits.map(({ held, taskTime }) => held / taskTime)),
	};
}

function waitFor(taskTime: number, rule: WakeUpRule, usual?: UsualTime) {
	let now = 0;
	let held = 0;
	for (let wakeUps = 1; ; wakeUps += 1) {
		const wokenAt = rule.wakesAt(now, wakeUps);
		now = wokenAt + WAKING;
		const end = rule.pollsUntil(now);
		for (;;) {
			now += ANSWER;
			if (now - ANSWER / 2 >= taskTime) {
				return { lag: now - taskTime, wakeUps, held: held + now - wokenAt };
			}
			if (now >= end) break;
			now += Math.min(nextPollDelay({ elapsed: now, usual, faults: 0 }), end - now);
		}
		held += now - wokenAt;
	}
}
