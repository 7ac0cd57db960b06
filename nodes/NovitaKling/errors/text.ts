/** Characters of a user's value that a message shows. */
const SHOWN_CHARACTERS = 60;

/**
 * A text on one line, cut where it is longer than a message should be.
 *
 * @param maxCharacters code points at most; an emoji is never cut in half
 */
export function shortened(text: string, maxCharacters: number): string {
	// A code point takes at most two code units, so this much of the text is enough to count in.
	const line = text
		.slice(0, maxCharacters * 2 + 2)
		.replace(/\s+/g, ' ')
		.trim();
	const characters = Array.from(line);
	const isWhole = characters.length <= maxCharacters && text.length <= maxCharacters * 2 + 2;
	return isWhole ? line : `${characters.slice(0, maxCharacters).join('')}…`;
}

/** A text without web addresses: anybody who reads a signed one in a message can open the video. */
export function withoutAddresses(text: string): string {
	// The scheme's length is bounded, because a long text of letters would be searched again and again.
	return text.replace(/\b\w{1,20}:\/\/\S+/g, 'an address');
}

/** Words of n8n's or Novita's, as a message may show them: short, and without addresses. */
export function quoted(text: string, maxCharacters: number): string {
	return withoutAddresses(shortened(text, maxCharacters));
}

/** A user's value as a message shows it: short, and on one line. */
export function shown(value: unknown): string {
	return shortened(typeof value === 'string' ? value : asJson(value), SHOWN_CHARACTERS);
}

/** An address of a user's as a message shows it: without a password, and without its signature. */
export function shownAddress(value: unknown): string {
	const text = typeof value === 'string' ? value : asJson(value);
	return shown(text.replace(/\/\/[^/\s]*@/, '//***@').replace(/\?\S*/, '?***'));
}

function asJson(value: unknown): string {
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		// Big integers, and objects that hold themselves.
		return typeof value === 'object' ? 'an object' : String(value);
	}
}
