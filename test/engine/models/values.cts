/**
 * Values for the kinds of fields that Novita documents: some at and inside of the limits with their
 * form on the wire, some just outside, and some of another type.
 */
import type { DocumentedField } from './documents.cts';

type Value = Pick<DocumentedField, 'default' | 'good' | 'bad'>;

/** A text of so many characters at most. */
export const texts = (longest: number): Value => ({
	good: [
		['A fox', 'A fox'],
		[' A fox\n', 'A fox'],
		['x'.repeat(longest - 1), 'x'.repeat(longest - 1)],
		['x'.repeat(longest), 'x'.repeat(longest)],
		['🦊'.repeat(longest), '🦊'.repeat(longest)],
		[1984, '1984'],
	],
	bad: ['x'.repeat(longest + 1), '🦊'.repeat(longest + 1), ['a fox']],
});

/** One of a few words, the first of which is the default; also given as numbers. */
export const words = (...choices: [string, ...string[]]): Value => ({
	default: choices[0],
	good: choices.flatMap((choice) => [
		[choice, choice],
		[` ${choice} `, choice],
		...(Number.isNaN(Number(choice)) ? [] : [[Number(choice), choice] as const]),
	]),
	bad: ['another', 7, `${choices[0]}!`, true, [choices[0], 'and more']],
});

/** Whole seconds, 3 to 15: numbers on the wire, a list of texts in the panel. */
export const wholeSeconds: Value = {
	default: '5',
	good: [
		...Array.from({ length: 13 }, (_item, index) => [String(index + 3), index + 3] as const),
		[3, 3],
		[' 10 ', 10],
		[15, 15],
	],
	bad: [2, 2.9, '2', 4.5, 15.1, 16, '16', 0, -5, 'ten', '5s', true, [5]],
};

const digitsOf = (step: number) => String(step).length - '0.'.length;

/** From 0 to 1, in steps where the documents name one. */
export function guidance(step?: number): Value {
	const fine = step ?? 0.001;
	const near = (value: number) => Number(value.toFixed(digitsOf(fine)));
	return {
		default: 0.5,
		good: [0, near(fine), 0.3, near(1 - fine), 1].flatMap((value) => [
			[value, value],
			[String(value), value],
		]),
		bad: [
			...[-fine, 1 + fine, '1.1', 2, 50, 'strict', '0,5', true, [0.5]],
			...(step === undefined ? [] : [step * 5.5]),
		],
	};
}

/** The shapes of a picture. */
export const shapes: Value = {
	default: '16:9',
	good: ['16:9', '9:16', '1:1'].map((shape) => [shape, shape]),
	bad: ['4:3', '16/9', 1, 'square'],
};

/** Yes or no, also given as text. */
export const switches = (byDefault: boolean): Value => ({
	default: byDefault,
	good: [
		[true, true],
		[false, false],
		['true', true],
		['false', false],
		[' TRUE ', true],
	],
	bad: ['yes', 1, 0, 'on', [true]],
});

/** The address of a file that Novita fetches. */
export const addresses: Value = {
	good: [
		['https://example.com/a.jpg?size=1&sig=a%2Fb', 'https://example.com/a.jpg?size=1&sig=a%2Fb'],
		[' http://example.com/b.jpg\n', 'http://example.com/b.jpg'],
	],
	bad: ['fox.jpg', 'ftp://example.com/a.jpg', 'data:image/png;base64,AAAA', 42, ['https://a.b']],
};
