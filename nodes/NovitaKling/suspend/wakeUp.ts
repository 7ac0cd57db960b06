import { type UsualTime, PRESUMED_TIME, timeAt } from '../poll/usualTime';

/**
 * Milliseconds. n8n keeps waits below 65 seconds in the process, where a restart would end them; from
 * here on it keeps them in its database, and wakes the execution within a third of a second.
 */
export const SHORTEST_SLEEP = 66_000;

/** Spreads around the usual time between which a task is due: most end in between. */
const DUE_FROM = -1.6;
const DUE_UNTIL = 2;

/** Milliseconds of a check before the task is due: for refusals, and tasks far quicker than usual. */
const EARLY_POLLING = 6_000;

/** Milliseconds that two sleeps with a check between them take. */
const TWO_SLEEPS = 2 * SHORTEST_SLEEP + EARLY_POLLING;

/**
 * Milliseconds of a check of a task that is late and may end at any time: a little longer than the
 * sleep before it, so that more than half of such tasks are noticed at once.
 */
const LATE_POLLING = 90_000;

/** A task that takes so many times as long as usual is slept on, rather than polled. */
const FAR_TOO_LATE = 2.5;

/** The sleep then grows with the time that has passed, so that the data of a long wait stays small. */
const SLEEP_SHARE = 0.1;

/** A task that a suspended run waits for. */
export interface AwaitedTask {
	/** Milliseconds since 1970. */
	readonly submittedAt: number;
	/** Milliseconds since 1970 after which it is not waited for any more. */
	readonly deadline: number;
	/** How long such tasks took lately; undefined where that is not known. */
	readonly usual?: UsualTime;
}

/**
 * When to wake a run next: when the first of its tasks wants it, and never before n8n keeps the wait in
 * its database. Pure, so that it can be simulated.
 *
 * @param now milliseconds since 1970, as is the result
 */
export function nextWakeUp(tasks: readonly AwaitedTask[], now: number): number {
	const wakeUps = tasks.map(({ submittedAt, deadline, usual }) =>
		Math.min(now + sleepOf(now - submittedAt, usual), deadline),
	);
	return Math.max(Math.min(...wakeUps), now + SHORTEST_SLEEP);
}

/**
 * Until when a run that was woken polls, unless all tasks end earlier: until none of them is due, nor
 * will be before the run could be woken again.
 *
 * @param now milliseconds since 1970, as is the result
 */
export function pollingEnd(tasks: readonly AwaitedTask[], now: number): number {
	const ends = tasks.map(({ submittedAt, usual }) => now + pollingTime(now - submittedAt, usual));
	let end = Math.max(...ends);
	const windows = tasks.map(dueWindow).sort((one, other) => one.from - other.from);
	for (const { from, until } of windows) {
		if (until > end && from < end + SHORTEST_SLEEP) end = until;
	}
	return end;
}

/**
 * How long to sleep for one task: about a minute at first, then until it is due, and from then on a
 * minute again and again.
 *
 * @param elapsed milliseconds since the submit, as is the result
 */
function sleepOf(elapsed: number, usual: UsualTime = PRESUMED_TIME): number {
	const untilDue = timeAt(usual, DUE_FROM) - elapsed;
	if (untilDue < SHORTEST_SLEEP) return lateSleep(elapsed, usual);
	if (untilDue < TWO_SLEEPS) return untilDue;
	// The first check comes early, for refusals; the next ones halve the time that is left.
	return elapsed < SHORTEST_SLEEP ? SHORTEST_SLEEP : untilDue / 2;
}

function lateSleep(elapsed: number, usual: UsualTime): number {
	return isFarTooLate(elapsed, usual) ? elapsed * SLEEP_SHARE : SHORTEST_SLEEP;
}

/** How long to poll for one task after a wake-up, in milliseconds. */
function pollingTime(elapsed: number, usual: UsualTime = PRESUMED_TIME): number {
	if (elapsed < timeAt(usual, DUE_FROM) || isFarTooLate(elapsed, usual)) return EARLY_POLLING;
	const untilLate = timeAt(usual, DUE_UNTIL) - elapsed;
	return untilLate > 0 ? Math.max(untilLate, EARLY_POLLING) : LATE_POLLING;
}

function isFarTooLate(elapsed: number, usual: UsualTime): boolean {
	return elapsed >= FAR_TOO_LATE * usual.middle;
}

function dueWindow({ submittedAt, usual = PRESUMED_TIME }: AwaitedTask) {
	return {
		from: submittedAt + timeAt(usual, DUE_FROM),
		until: submittedAt + timeAt(usual, DUE_UNTIL),
	};
}
