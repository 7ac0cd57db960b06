/** The wait after a first fault, in milliseconds; it doubles with each further one. */
const FIRST_WAIT = 1_000;

/** A service that is back is noticed within this time, in milliseconds. */
const LONGEST_WAIT = 30_000;

/** The wait after a number of faults in a row, in milliseconds: 1 s, 2 s, 4 s … 30 s. */
export function backoffDelay(faults: number): number {
	return Math.min(FIRST_WAIT * 2 ** (faults - 1), LONGEST_WAIT);
}
