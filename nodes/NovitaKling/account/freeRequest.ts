import { type RefusalWords, refused } from '../errors/refusals';
import type { ItemFailure } from '../errors/failure';
import { tryOnce } from '../errors/result';
import { type Answer, TOO_MANY_REQUESTS, refusalWordsOf, wordsOf } from '../transport/answers';
import { backoffDelay } from '../transport/backoff';
import { pause } from '../transport/pause';
import { readRetryAfter } from '../transport/retryAfter';

/** Milliseconds between two tries at most, whatever Novita asks for. */
const LONGEST_PAUSE = 60_000;

/** How a free request is repeated, and told about when it does not succeed. */
export interface FreeRequest<T> {
	readonly send: () => Promise<Answer>;
	/** Reads the answer; undefined where it is not the one that was wanted. */
	readonly read: (answer: Answer) => T | undefined;
	readonly maxTries: number;
	/** What a refusal means for the user. */
	readonly effect: string;
	/** The failure after the last try, with the last words of the service. */
	readonly notRead: (words: string) => ItemFailure;
}

/**
 * Sends a request that costs nothing until it is answered, a few times at most: too many requests and
 * faults of the service pass, any other refusal stays as it is.
 *
 * @param signal fires when the run ends
 * @throws ItemFailure of kind `refused` or `noAnswer`, or the signal's reason
 */
export async function sendFree<T>(request: FreeRequest<T>, signal: AbortSignal): Promise<T> {
	let words = '';
	let refusal: RefusalWords | undefined;
	let wait = 0;
	for (let tries = 1; tries <= request.maxTries; tries += 1) {
		if (wait > 0) await pause(wait, signal);
		wait = backoffDelay(tries);
		const answer = await tryOnce(request.send);
		signal.throwIfAborted();
		refusal = undefined;
		if ('failure' in answer) {
			words = answer.failure.message;
			continue;
		}
		const { status, headers } = answer.value;
		const value = request.read(answer.value);
		if (value !== undefined) return value;
		words = wordsOf(answer.value);
		if (status >= 400 && status < 500) refusal = refusalWordsOf(answer.value);
		if (refusal && status !== TOO_MANY_REQUESTS) break;
		const wanted = readRetryAfter(headers['retry-after'], Date.now()) ?? 0;
		wait = Math.min(Math.max(wait, wanted), LONGEST_PAUSE);
	}
	throw refusal ? refused(refusal, request.effect) : request.notRead(words);
}
