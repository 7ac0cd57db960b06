/**
 * Values for a documented field: some at and inside of its limits with their form on the wire, some
 * just outside of them, and some of another type.
 */
import { isOnStep, type Field, type Kind, type KindOf } from '../../novita-standin/pageFields.cts';

/** A value of a parameter, and what goes on the wire for it. */
export type Sent = readonly [given: unknown, wire: unknown];

/** Values that a field takes, and values that it must not take. */
export interface Values {
	readonly good: readonly Sent[];
	readonly bad: readonly unknown[];
}

const same = (value: unknown): Sent => [value, value];

function texts({ longest: length }: KindOf<'text'>): Values {
	return {
		good: [
			same('A fox'),
			[' A fox\n', 'A fox'],
			...[length - 1, length].map((count) => same('x'.repeat(count))),
			same('🦊'.repeat(length)),
			[1984, '1984'],
		],
		bad: ['x'.repeat(length + 1), '🦊'.repeat(length + 1), ['a fox']],
	};
}

/** What no choice of any page offers. */
const NOT_OFFERED = ['another', '4:3', '16/9', 'square', 1, 7, true];

/** The node offers texts and integers alike as a list of texts, and takes a number for either. */
const choices = ({ values }: Pick<KindOf<'choice'>, 'values'>): Values => ({
	good: values.flatMap((value): Sent[] => [
		[String(value), value],
		[` ${value} `, value],
		...(Number.isNaN(Number(value)) ? [] : [[Number(value), value] as const]),
	]),
	bad: [...NOT_OFFERED, `${values[0]}!`, `${values.join()},`, [values[0], 'and more']],
});

function integers({ min, max }: KindOf<'integer'>): Values {
	const values = Array.from({ length: max - min + 1 }, (_, index) => min + index);
	const outside = [min - 1, max + 1];
	return {
		good: choices({ values }).good,
		bad: [
			...[...outside, ...outside.map(String), min - 0.1, min + 0.5, min + 1.5, max + 0.1],
			...[0, -5, 'ten', `${values[2]}s`, true, [values[2]]],
		],
	};
}

/** Between the limits; whether they are good depends on the step. */
const FRACTIONS = [0.3, 0.5, 0.9, 0.55, 0.123, 0.15, 0.01, 0.055, 0.005, 0.555];

/** A difference to a limit that is small where the page names no step. */
const SMALL = 0.001;

function numbers({ min, max, step }: KindOf<'number'>): Values {
	const beside = step ?? SMALL;
	const within = [...new Set([min, min + beside, ...FRACTIONS, max - beside, max])];
	const isGood = (value: number) => step === undefined || isOnStep(value, step);
	return {
		good: within.filter(isGood).flatMap((value): Sent[] => [same(value), [String(value), value]]),
		bad: [
			...within.filter((value) => !isGood(value)),
			...[min - beside, max + beside, min - 0.1, max + 0.1, `${max + 0.1}`, 2, 50],
			...['strict', 'half', '0,5', true, [0.5]],
		],
	};
}

const BOOLEANS: Values = {
	good: [same(true), same(false), ['true', true], ['false', false], [' TRUE ', true]],
	bad: ['yes', 'yes please', 'on', 0, 1, 7, [true]],
};

const URLS: Values = {
	good: [
		same('https://example.com/a.jpg?size=1&sig=a%2Fb'),
		[' http://example.com/b.jpg\n', 'http://example.com/b.jpg'],
	],
	bad: ['fox.jpg', 'ftp://example.com/a.jpg', 'data:image/png;base64,AAAA', 42, ['https://a.b']],
};

/** Shots as the panel has them. */
const panelShots = (...shots: object[]) => ({ shots });

/** Shots that no page takes, whatever else a shot has: one too long, and some without a prompt. */
const badPrompts = ({ longest }: KindOf<'text'>) =>
	['x'.repeat(longest + 1), '', ' \n', ['A fox']].map((prompt) => panelShots({ prompt }));

function plainShots({ item }: KindOf<'strings'>): Values {
	const prompts = ['A fox wakes', 'x'.repeat(item.longest)];
	return {
		good: [
			[panelShots(...prompts.map((prompt) => ({ prompt }))), prompts],
			// What another model left there.
			[panelShots({ prompt: ' It runs\n', duration: 99 }), ['It runs']],
		],
		bad: badPrompts(item),
	};
}

function timedShots({ fields }: KindOf<'objects'>): Values {
	const prompt = fields.prompt as KindOf<'text'>;
	const { min, max, default: byDefault } = fields.duration as KindOf<'integer'>;
	const shots = [
		{ prompt: 'A fox wakes', duration: min },
		{ prompt: 'x'.repeat(prompt.longest), duration: max },
	];
	const untimed = { prompt: 'It runs' };
	const badSeconds = [min - 1, max + 1, min + 0.5, 'long', true];
	return {
		good: [
			[panelShots(...shots), shots],
			[panelShots({ ...untimed, duration: String(max) }), [{ ...untimed, duration: max }]],
			[panelShots(untimed), [{ ...untimed, duration: byDefault }]],
		],
		bad: [
			...badPrompts(prompt),
			...badSeconds.map((duration) => panelShots({ ...untimed, duration })),
		],
	};
}

const VALUES: { readonly [Name in Kind['kind']]: (field: KindOf<Name>) => Values } = {
	text: texts,
	choice: choices,
	integer: integers,
	number: numbers,
	boolean: () => BOOLEANS,
	url: () => URLS,
	image: () => URLS,
	strings: plainShots,
	objects: timedShots,
};

/** The values of a field; one that is required is not left empty either. */
export function valuesOf(field: Field): Values {
	const { good, bad } = (VALUES[field.kind] as (field: Field) => Values)(field);
	return { good, bad: field.required ? [...bad, '', '  ', null] : bad };
}
