import { ItemFailure } from './itemFailure';
import { quoted } from './text';
import type { Answer } from '../transport/answers';

/** How to tell a user about a refusal of Novita's, and what to do next. */
interface Refusal {
	/** Matches Novita's `reason`. */
	readonly reason: RegExp;
	readonly says: string;
	readonly nextStep: string;
}

const CHECK_KEY =
	'Check the API key in the credential; keys are made at novita.ai under Settings, Key Management.';

/** Source: novita.ai/docs/api-reference/basic-error-code. The first match counts. */
const REFUSALS: readonly Refusal[] = [
	{
		reason: /BALANCE/,
		says: 'The balance of the Novita account is not enough',
		nextStep: 'Add credits at novita.ai under Billing, then run the workflow again.',
	},
	{
		reason: /^(MISSING_API_KEY|INVALID_API_KEY|FAILED_TO_AUTH)$/,
		says: 'Novita did not accept the API key',
		nextStep: CHECK_KEY,
	},
	{
		reason: /^(API_NOT_ALLOWED|FEATURE_NOT_ALLOWED)$/,
		says: 'The Novita account is not allowed to use this model',
		nextStep: 'Check at novita.ai what the account and its API key may use.',
	},
	{
		reason: /^NEED_REAL_NAME_VERIFY$/,
		says: 'Novita wants the account to be verified first',
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
			'Use a JPEG or PNG that fits the size rules. If the image is fine, try the option Image Encoding with its other value.',
	},
	{
		reason: /^INVALID_REQUEST_BODY$/,
		says: 'Novita did not accept the values of the request',
		nextStep: 'Compare the parameters with what Novita says.',
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

/** Novita's reason, where an answer is in Novita's form: `{ code, reason, message, metadata }`. */
export function reasonOf(answer: Answer): string | undefined {
	const reason = answer.json?.reason;
	return typeof reason === 'string' && reason ? quoted(reason, SHOWN_CHARACTERS) : undefined;
}

/** Characters of Novita's words that a message shows. */
const SHOWN_CHARACTERS = 300;

/** Whether an answer is in Novita's form and gives a reason that Novita lists as a refusal. */
export function isListedRefusal(answer: Answer): boolean {
	const reason = reasonOf(answer);
	const isForm = typeof answer.json?.code === 'number' && answer.status >= 300;
	return isForm && REFUSALS.some((refusal) => reason && refusal.reason.test(reason));
}

/** What an answer says, in Novita's words, for the end of a message. */
export function wordsOf(answer: Answer): string {
	const message = answer.json?.message;
	const words = typeof message === 'string' && message ? message : answer.beginning;
	return quoted(
		[`HTTP ${answer.status}`, reasonOf(answer), words].filter(Boolean).join(', '),
		SHOWN_CHARACTERS,
	);
}

/**
 * A refusal of Novita's in plain words.
 *
 * @param aim what was tried, e.g. "No video was started and nothing was paid."
 */
export function refusalOf(answer: Answer, aim: string): ItemFailure {
	const reason = reasonOf(answer);
	const refusal = REFUSALS.find((candidate) => reason && candidate.reason.test(reason)) ?? UNLISTED;
	return new ItemFailure(
		refusal.says,
		`${aim} ${refusal.nextStep} Novita says: ${wordsOf(answer)}`,
		{ kind: 'refused', reason, httpStatus: answer.status },
	);
}
