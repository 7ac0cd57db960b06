import type { Exchange } from './novita.cts';

/** What stands in place of a text that is nobody's business. */
const HIDDEN = '…';

/** Names of fields that tell about the account: its money, its owner, where a request came from. */
const ACCOUNT_FIELDS =
	/balance|credit|invoice|amount|charge|user|account|team|owner|mail|phone|api_?key|token|secret|(^|_|client|remote)ip$/i;

/** Characters of an answer that are shown; Novita's own have fewer. */
const MAX_CHARACTERS = 3000;

const ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}):\/\/[^\s"'<>\\)`]+/gi;
const MAIL_ADDRESS = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;

/** Takes what must not be kept out of a text. */
export type Scrub = (text: string) => string;

/**
 * Blanks the key, the names of people, and of every address all but its host: whoever reads a signed
 * one can open the video.
 */
export function scrubber(apiKey: string): Scrub {
	return (text) =>
		text
			.replaceAll(apiKey, HIDDEN)
			.replace(ADDRESS, (address, scheme: string) =>
				URL.canParse(address) ? `${scheme}://${new URL(address).host}/${HIDDEN}` : HIDDEN,
			)
			.replace(MAIL_ADDRESS, HIDDEN);
}

function hideAccount(name: string, value: unknown): unknown {
	const isPlain = typeof value === 'string' || typeof value === 'number';
	return isPlain && ACCOUNT_FIELDS.test(name) ? HIDDEN : value;
}

/** An answer as it may be kept: JSON, or the beginning of what is no JSON as a JSON text. */
export function rawAnswer({ answer, fault }: Exchange, scrub: Scrub): string {
	if (!answer) return JSON.stringify(scrub(fault?.message ?? 'no answer'));
	const { json, beginning } = answer;
	const text = scrub(json ? JSON.stringify(json, hideAccount, 2) : JSON.stringify(beginning));
	return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)} ${HIDDEN}` : text;
}
