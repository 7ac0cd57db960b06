/** What decides when a task is asked for again. Times are in milliseconds. */
export interface PollSituation {
	/** Since the task was submitted. */
	readonly elapsed: number;
	/** The user's own interval; undefined for the adaptive schedule. */
	readonly fixedInterval?: number;
	/** What Novita expects the task to take still. */
	readonly eta?: number;
	/** Answers in a row that said nothing of the task. */
	readonly faults: number;
}

/**
 * How often to ask, by the time since the submit. Kling mostly takes about four minutes, so that is
 * where asking often pays; the quickest tasks end within half a minute; in between few tasks end, and
 * after it a late one is late anyway. Fitted by `benchmark/schedule.cts`: the end of a task of 240 s
 * is seen earlier than by asking every 2 s, with half its requests.
 */
const PHASES: ReadonlyArray<{ readonly until: number; readonly interval: number }> = [
	// A refusal by the content rules and the like comes within seconds.
	{ until: 2_000, interval: 1_000 },
	{ until: 18_000, interval: 4_000 },
	{ until: 36_000, interval: 2_000 },
	{ until: 130_000, interval: 10_000 },
	{ until: 205_000, interval: 7_500 },
	{ until: 227_000, interval: 2_000 },
	// With the time that an answer takes, about once a second.
	{ until: 255_000, interval: 800 },
	{ until: 290_000, interval: 2_000 },
	{ until: 600_000, interval: 4_000 },
	{ until: Number.POSITIVE_INFINITY, interval: 10_000 },
];

/** An estimate of more than an hour is not one. */
const MAX_PLAUSIBLE_ETA = 60 * 60 * 1000;

/** An estimate is trusted by half: asking again at half of it catches one that was too long. */
const ETA_SHARE = 0.5;

/** No estimate makes the node sleep longer than this. */
const MAX_ETA_INTERVAL = 15_000;

/** The wait after a first fault; it doubles with each further one. */
const FIRST_FAULT_WAIT = 1_000;

/** A service that is back is noticed within this time. */
const MAX_FAULT_WAIT = 30_000;

/**
 * When to ask for a task again: milliseconds from now. A pure function, so that it can be tested and
 * simulated with any clock.
 */
export function nextPollDelay(situation: PollSituation): number {
	const { elapsed, fixedInterval, eta, faults } = situation;
	const interval = fixedInterval ?? adaptiveInterval(elapsed, eta);
	return faults > 0 ? Math.max(interval, faultWait(faults)) : interval;
}

/** The wait after a number of faults in a row, in milliseconds: 1 s, 2 s, 4 s … 30 s. */
export function faultWait(faults: number): number {
	return Math.min(FIRST_FAULT_WAIT * 2 ** (faults - 1), MAX_FAULT_WAIT);
}

function adaptiveInterval(elapsed: number, eta: number | undefined): number {
	const { interval } = PHASES.find((phase) => elapsed < phase.until) ?? PHASES[PHASES.length - 1];
	if (eta === undefined || eta > MAX_PLAUSIBLE_ETA) return interval;
	return Math.min(Math.max(interval, eta * ETA_SHARE), Math.max(interval, MAX_ETA_INTERVAL));
}
