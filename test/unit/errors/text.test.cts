import { shown, shownAddress } from '../../../nodes/NovitaKling/errors/text';

/** A surrogate without its other half. */
const HALF_OF_A_CHARACTER = /\p{Surrogate}/u;

describe('shown', () => {
	it.each([
		['short', 'short'],
		['two\r\n\tlines', 'two lines'],
		[0.15, '0.15'],
		[null, 'null'],
		[undefined, 'undefined'],
		[{ a: [1] }, '{"a":[1]}'],
		['x'.repeat(60), 'x'.repeat(60)],
		['x'.repeat(61), `${'x'.repeat(60)}…`],
	])('%p is shown as %j', (value, expected) => {
		expect(shown(value)).toBe(expected);
	});

	const circular: Record<string, unknown> = {};
	circular.self = circular;
	const unreadable = {
		toJSON() {
			throw new Error('not to be read');
		},
	};

	it.each([
		['a big integer', 5n],
		['an object that holds itself', circular],
		['an object that cannot be written as JSON', unreadable],
		['a function', () => 5],
		['a symbol', Symbol('5')],
		['an object without a prototype', Object.create(null)],
	])('shows %s without throwing', (_name, value) => {
		expect(typeof shown(value)).toBe('string');
	});

	it('does not cut an emoji in half', () => {
		expect(shown(`${'x'.repeat(59)}😀😀`)).not.toMatch(HALF_OF_A_CHARACTER);
	});
});

it.each([
	['ftp://me:secret@example.com/a.jpg', 'ftp://***@example.com/a.jpg'],
	['//me:s@c@example.com', '//***@example.com'],
	['s3://bucket/a.jpg?X-Signature=abc', 's3://bucket/a.jpg?***'],
	['photo.jpg', 'photo.jpg'],
	[{ a: 1 }, '{"a":1}'],
])('shownAddress(%j) hides what opens the address', (value, expected) => {
	expect(shownAddress(value)).toBe(expected);
});
