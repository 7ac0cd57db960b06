import { ItemFailure } from './failure';
import type { RefusalWords } from './refusals';
import { getResultStep } from './taskFailures';

/** How every message about a request that was not accepted goes on. */
export const NOT_PAID = 'No video was started and nothing was paid.';

/** What is known of an earlier request of an item whose outcome is unknown. */
export const NO_CLEAR_ANSWER = 'an earlier request for this item got no clear answer';

/** The request may or may not have been accepted: it must not be submitted again unasked. */
export function unknownOutcome(what: string): ItemFailure {
	return new ItemFailure(
		`It is unknown whether Novita accepted the request: ${what}`,
		'A task may exist and may be billed, so this execution does not submit the item again by itself. Check novita.ai to see whether a video was made. If none was, turn on the option Resubmit Unknown and retry this execution with the currently saved workflow, or run this item alone; a new execution pays for all of its items.',
		{ kind: 'unknownOutcome' },
	);
}

/** An earlier request of the item has an unknown outcome, and how this one ended proves nothing about it. */
export function stillUnknown(failure: ItemFailure): ItemFailure {
	const { message, nextStep } = unknownOutcome(
		`${NO_CLEAR_ANSWER}, and the latest one made no video: ${failure.message}`,
	);
	return new ItemFailure(message, nextStep, { ...failure.details, kind: 'unknownOutcome' });
}

/** The user edited the node after a request was sent for the item: another prompt is not paid silently. */
export function editedAfterSubmit(taskId: string): ItemFailure {
	return new ItemFailure(
		`This item was already submitted as task ${taskId}, with other values than the node has now`,
		`Task ${taskId} was paid for, so a retry does not submit the item again. ${getResultStep(taskId)} To make a video with the new values, start a new execution.`,
		{ kind: 'alreadySubmitted', taskId },
	);
}

/** An item that was submitted by an earlier try cannot be read now. */
export function submittedBefore({ message, details }: ItemFailure, taskId: string): ItemFailure {
	return new ItemFailure(
		`${message}, but an earlier try submitted this item as task ${taskId}`,
		`Task ${taskId} was paid for. ${getResultStep(taskId)}`,
		{ ...details, taskId },
	);
}

/** The request never left: there was no connection. */
export function notReached(reason: string): ItemFailure {
	return new ItemFailure(
		`Novita could not be reached: ${reason}`,
		`${NOT_PAID} Check the network and the Base URL in the credential, then run the workflow again.`,
		{ kind: 'notSent', reason },
	);
}

/** Novita refuses the image, however its file is written into the request. */
export function imageRefusedInBothForms({ httpStatus, reason, words }: RefusalWords): ItemFailure {
	return new ItemFailure(
		'Novita cannot use this image, neither as base64 nor as a data URI',
		`${NOT_PAID} Save it anew as a JPEG or PNG that fits the size rules, or set Image Source to URL. Novita says: ${words}`,
		{ kind: 'refused', reason, httpStatus },
	);
}

/** Novita wants the next try only after the item's deadline. */
export function rateLimited(reason = 'RATE_LIMIT_EXCEEDED'): ItemFailure {
	return new ItemFailure(
		'Novita received too many requests and did not accept this one within the time set in the option Timeout',
		`${NOT_PAID} Run the workflow again later, raise the option Timeout, or run fewer items at a time.`,
		{ kind: 'refused', reason, httpStatus: 429 },
	);
}

/** The deadline passed before it was the request's turn: all items share one rate limit. */
export function notSentInTime(): ItemFailure {
	return new ItemFailure(
		'The request was not sent within the time set in the option Timeout, because other items were ahead of it',
		`${NOT_PAID} Raise the option Timeout, or run fewer items at a time.`,
		{ kind: 'notSent' },
	);
}

/** Novita has no route for the model any more. */
export function modelNotOffered(
	model: string,
	words: string,
	reason = 'API_NOT_FOUND',
): ItemFailure {
	return new ItemFailure(
		`${model} is no longer offered by Novita; choose another model`,
		`${NOT_PAID} If every model is refused like this, check the Base URL in the credential. Novita says: ${words}`,
		{ kind: 'refused', reason, httpStatus: 404 },
	);
}
