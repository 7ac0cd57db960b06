import { waitFor } from '../server/fixture/waitFor.cts';

/** The editor follows a click within a second; a busy machine takes longer. */
const SETTLE_LIMIT_MS = 5000;

/**
 * Looks until what is seen is as wanted, or for five seconds, and hands back what was seen last: so that a
 * test can compare it, and shows the difference when the editor stays otherwise.
 */
export async function lastLook<T>(
	look: () => Promise<T>,
	isWanted: (seen: T) => boolean,
): Promise<T> {
	const deadline = Date.now() + SETTLE_LIMIT_MS;
	return await waitFor(
		async () => {
			const seen = await look();
			return isWanted(seen) || Date.now() >= deadline ? seen : undefined;
		},
		// The look itself ends the wait.
		{ what: 'the editor to settle', limitMs: 2 * SETTLE_LIMIT_MS, intervalMs: 50 },
	);
}
