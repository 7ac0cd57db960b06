import { sleep } from 'n8n-workflow';

/** Milliseconds. Older n8n does not wake a sleep on cancel, so nothing sleeps longer than this at a time. */
const LONGEST_SLEEP = 500;

/**
 * Waits, and ends at once when the run is stopped.
 *
 * @param milliseconds how long
 * @throws the signal's reason
 */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	const endsAt = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = endsAt - Date.now()) {
		signal.throwIfAborted();
		await sleep(Math.min(left, LONGEST_SLEEP), signal);
	}
	signal.throwIfAborted();
}
