/**
 * Whether a text has more characters than allowed, counted as people do: an emoji or an accented
 * letter is one, however many code units it takes.
 */
export function isLongerThan(text: string, maxCharacters: number): boolean {
	// A character takes at least one code unit, so a short text needs no counting.
	if (text.length <= maxCharacters) return false;
	// Made only where it is needed: the first one loads the language data, in ten milliseconds.
	const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	const characters = segmenter.segment(text)[Symbol.iterator]();
	for (let count = 0; count <= maxCharacters; count += 1) {
		if (characters.next().done) return false;
	}
	return true;
}
