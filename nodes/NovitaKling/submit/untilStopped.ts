import { unknownOutcome } from '../errors/submitFailures';
import { pause } from '../transport/pause';

/** What decides how long a request is waited for. */
export interface Stoppable {
	/** Fires when the run ends. */
	readonly signal: AbortSignal;
	/** Milliseconds that a request which is being answered still gets once the run has ended. */
	readonly stopGrace: () => number;
}

/**
 * Waits for a request that costs money. When the run ends, the request goes on and its answer is still
 * written down, but nobody waits for it longer than the grace.
 *
 * @throws whatever the request throws; ItemFailure of kind `unknownOutcome` after the grace
 */
export async function untilStopped<T>(request: Promise<T>, run: Stoppable): Promise<T> {
	const answered = new AbortController();
	const stopped = new Promise<never>((_resolve, reject) => {
		const startGrace = () => {
			const giveUp = () => reject(unknownOutcome('the run ended while it was being sent'));
			void pause(run.stopGrace(), answered.signal).then(giveUp, () => undefined);
		};
		if (run.signal.aborted) startGrace();
		else run.signal.addEventListener('abort', startGrace, { once: true, signal: answered.signal });
	});
	try {
		return await Promise.race([request, stopped]);
	} finally {
		answered.abort();
	}
}
