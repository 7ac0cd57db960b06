import type { ItemFailure } from '../errors/failure';
import { isListedRefusal, refused } from '../errors/refusals';
import { NOT_PAID, modelNotOffered, notReached, unknownOutcome } from '../errors/submitFailures';
import type { VideoRequest } from '../request/videoRequest';
import {
	type Answer,
	isNovitasError,
	reasonOf,
	refusalWordsOf,
	wordsOf,
} from '../transport/answers';
import { connectionFaultOf } from '../transport/connectionFaults';
import { readRetryAfter } from '../transport/retryAfter';

const BAD_REQUEST = 400;
const REQUEST_TIMEOUT = 408;
const NOT_FOUND = 404;

/** A request without an answer: it never left, or its outcome is unknown. */
export function failureOfFault(error: unknown): ItemFailure {
	const { neverSent, message } = connectionFaultOf(error);
	return neverSent ? notReached(message) : unknownOutcome(message);
}

/**
 * Whether an answer proves that no task was made: Novita's own refusal, or a client error, which no
 * service acts on. A proxy's 408 and any other server error may hide a task.
 */
function isDefinite(answer: Answer): boolean {
	const { status } = answer;
	if (status < 300) return false;
	if (isNovitasError(answer) && isListedRefusal(reasonOf(answer))) return true;
	return status < 500 && status !== REQUEST_TIMEOUT;
}

/** Any answer without a task: a definite refusal, or an unknown outcome. */
export function failureOfAnswer(answer: Answer, { model }: VideoRequest): ItemFailure {
	if (!isDefinite(answer)) return unknownOutcome(wordsOf(answer));
	if (answer.status === NOT_FOUND) {
		return modelNotOffered(model.displayName, wordsOf(answer), reasonOf(answer));
	}
	return refused(refusalWordsOf(answer), NOT_PAID);
}

/**
 * Whether Novita refuses exactly the form of the image, and so surely made no task: its reason says
 * that the format is wrong, or that the body is and names the image.
 */
export function isFormRefused(answer: Answer): boolean {
	if (answer.status !== BAD_REQUEST) return false;
	const reason = reasonOf(answer);
	if (reason === 'INVALID_IMAGE_FORMAT') return true;
	const words = JSON.stringify([answer.json?.message, answer.json?.metadata]);
	return reason === 'INVALID_REQUEST_BODY' && /\bimage\b/i.test(words);
}

/** The task that an answer names. */
export function taskIdOf(answer: Answer): string | undefined {
	const taskId = answer.json?.task_id;
	const isSuccess = answer.status >= 200 && answer.status < 300;
	const isId = typeof taskId === 'string' || typeof taskId === 'number';
	return (isSuccess && isId && String(taskId).trim()) || undefined;
}

/** Milliseconds for which Novita asks to wait; undefined where it does not say. */
export function retryAfterOf({ headers }: Answer): number | undefined {
	return readRetryAfter(headers['retry-after'], Date.now()) || undefined;
}
