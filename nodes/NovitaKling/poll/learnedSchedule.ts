import { type UsualTime, timeAt } from './usualTime';

/** Milliseconds between two polls: the first ones, when a refusal is likely. */
const FIRST_INTERVAL = 1_000;

/** Milliseconds: the shortest interval, together with an answer's time about a second. */
const SHORTEST_INTERVAL = 800;

/** How many spreads around the middle are polled at the shortest interval: more than half of the tasks. */
const CORE = 0.9;

/** In the core, milliseconds between two polls for each millisecond of spread: a wide one takes longer steps. */
const INTERVAL_OF_SPREAD = 0.08;

/** Milliseconds that the interval in the core never exceeds. */
const LONGEST_CORE_INTERVAL = 4_000;

/** Milliseconds: so late at most a task is noticed that is far quicker than usual. */
const LONGEST_EARLY_INTERVAL = 30_000;

/** A task that is late may take as much longer again; so much of its time may pass between two polls. */
const LATE_SHARE = 0.05;
const LONGEST_LATE_INTERVAL = 10_000;

/**
 * The interval between two polls of a task whose usual time is known, in milliseconds: few polls before
 * it is due, one a second while it is, then fewer the later it gets. Fitted with the simulation in
 * benchmark/.
 *
 * @param elapsed milliseconds since the submit
 */
export function learnedInterval(elapsed: number, usual: UsualTime): number {
	const { middle, spread } = usual;
	const spreads = Math.log(Math.max(elapsed, 1) / middle) / spread;
	const inCore = Math.min(
		Math.max(INTERVAL_OF_SPREAD * spread * middle, SHORTEST_INTERVAL),
		LONGEST_CORE_INTERVAL,
	);
	// The rarer an end is at this time, the longer the interval, as in a normal distribution.
	const outside = Math.max(spreads ** 2 - CORE ** 2, 0);
	const interval = inCore * Math.exp(outside / 2);
	if (spreads > 0) {
		const longest = Math.min(LATE_SHARE * elapsed, LONGEST_LATE_INTERVAL);
		return Math.min(interval, Math.max(inCore, longest));
	}
	const untilCore = Math.max(timeAt(usual, -CORE) - elapsed, inCore);
	const doubling = Math.min(Math.max(FIRST_INTERVAL, elapsed), LONGEST_EARLY_INTERVAL);
	return Math.min(interval, doubling, untilCore);
}
