import { ItemFailure } from './failure';

/** How to tell a user about a refusal of Novita's, and what to do next. */
interface Refusal {
	/** Matches Novita's `reason`. */
	readonly reason: RegExp;
	readonly says: string;
	readonly nextStep: string;
}

/** What an answer in Novita's form says; see transport/answers.ts. */
export interface RefusalWords {
	/** HTTP status. */
	readonly httpStatus: number;
	readonly reason?: string;
	/** The answer in Novita's own words, short and without addresses. */
	readonly words: string;
}

/** Source: novita.ai/docs/api-reference/basic-error-code. The first match counts. */
const REFUSALS: readonly Refusal[] = [
	{
		// Not LOAD_BALANCER_TIMEOUT of a gateway, which proves nothing.
		reason: /(^|_)BALANCE(_|$)/,
		says: 'The balance of the Novita account is too low',
		nextStep: 'Add credits at novita.ai under Billing, then run the workflow again.',
	},
	{
		reason: /^(MISSING_API_KEY|INVALID_API_KEY|FAILED_TO_AUTH)$/,
		says: 'Novita did not accept the API key',
		nextStep:
			'Check the API key in the credential; keys are created at novita.ai under Settings, Key Management.',
	},
	{
		reason: /^(API_NOT_ALLOWED|FEATURE_NOT_ALLOWED)$/,
		says: 'The Novita account is not allowed to use this model',
		nextStep: 'Check at novita.ai what the account and its API key may use.',
	},
	{
		reason: /^NEED_REAL_NAME_VERIFY$/,
		says: 'Novita requires the account to be verified first',
		nextStep: 'Complete the verification at novita.ai, then run the workflow again.',
	},
	{
		reason: /^BILLING/,
		says: 'Novita could not charge the account',
		nextStep: 'Check the billing page at novita.ai, then run the workflow again.',
	},
	{
		reason: /^ILLEGAL_PROMPT$/,
		says: 'Novita refused the prompt because of its content rules',
		nextStep: 'Change the wording of the prompt or of the negative prompt.',
	},
	{
		reason: /^ILLEGAL_IMAGE_CONTENT$/,
		says: 'Novita refused the image because of its content rules',
		nextStep: 'Use another image.',
	},
	{
		reason: /^IMAGE_FILE_EXCEEDS_MAX_SIZE$/,
		says: 'The image file is too large for Novita',
		nextStep: 'Use a smaller image file.',
	},
	{
		reason: /^INVALID_IMAGE_(FORMAT|SIZE)$/,
		says: 'Novita cannot use this image',
		nextStep:
			'Use a JPEG or PNG that fits the size rules. If the image is fine, try another value of the option Image Encoding.',
	},
	{
		reason: /^INVALID_REQUEST_BODY$/,
		says: 'Novita did not accept the values of the request',
		nextStep: 'Compare the parameters with what Novita says.',
	},
	{
		reason: /^LIST_BILL_TOO_FAST$/,
		says: 'Novita received requests for the usage too fast, one after the other',
		nextStep: 'Run the workflow again in a few minutes, or get the usage for a shorter time.',
	},
	{
		reason: /^INVALID_BILL_CYCLE$/,
		says: 'Novita does not give bills by the hour, or not for this time',
		nextStep: 'Get the usage for another time. If it is refused too, please report this.',
	},
	{
		reason: /^INVALID_PRODUCT_CATEGORY$/,
		says: 'Novita does not know the kind of products that this node gets the bills of',
		nextStep: 'Update the node. If it is up to date, please report this.',
	},
	{
		reason: /^CREATE_TASK_FAILED$/,
		says: 'Novita could not create the task',
		nextStep: 'Run the workflow again later.',
	},
];

const UNLISTED: Omit<Refusal, 'reason'> = {
	says: 'Novita refused the request',
	nextStep: 'See what Novita says, change the request, and run the workflow again.',
};

/** Whether a reason is one that Novita lists as a refusal. */
export function isListedRefusal(reason: string | undefined): boolean {
	return listedRefusal(reason) !== undefined;
}

/**
 * A refusal of Novita's in plain words.
 *
 * @param effect what the refusal means for the user, e.g. "No video was started and nothing was paid."
 */
export function refused({ httpStatus, reason, words }: RefusalWords, effect: string): ItemFailure {
	const { says, nextStep } = listedRefusal(reason) ?? UNLISTED;
	return new ItemFailure(says, `${effect} ${nextStep} Novita says: ${words}`, {
		kind: 'refused',
		reason,
		httpStatus,
	});
}

function listedRefusal(reason: string | undefined): Refusal | undefined {
	return reason ? REFUSALS.find((refusal) => refusal.reason.test(reason)) : undefined;
}
