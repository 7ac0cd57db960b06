/** Rounds of which the quickest counts, so that a busy machine does not decide. */
const ROUNDS = 5;

/** Milliseconds below which a measured time is noise. */
const SHORTEST = 0.5;

/** How many times as long a large job takes as a small one. */
export function growth(small: () => void, large: () => void): number {
	const quickest = (job: () => void) =>
		Math.min(
			...Array.from({ length: ROUNDS }, () => {
				const startedAt = performance.now();
				job();
				return performance.now() - startedAt;
			}),
		);
	return quickest(large) / Math.max(quickest(small), SHORTEST);
}
