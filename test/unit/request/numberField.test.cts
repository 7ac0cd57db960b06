import { caughtFailure } from '../caught.cts';
import { circular, guidance, read } from './sampleFields.cts';

describe('readFieldOfItem, number', () => {
	it.each([
		[0.1, 0, 0],
		[0.1, 1, 1],
		[0.1, 0.5, 0.5],
		[0.1, '0.5', 0.5],
		[0.1, ' 0.5 ', 0.5],
		[0.1, '1', 1],
		[0.1, '1.0', 1],
		[0.1, '.3', 0.3],
		[0.1, 0.1 + 0.2, 0.3],
		[0.1, 0.1 * 7, 0.7],
		[0.1, 1 - 0.9, 0.1],
		[0.1, '0.30000000000000004', 0.3],
		[0.1, -0, 0],
		[0.01, 0.01, 0.01],
		[0.01, 0.29, 0.29],
		[0.01, 0.57, 0.57],
		[0.01, 0.1 + 0.2, 0.3],
		[0.01, 0.01 * 35, 0.35],
		[0.01, '0.99', 0.99],
	])('with steps of %p, %p is sent as %p', (step, value, expected) => {
		expect(JSON.stringify(read(guidance(step), value))).toBe(JSON.stringify(expected));
	});

	it.each([
		['just below the least', 0.3 - 0.1 * 3, 0],
		['just above the most', 1 + Number.EPSILON, 1],
	])('reads a calculated value %s as the limit that was meant', (_name, value, expected) => {
		expect(read(guidance(0.1), value)).toBe(expected);
	});

	it.each([0.1, 0.01])('sends each value of the grid of %p as it is written', (step) => {
		const decimals = String(step).length - 2;
		for (let index = 0; index <= Math.round(1 / step); index += 1) {
			const written = (index * step).toFixed(decimals);
			const sent = read(guidance(step), index * step);
			expect(sent).toBe(Number(written));
			expect(read(guidance(step), written)).toBe(Number(written));
		}
	});

	it.each([[undefined], [null], [''], ['  ']])('leaves %j out', (value) => {
		expect(read(guidance(0.1), value)).toBeUndefined();
	});

	it.each([
		[0.1, -0.1],
		[0.1, 1.1],
		[0.1, 2],
		[0.1, '1.1'],
		[0.1, 0.15],
		[0.1, '0.55'],
		[0.1, 0.51],
		[0.1, 0.5001],
		[0.01, 0.005],
		[0.01, 0.505],
		[0.01, 1.01],
		[0.1, '0,5'],
		[0.1, '50%'],
		[0.1, 'half'],
		[0.1, true],
		[0.1, false],
		[0.1, Number.NaN],
		[0.1, Number.POSITIVE_INFINITY],
		[0.1, 'Infinity'],
		[0.1, Number.MAX_VALUE],
		[0.1, '9'.repeat(400)],
		[0.1, [0.5]],
		[0.1, { value: 0.5 }],
		[0.1, 1n],
		[0.1, circular],
	])('with steps of %p, %p is refused', async (step, value) => {
		const failure = await caughtFailure(() => read(guidance(step), value));
		expect(failure.message).toMatch(/^Guidance Scale cannot be /);
		expect(failure.nextStep).toContain(`from 0 to 1 in steps of ${step}.`);
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'guidanceScale' });
	});
});
