const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Whether a text has more characters than allowed, counted as people do: an emoji or an accented
 * letter is one, however many code units it takes.
 */
export function isLongerThan(text: string, maxCharacters: number): boolean {
	// A character takes at least one code unit, so a short text needs no counting.
	if (text.length <= maxCharacters) return false;
	let count = 0;
	for (const character of segmenter.segment(text)) {
		count += character.segment.length > 0 ? 1 : 0;
		if (count > maxCharacters) return true;
	}
	return false;
}
