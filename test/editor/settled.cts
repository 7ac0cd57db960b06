import { waitFor } from '../server/fixture/waitFor.cts';

/** The editor follows a click within a second; a busy machine takes longer. */
const SETTLE_LIMIT_MS = 5000;

/**
 * Reads a value from the page until it is as wanted, for five seconds at most, and returns what it read
 * last: so that a test can compare it, and shows the difference when the editor stays otherwise.
 */
export async function settled<T>(
	read: () => Promise<T>,
	isWanted: (value: T) => boolean,
): Promise<T> {
	const deadline = Date.now() + SETTLE_LIMIT_MS;
	return await waitFor(
		async () => {
			const value = await read();
			return isWanted(value) || Date.now() >= deadline ? value : undefined;
		},
		// The deadline above ends the wait.
		{ what: 'the editor to settle', limitMs: 2 * SETTLE_LIMIT_MS, intervalMs: 50 },
	);
}
