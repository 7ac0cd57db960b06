import {
	isEmpty,
	plainNumber,
	plainText,
	shown,
	webAddress,
} from '../../../nodes/NovitaKling/request/plainValues';

/** A surrogate without its other half. */
const HALF_OF_A_CHARACTER = /\p{Surrogate}/u;

describe('plainText', () => {
	it.each([
		['text', 'text'],
		['  text \n', 'text'],
		['', ''],
		[5, '5'],
		[0, '0'],
		[true, 'true'],
		[null, ''],
		[undefined, ''],
		[{ a: 1 }, ''],
		[['text'], ''],
		[Symbol('text'), ''],
	])('%p is %j', (value, expected) => {
		expect(plainText(value)).toBe(expected);
	});

	it.each([[Number.NaN], [Number.POSITIVE_INFINITY]])(
		'%p, what a broken calculation gives, is no text that anybody meant',
		(value) => {
			expect(plainText(value)).toBe('');
		},
	);
});

describe('isEmpty', () => {
	it.each([[undefined], [null], [''], ['  '], ['\n\t'], ['\u00a0'], ['\ufeff']])(
		'%j is empty',
		(value) => {
			expect(isEmpty(value)).toBe(true);
		},
	);

	it.each([[0], [false], ['0'], ['a'], [[]], [{}], [[0]], [Number.NaN], [5n]])(
		'%p is not empty',
		(value) => {
			expect(isEmpty(value)).toBe(false);
		},
	);

	it('comes to an end on an object that holds itself', () => {
		const circular: unknown[] = [];
		circular.push(circular);
		expect(() => isEmpty(circular)).not.toThrow();
	});
});

describe('plainNumber', () => {
	it.each([
		[0.5, 0.5],
		['0.5', 0.5],
		[' 0.5\n', 0.5],
		['1', 1],
		['-1', -1],
		['1e-1', 0.1],
		['.5', 0.5],
	])('%p is %p', (value, expected) => {
		expect(plainNumber(value)).toBe(expected);
	});

	it.each([[''], [' '], ['0,5'], ['half'], ['0.5x'], [true], [null], [undefined], [[0.5]], [{}]])(
		'%p is not a number',
		(value) => {
			expect(plainNumber(value)).toBeNaN();
		},
	);
});

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

describe('webAddress', () => {
	it.each([
		['https://example.com/a.jpg', 'https://example.com/a.jpg'],
		['http://example.com/a.jpg', 'http://example.com/a.jpg'],
		['HTTPS://Example.COM/A b.jpg?Sig=%2F', 'https://example.com/A%20b.jpg?Sig=%2F'],
	])('takes %s', (text, expected) => {
		expect(webAddress(text)?.href).toBe(expected);
	});

	it.each([
		[''],
		['photo.jpg'],
		['/photo.jpg'],
		['//example.com/photo.jpg'],
		['www.example.com/photo.jpg'],
		['https://'],
		['ftp://example.com/photo.jpg'],
		['file:///etc/passwd'],
		['data:image/png;base64,AAAA'],
		['javascript:alert(1)'],
	])('refuses %j', (text) => {
		expect(webAddress(text)).toBeUndefined();
	});
});
