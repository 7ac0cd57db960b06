import type { ChoiceField, NumberField, TextField } from '../../../nodes/NovitaKling/models/types';
import { readFieldOfItem } from '../../../nodes/NovitaKling/request/fieldOfItem';
import type { PlainField } from '../../../nodes/NovitaKling/request/fields';
import { UNWANTED_WORDS, caughtFailure } from '../caught.cts';
import { parameters } from './parameters.cts';

const prompt: TextField = {
	kind: 'text',
	parameter: 'prompt',
	wireName: 'prompt',
	required: true,
	maxCharacters: 2500,
};

const negativePrompt: TextField = { ...prompt, parameter: 'negativePrompt', required: false };

const duration: ChoiceField = {
	kind: 'choice',
	parameter: 'duration',
	wireName: 'duration',
	choices: [
		{ value: '5', label: '5 Seconds' },
		{ value: '10', label: '10 Seconds' },
	],
	default: '5',
};

const guidance = (step: number): NumberField => ({
	kind: 'number',
	parameter: 'guidanceScale',
	wireName: 'guidance_scale',
	min: 0,
	max: 1,
	step,
	default: 0.5,
});

/** Reads one field of an item that has nothing else. */
const read = (field: PlainField, value: unknown) =>
	readFieldOfItem(field, parameters({ [field.parameter]: value }));

const circular: unknown[] = [];
circular.push(circular);

describe('readFieldOfItem, text', () => {
	it.each([
		['a fox', 'a fox'],
		['  a fox\n', 'a fox'],
		['a\nfox', 'a\nfox'],
		['"quoted" \\ text', '"quoted" \\ text'],
		[2024, '2024'],
		[0, '0'],
		['a'.repeat(2500), 'a'.repeat(2500)],
		[`  ${'a'.repeat(2500)}  `, 'a'.repeat(2500)],
		['👨‍👩‍👧‍👦'.repeat(2500), '👨‍👩‍👧‍👦'.repeat(2500)],
	])('sends %j as %j', (value, expected) => {
		expect(read(prompt, value)).toBe(expected);
	});

	it.each([[undefined], [null], [''], ['   '], ['\n']])(
		'calls a required %j empty',
		async (value) => {
			const failure = await caughtFailure(() => read(prompt, value));
			expect(failure.message).toBe('Prompt is empty');
			expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'prompt' });
		},
	);

	it.each([[undefined], [null], [''], ['   ']])('leaves an optional %j out', (value) => {
		expect(read(negativePrompt, value)).toBeUndefined();
	});

	it.each([
		['too long', 'a'.repeat(2501), /longer than 2500 characters/],
		['too many emoji', '😀'.repeat(2501), /longer than 2500 characters/],
		['an object', { text: 'a fox' }, /not a text/],
		['a list', ['a fox'], /not a text/],
		['NaN', Number.NaN, /not a text/],
		['a big integer', 5n, /not a text/],
		['a list that holds itself', circular, /not a text/],
	])('refuses %s', async (_name, value, expected) => {
		const failure = await caughtFailure(() => read(prompt, value));
		expect(failure.message).toMatch(expected);
		expect(failure.message).toContain('Prompt');
		expect(failure.details.parameter).toBe('prompt');
	});
});

describe('readFieldOfItem, choice', () => {
	it.each([
		['5', '5'],
		['10', '10'],
		[' 5 ', '5'],
		['10\n', '10'],
	])('sends %j as the text %j', (value, expected) => {
		expect(read(duration, value)).toBe(expected);
	});

	it.each([[undefined], [null], [''], [' ']])('leaves %j out', (value) => {
		expect(read(duration, value)).toBeUndefined();
	});

	it.each([
		['7'],
		[7],
		['5s'],
		['5 s'],
		['05'],
		['5.0'],
		['5,10'],
		['five'],
		[0],
		[-5],
		[5.5],
		[Number.NaN],
		[true],
		[['5']],
		[{ value: '5' }],
		['__proto__'],
		['constructor'],
		[5n],
		[circular],
	])('refuses %p', async (value) => {
		const failure = await caughtFailure(() => read(duration, value));
		expect(failure.message).toMatch(/^Duration cannot be /);
		expect(failure.nextStep).toContain('one of: 5, 10.');
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'duration' });
	});

	it('never sends a number where Novita wants a text', () => {
		let sent: unknown;
		try {
			sent = read(duration, 5);
		} catch {
			sent = undefined;
		}
		expect(['5', undefined]).toContain(sent);
	});
});

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
	])('takes the inexactness of a calculation %s for what was meant', (_name, value, expected) => {
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

describe('messages of readFieldOfItem', () => {
	it.each([
		[prompt, ''],
		[prompt, { text: 'a fox' }],
		[prompt, 'a'.repeat(3000)],
		[duration, '7'],
		[guidance(0.1), 7],
	])('are short, whole, and say that nothing was sent (%#)', async (field, value) => {
		const { message, nextStep } = await caughtFailure(() => read(field, value));
		expect(`${message} ${nextStep}`).not.toMatch(UNWANTED_WORDS);
		expect(message.length).toBeLessThan(150);
		expect(nextStep).toContain('Nothing was sent to Novita');
	});
});
