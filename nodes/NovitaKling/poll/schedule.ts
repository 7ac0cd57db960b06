import { backoffDelay } from '../transport/backoff';
import { learnedInterval } from './learnedSchedule';
import type { UsualTime } from './usualTime';

/** What decides when a task is polled again. Times are in milliseconds. */
export interface PollSituation {
	/** Since the task was submitted. */
	readonly elapsed: number;
	/** The user's own interval; undefined for the adaptive schedule. */
	readonly fixedInterval?: number;
	/** How much longer Novita expects the task to take. */
	readonly eta?: number;
	/** How long such tasks took lately; undefined where that is not known. */
	readonly usual?: UsualTime;
	/** Requests in a row that brought no status. */
	readonly faults: number;
}

/**
 * The interval between two polls where nothing is known about such tasks, by the time since the submit. Most Kling tasks take about four
 * minutes, so that is where polling often pays; the quickest tasks end within half a minute; in
 * between few tasks end, and after it a late task is late anyway. Fitted with the simulation in
 * benchmark/: the end of a task of 240 s is noticed earlier than by polling every 2 s, with half the
 * requests.
 */
const PHASES: ReadonlyArray<{ readonly until: number; readonly interval: number }> = [
	// A refusal by the content rules and the like comes within seconds.
	{ until: 2_000, interval: 1_000 },
	{ until: 18_000, interval: 4_000 },
	{ until: 36_000, interval: 2_000 },
	{ until: 130_000, interval: 10_000 },
	{ until: 205_000, interval: 7_500 },
	{ until: 227_000, interval: 2_000 },
	// Together with the time that an answer takes, about once a second.
	{ until: 255_000, interval: 800 },
	{ until: 290_000, interval: 2_000 },
	{ until: 600_000, interval: 4_000 },
	{ until: Number.POSITIVE_INFINITY, interval: 10_000 },
];

/** An estimate of more than an hour is not one. */
const MAX_PLAUSIBLE_ETA = 60 * 60 * 1000;

/** How much of an estimate to wait for: polling again halfway corrects one that was too long. */
const ETA_SHARE = 0.5;

/** No estimate makes the node wait longer than this. */
const MAX_ETA_INTERVAL = 15_000;

/**
 * When to poll a task again: milliseconds from now. A pure function, so that it can be tested and
 * simulated with any clock.
 */
export function nextPollDelay(situation: PollSituation): number {
	const { fixedInterval, faults } = situation;
	const interval = fixedInterval ?? adaptiveInterval(situation);
	return faults > 0 ? Math.max(interval, backoffDelay(faults)) : interval;
}

function adaptiveInterval({ elapsed, eta, usual }: PollSituation): number {
	const interval = usual ? learnedInterval(elapsed, usual) : presumedInterval(elapsed);
	if (eta === undefined || eta > MAX_PLAUSIBLE_ETA) return interval;
	return Math.min(Math.max(interval, eta * ETA_SHARE), Math.max(interval, MAX_ETA_INTERVAL));
}

function presumedInterval(elapsed: number): number {
	const phase = PHASES.find(({ until }) => elapsed < until) ?? PHASES[PHASES.length - 1];
	return phase.interval;
}
