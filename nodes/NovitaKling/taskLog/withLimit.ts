import { pause } from '../transport/pause';

/**
 * Waits for the database, but not longer than a number of milliseconds.
 *
 * @param signal ends the wait early, where there is one
 * @throws Error where the limit has passed, the signal's reason, or what the work throws
 */
export async function withLimit<T>(
	work: () => Promise<T>,
	limit: number,
	signal?: AbortSignal,
): Promise<T> {
	// A timer that goes on when the work has ended would keep the process alive.
	const ended = new AbortController();
	const waiting = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
	const tooLate = async (): Promise<never> => {
		await pause(limit, waiting);
		throw new Error('the database did not answer in time');
	};
	try {
		return await Promise.race([work(), tooLate()]);
	} finally {
		ended.abort();
	}
}
