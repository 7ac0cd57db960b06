import {
	decimalText,
	dividedByTen,
	readDecimal,
	sumOf,
	type Decimal,
} from '../../../nodes/NovitaKling/account/decimal';

const decimal = (text: string): Decimal => readDecimal(text)!;

it.each([
	['1.17', '1.17'],
	[' 0.0840 ', '0.084'],
	['-0.5', '-0.5'],
	['-12.30', '-12.3'],
	['0.000', '0'],
	['100', '100'],
	['+7', '7'],
	['1e-7', '0.0000001'],
	['2.5E-1', '0.25'],
	['1.5e3', '1500'],
	['12345678901234567890.123456789', '12345678901234567890.123456789'],
])('%j is read as %s', (text, written) => {
	expect(decimalText(decimal(text))).toBe(written);
});

it.each(['', 'much', '1e', '1e999', '1,17', '1.', '.5', 1.17, null, undefined, {}])(
	'%p is no number as a text',
	(value) => {
		expect(readDecimal(value)).toBeUndefined();
	},
);

it.each([
	['11700', 4, '1.17'],
	['1', 4, '0.0001'],
	['-50000', 4, '-5'],
	['840.5', 4, '0.08405'],
])('%s divided by ten %d times is %s', (text, places, written) => {
	expect(decimalText(dividedByTen(decimal(text), places))).toBe(written);
});

it.each([
	[[], '0'],
	[['0.1', '0.2'], '0.3'],
	[Array.from({ length: 1000 }, () => '0.0001'), '0.1'],
	[['1.17', '-0.17', '2'], '3'],
	[['99999999999999.99', '0.0000000001'], '99999999999999.9900000001'],
])('the sum of %j is %s', (texts, written) => {
	expect(decimalText(sumOf(texts.map(decimal)))).toBe(written);
});
