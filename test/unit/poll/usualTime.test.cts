import { usualTimeOf } from '../../../nodes/NovitaKling/poll/usualTime';

const SECOND = 1000;
const seconds = (...values: number[]) => values.map((value) => value * SECOND);
const usualSeconds = (...values: number[]) =>
	(usualTimeOf(seconds(...values))?.middle ?? 0) / SECOND;

describe('usualTimeOf', () => {
	it.each([[[]], [[90]], [[90, 91]]])('knows nothing from %j', (values) => {
		expect(usualTimeOf(seconds(...values))).toBeUndefined();
	});

	it('takes the middle of tasks that are alike', () => {
		expect(usualSeconds(88, 90, 92)).toBeCloseTo(90, 0);
		expect(usualSeconds(240, 250, 230, 245, 235, 240, 238, 242, 240)).toBeCloseTo(240, 0);
	});

	it.each([
		['one outlier among four', [90, 600, 92, 88]],
		['four outliers among nine', [90, 600, 92, 5, 88, 600, 91, 600, 89]],
	])('is not spoilt by %s', (_name, values) => {
		const usual = usualTimeOf(seconds(...values));
		expect((usual?.middle ?? 0) / SECOND).toBeCloseTo(90, 0);
		expect(usual?.spread).toBeLessThanOrEqual(0.1);
	});

	it('has followed a change after five tasks', () => {
		const before = [240, 236, 244, 238, 242];
		expect(usualSeconds(120, 118, 122, 121, 119, ...before)).toBeCloseTo(120, 0);
		expect(usualSeconds(120, 118, 122, 121, ...before)).toBeCloseTo(240, 0);
	});

	it('leaves out what is no time', () => {
		const usual = usualTimeOf([
			Number.NaN,
			0,
			-5,
			Number.POSITIVE_INFINITY,
			...seconds(90, 90, 90),
		]);
		expect(usual?.middle).toBeCloseTo(90 * SECOND, 5);
	});

	it.each([
		['a few that happen to be alike', [90, 90, 90], 0.1],
		['many that are alike', Array<number>(9).fill(90), 0.02],
		['some that have nothing in common', [20, 60, 200, 600, 1800], 0.35],
	])('bounds the spread of %s', (_name, values, spread) => {
		expect(usualTimeOf(seconds(...values))?.spread).toBeCloseTo(spread, 5);
	});
});
