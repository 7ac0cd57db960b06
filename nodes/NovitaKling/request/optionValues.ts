import { missingValue, notAllowed } from '../errors/inputFailures';
import {
	type ChoiceOption,
	type NumberOption,
	OPTIONS,
	type OptionName,
} from '../parameters/options';
import { readChoiceValue } from './choiceValue';
import type { ReadParameter } from './fieldOfItem';
import { isEmpty, plainNumber } from './plainValues';

/** The names of the options of a kind. */
type OptionNameOf<Kind extends string> = {
	[Name in OptionName]: (typeof OPTIONS)[Name]['kind'] extends Kind ? Name : never;
}[OptionName];

type ChoiceOptionName = OptionNameOf<'choice'>;

/** The values of an option that is one out of a few. */
type ChoiceOf<Name extends ChoiceOptionName> = (typeof OPTIONS)[Name]['choices'][number]['value'];

/**
 * Reads a number among the options, in the unit that the node works with: milliseconds, bytes,
 * millionths of a dollar, or as it is; its default where it is empty.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function readNumberOption(
	name: OptionNameOf<'number'>,
	readParameter: ReadParameter,
): number {
	const { label, min, max, unit, default: defaultNumber }: NumberOption = OPTIONS[name];
	const value = readParameter(name);
	const number = isEmpty(value) ? defaultNumber : plainNumber(value);
	if (!(number >= min && number <= max)) {
		throw notAllowed(
			{ parameter: name, label },
			value,
			`Set the option ${label} to a number from ${min} to ${max}.`,
		);
	}
	return unit ? Math.round(number * unit.size) : number;
}

/** An option that bounds what is spent. */
export type BoundOption = 'maxVideos' | 'spendingLimit' | 'spendingPeriod' | 'minimumBalance';

/**
 * Whether the user added an option that bounds what is spent. An expression that gives nothing must not
 * lift the bound.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function isBoundGiven(name: BoundOption, readParameter: ReadParameter): boolean {
	const value = readParameter(name);
	if (value === undefined) return false;
	if (!isEmpty(value)) return true;
	const { label } = OPTIONS[name];
	throw missingValue(
		{ parameter: name, label },
		`Enter a value, check the expression that gives it, or remove the option ${label}.`,
	);
}

/**
 * Reads an option that is one value out of a few; its default where it is empty.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function readChoiceOption<Name extends ChoiceOptionName>(
	name: Name,
	readParameter: ReadParameter,
): ChoiceOf<Name> {
	const { label, choices, default: defaultChoice }: ChoiceOption = OPTIONS[name];
	const value = readParameter(name);
	const choice = isEmpty(value)
		? defaultChoice
		: readChoiceValue({ parameter: name, label }, value, choices).value;
	return choice as ChoiceOf<Name>;
}
