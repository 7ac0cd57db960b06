import { properties } from '../../../nodes/NovitaKling/description';
import {
	OPTIONS,
	type Option,
	isOptionName,
	optionDisplayName,
} from '../../../nodes/NovitaKling/parameters/options';
import { readRunBounds } from '../../../nodes/NovitaKling/request/runBounds';
import { readMaxConcurrentTasks, readSettings } from '../../../nodes/NovitaKling/request/settings';
import { caughtFailure } from '../caught.cts';
import { parameters } from '../request/parameters.cts';

const ENTRIES = Object.entries<Option>(OPTIONS);
const NUMBERS = ENTRIES.flatMap(([name, option]) =>
	option.kind === 'number' ? [[name, option] as const] : [],
);

/** Reads all settings with one option filled in. */
const readWith = (name: string, value: unknown) => {
	const readParameter = parameters({ [name]: value });
	return {
		...readSettings(readParameter),
		...readRunBounds(readParameter),
		tasks: readMaxConcurrentTasks(readParameter),
	};
};

it('are in alphabetical order, as n8n wants them', () => {
	const names = ENTRIES.map(([, option]) => optionDisplayName(option));
	expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
});

it('are all in the panel, and nothing else is', () => {
	const panel = properties.find(({ name }) => name === 'options');
	expect(panel?.options?.map(({ name }) => name)).toEqual(Object.keys(OPTIONS));
});

it.each(NUMBERS)('%s: the panel has the bounds and the default of the reader', (name, option) => {
	const panel = properties.find((property) => property.name === 'options');
	expect(panel?.options?.find((entry) => entry.name === name)).toMatchObject({
		typeOptions: { minValue: option.min, maxValue: option.max },
		default: option.default,
	});
	for (const value of [option.min, option.default, option.max]) {
		expect(() => readWith(name, value)).not.toThrow();
	}
});

it.each(NUMBERS)('%s: the reader refuses what is outside of the bounds', async (name, option) => {
	for (const value of [option.min - 0.0005, option.max * 2]) {
		const failure = await caughtFailure(() => readWith(name, value));
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: name });
		expect(failure.nextStep).toContain(`from ${option.min} to ${option.max}`);
	}
});

it.each(['prompt', 'toString', '__proto__', ''])('%j is no option', (name) => {
	expect(isOptionName(name)).toBe(false);
});
