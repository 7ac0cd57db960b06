/** Rounds of which the quickest counts, so that a busy machine does not decide. */
const ROUNDS = 5;

/** Milliseconds below which a measured time is noise. */
const SHORTEST = 0.5;

/** In a millisecond. */
const MICROSECONDS = 1000;

/** How many times as much of the processor's time a large job takes as a small one. */
export function growth(small: () => void, large: () => void): number {
	const quickest = (job: () => void) =>
		Math.min(
			...Array.from({ length: ROUNDS }, () => {
				const before = process.cpuUsage();
				job();
				return process.cpuUsage(before).user / MICROSECONDS;
			}),
		);
	return quickest(large) / Math.max(quickest(small), SHORTEST);
}
