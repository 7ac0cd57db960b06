import { MODELS, type TextField } from '../nodes/NovitaKling/models';
import type { Note } from './findings.cts';
import { findingOf, isAboutBody, type Meanings } from './meanings.cts';
import type { Payments } from './payments.cts';
import { CHEAPEST, paidRequest } from './requests.cts';

/** A prompt of one character, again and again. */
interface Step {
	readonly character: string;
	/** Characters more than the limit, as people count them. */
	readonly over?: number;
	/** Which counts are over the limit, in words. */
	readonly detail: string;
	/** What a refusal and an acceptance prove; null where another step has to tell. */
	readonly refused: string | null;
	readonly accepted: string | null;
}

/** Over the limit however it is counted: shows that there is one, and how Novita refuses a prompt. */
const TOO_LONG: Step = {
	character: 'x',
	over: 1,
	detail: 'a prompt with one letter too many, which should be refused',
	refused: null,
	accepted: 'the limit is not enforced at the submit.',
};

/** One code point, two units of UTF-16, four bytes. */
const EMOJI: Step = {
	character: '😀',
	detail: 'as many emoji as the limit allows',
	refused: null,
	accepted: null,
};

/** One code point, one unit of UTF-16, three bytes. */
const CHINESE: Step = {
	character: '猫',
	detail: 'as many Chinese characters as the limit allows',
	refused: 'counted in bytes of UTF-8.',
	accepted: 'counted in units of UTF-16: an emoji is two.',
};

/** One character to people, two code points. */
const SKIN_TONE: Step = {
	character: '👍🏽',
	detail: 'as many emoji with a skin tone as the limit allows',
	refused: 'counted in code points: an emoji is one, with a skin tone two.',
	accepted: 'counted as people do, as the node does.',
};

/** The documented limit of the prompt that is sent. */
function promptLimit(): number {
	const fields = MODELS.find(({ id }) => id === CHEAPEST.model)?.operations.textToVideo?.fields;
	const prompt = fields?.find((field): field is TextField => field.parameter === 'prompt');
	if (!prompt?.maxCharacters) throw new Error('The model documents no limit of its prompt.');
	return prompt.maxCharacters;
}

/**
 * Finds out how a prompt is counted by prompts at the limit. A definite refusal is free of charge and
 * tells as much as an acceptance, so each step is one that may well be refused.
 */
export async function checkCharacters(payments: Payments, note: Note): Promise<void> {
	if ((await take(TOO_LONG, payments, note)) !== 'refused') return;
	const emoji = await take(EMOJI, payments, note);
	if (emoji === 'refused') await take(CHINESE, payments, note);
	if (emoji === 'accepted') await take(SKIN_TONE, payments, note);
}

async function take(
	{ character, over = 0, detail, refused, accepted }: Step,
	payments: Payments,
	note: Note,
): Promise<'refused' | 'accepted' | 'neither'> {
	const prompt = character.repeat(promptLimit() + over);
	const paid = await paidRequest({ operation: 'textToVideo', prompt: 'x', ...CHEAPEST }, detail);
	// The node itself would refuse one letter too many.
	const request = { ...paid.request, body: { ...paid.request.body, prompt } };
	const payment = await payments.pay({ ...paid, request });
	const meaning = (says: string | null) =>
		says ? (['settled', says] as const) : (['expected', 'the next step tells more.'] as const);
	const meanings: Meanings = {
		refused: meaning(refused),
		succeeded: meaning(accepted),
		failed: meaning(accepted),
	};
	note(findingOf(payment, paid.what, meanings));
	if (isAboutBody(payment)) return 'refused';
	return payment.kind === 'task' ? 'accepted' : 'neither';
}
