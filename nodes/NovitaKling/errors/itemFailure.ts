/** What kind of ending an item had; stable names that a workflow may branch on. */
export type FailureKind =
	| 'invalidInput'
	| 'refused'
	| 'notSent'
	| 'unknownOutcome'
	| 'taskFailed'
	| 'taskLost'
	| 'accessDenied'
	| 'timeout'
	| 'noAnswer'
	| 'downloadFailed'
	| 'canceled'
	| 'unexpected';

/** The machine-readable part of a failure, given out as `details`. */
export interface FailureDetails {
	readonly kind: FailureKind;
	/** ID of the task at Novita, wherever one exists. */
	readonly taskId?: string;
	/** Status of the task as far as it is known. */
	readonly status?: string;
	/** Novita's own reason: its code on a refusal, its text on a failed task. */
	readonly reason?: string;
	/** HTTP status of the answer that ended it. */
	readonly httpStatus?: number;
	/** Name of the parameter that has to change. */
	readonly parameter?: string;
}

/**
 * The one way in which an item ends without a result. Every layer throws it, so that the text for
 * the user is written where the cause is known; the node class gives it n8n's form.
 */
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
