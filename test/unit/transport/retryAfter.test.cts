import { readRetryAfter } from '../../../nodes/NovitaKling/transport/retryAfter';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const TEN_MINUTES = 600_000;

describe('readRetryAfter', () => {
	it.each([
		['0', 0],
		['1', 1000],
		['30', 30_000],
		[' 30 ', 30_000],
		['1.5', 1500],
		[2, 2000],
		['600', TEN_MINUTES],
		['601', TEN_MINUTES],
		['86400', TEN_MINUTES],
		['99999999999999999999', TEN_MINUTES],
	])('%j seconds', (header, expected) => {
		expect(readRetryAfter(header, NOW)).toBe(expected);
	});

	it.each([
		['in the form of today', 'Sun, 22 Nov 2026 12:00:07 GMT', 7000],
		['in the form of RFC 850', 'Sunday, 22-Nov-26 12:00:07 GMT', 7000],
		['in the form of asctime with its zone', 'Sun Nov 22 12:00:07 2026 GMT', 7000],
		['now', 'Sun, 22 Nov 2026 12:00:00 GMT', 0],
		['in the past', 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
		['far in the future', 'Mon, 22 Nov 2027 12:00:00 GMT', TEN_MINUTES],
	])('a date %s', (_name, header, expected) => {
		expect(readRetryAfter(header, NOW)).toBe(expected);
	});

	it.each([
		[undefined],
		[null],
		[''],
		[' '],
		['soon'],
		['5s'],
		['5 seconds'],
		['Infinity'],
		['NaN'],
		[Number.NaN],
		[Number.POSITIVE_INFINITY],
		[['30']],
		[{}],
		[true],
		['0x10'],
		['1e3'],
		['9'.repeat(400)],
	])('%p says nothing', (header) => {
		expect(readRetryAfter(header, NOW)).toBeUndefined();
	});

	it.each([['-5'], ['+5'], ['soon 7'], ['1,5'], ['5.'], [-5]])(
		'%p is not read as a date of some year',
		(header) => {
			expect(readRetryAfter(header, NOW)).toBeUndefined();
		},
	);
});
