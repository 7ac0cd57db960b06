/**
 * Code units that are split into characters at a time. The segmenter copies the whole text that it is
 * given, in Node.js 20 even once for each character: a long text would block n8n for seconds.
 */
const PIECE = 256;

/** Characters at the end of a piece that its cut may have changed: a character, and half of a code point. */
const UNSURE = 2;

/**
 * Whether a text has more characters than allowed, counted as people do: an emoji or an accented
 * letter is one, however many code units it takes.
 */
export function isLongerThan(text: string, maxCharacters: number): boolean {
	// A character takes at least one code unit, so a short text needs no counting.
	if (text.length <= maxCharacters) return false;
	// Made only where it is needed: the first one loads the language data, in ten milliseconds.
	const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	let count = 0;
	let start = 0;
	let size = PIECE;
	while (start < text.length && count <= maxCharacters) {
		const end = start + size;
		const characters = [...segmenter.segment(text.slice(start, end))];
		if (end >= text.length) return count + characters.length > maxCharacters;
		const sure = Math.max(0, characters.length - UNSURE);
		count += sure;
		start += characters[sure].index;
		// Where nothing is sure, a character is longer than the piece.
		size = sure > 0 ? PIECE : size * 2;
	}
	return count > maxCharacters;
}
