/*
 * How a step fails, in two ways. A step throws: an `ItemFailure` when its item has ended without a
 * video, with the whole message for the user, or a `PassingFault` when another try may help, which
 * only the loop that retries catches. Where items run side by side, one failure must not hide the
 * others: there `resultOf` (result.ts) turns what a step threw into a `Result`.
 */

/** What kind of failure an item had; stable names that a workflow may branch on. */
export type FailureKind =
	| 'invalidInput'
	| 'limitReached'
	| 'refused'
	| 'notSent'
	| 'unknownOutcome'
	| 'alreadySubmitted'
	| 'taskFailed'
	| 'taskLost'
	| 'accessDenied'
	| 'timeout'
	| 'noAnswer'
	| 'downloadFailed'
	| 'canceled'
	| 'unexpected';

/** The machine-readable part of a failure, given out below `error` beside the message. */
export interface FailureDetails {
	readonly kind: FailureKind;
	/** ID of the task at Novita, wherever one exists. */
	readonly taskId?: string;
	/** Status of the task as far as it is known. */
	readonly status?: string;
	/** Novita's own reason: its code on a refusal, its text on a failed task. */
	readonly reason?: string;
	/** HTTP status of the answer that ended the item. */
	readonly httpStatus?: number;
	/** Name of the parameter that has to change. */
	readonly parameter?: string;
}

/** The end of an item without a video. `n8n/nodeError.ts` turns it into n8n's own error. */
export class ItemFailure extends Error {
	/**
	 * @param message what happened, in one sentence
	 * @param nextStep what the user can do about it
	 * @param details the same for machines
	 */
	constructor(
		message: string,
		readonly nextStep: string,
		readonly details: FailureDetails,
	) {
		super(message);
		this.name = 'ItemFailure';
	}
}

/** A fault that may pass, such as a lost connection: the step is worth another try. */
export class PassingFault extends Error {
	/**
	 * @param message what happened, in words that hold no address and no key
	 * @param retryAfter milliseconds to wait before another try, where the service asks for it
	 */
	constructor(
		message: string,
		readonly retryAfter?: number,
	) {
		super(message);
		this.name = 'PassingFault';
	}
}
