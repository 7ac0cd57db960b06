import { isLongerThan } from '../../../nodes/NovitaKling/request/characters';
import { growth } from '../growth.cts';

const FAMILY = '👨‍👩‍👧‍👦';
const FLAG = '🇳🇿';
const E_WITH_ACCENT = 'e\u0301';

describe('isLongerThan', () => {
	it.each([
		['letters', 'a'],
		['emoji of two code units', '😀'],
		['families of eleven code units', FAMILY],
		['skin tones', '👍🏽'],
		['flags', FLAG],
		['letters with a combining accent', E_WITH_ACCENT],
		['letters with three combining marks', 'o\u0302\u0323\u0308'],
		['Chinese characters beyond the basic plane', '𠮷'],
		['Korean syllables in parts', '한'],
		['Windows line ends', '\r\n'],
	])('counts %s as one character each, up to the exact limit', (_name, character) => {
		expect(isLongerThan(character.repeat(2500), 2500)).toBe(false);
		expect(isLongerThan(character.repeat(2501), 2500)).toBe(true);
	});

	it.each([
		['family', FAMILY],
		['flag', FLAG],
		['accent', E_WITH_ACCENT],
		['skin tone', '👍🏽'],
		['letter with three hundred marks', `a${'\u0301'.repeat(300)}`],
	])('counts each %s as one wherever a long text is cut', (_name, character) => {
		for (let shift = 0; shift < FAMILY.length; shift += 1) {
			const text = 'a'.repeat(shift) + character.repeat(150);
			expect(isLongerThan(text, 150 + shift)).toBe(false);
			expect(isLongerThan(text, 149 + shift)).toBe(true);
		}
	});

	it.each([
		['', 0, false],
		['', 1, false],
		['a', 0, true],
		['a', 1, false],
		['ab', 1, true],
		[`${FAMILY}${E_WITH_ACCENT}${FLAG}a`, 4, false],
		[`${FAMILY}${E_WITH_ACCENT}${FLAG}a`, 3, true],
	])('%j against %i: %s', (text, maxCharacters, expected) => {
		expect(isLongerThan(text, maxCharacters)).toBe(expected);
	});

	it('counts halves of emoji without stumbling', () => {
		expect(isLongerThan('\ud83d'.repeat(3), 3)).toBe(false);
		expect(isLongerThan('\ud83d'.repeat(4), 3)).toBe(true);
	});

	it('does not read a huge text to its end', () => {
		const check = (text: string) => () => {
			expect(isLongerThan(text, 2500)).toBe(true);
		};
		const [large, huge] = [5_000, 5_000_000].map((count) => '😀'.repeat(count));
		// Counting to the end would take a thousand times as long.
		expect(growth(check(large), check(huge))).toBeLessThan(200);
	});
});
