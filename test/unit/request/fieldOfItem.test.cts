import { UNWANTED_WORDS, caughtFailure } from '../caught.cts';
import { circular, duration, guidance, negativePrompt, prompt, read } from './sampleFields.cts';

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
