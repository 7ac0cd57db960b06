import {
	isEmpty,
	plainNumber,
	plainText,
	webAddress,
} from '../../../nodes/NovitaKling/request/plainValues';

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

describe('webAddress', () => {
	it.each([
		['https://example.com/a.jpg', 'https://example.com/a.jpg'],
		['http://example.com/a.jpg', 'http://example.com/a.jpg'],
		['HTTPS://Example.COM/A b.jpg?Sig=%2F', 'https://example.com/A%20b.jpg?Sig=%2F'],
	])('accepts %s', (text, expected) => {
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
