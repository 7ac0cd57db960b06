import { type PlainField, type WireValue, readField } from './fields';
import { invalidInput } from '../errors/invalidInput';
import { isEmpty, isEmptyCollection, plainText } from './plainValues';

/** Gives a parameter of one item, with its expression worked out. */
export type ReadParameter = (name: string) => unknown;

/** The panel's name for each parameter, for messages. */
export type ParameterLabels = Readonly<Record<string, string>>;

/**
 * Reads a field of an item, with a look at the fields that it stands beside.
 *
 * @returns undefined where the field is left empty
 * @throws ItemFailure of kind `invalidInput`
 */
export function readFieldOfItem(
	field: PlainField,
	readParameter: ReadParameter,
	labels: ParameterLabels,
): WireValue | undefined {
	const { parameter, insteadOf, excludes, onlyWith } = field;
	const value = readParameter(parameter);
	const label = labels[parameter];
	const rival = insteadOf ?? excludes;
	const hasRival = rival !== undefined && !isLeftEmpty(readParameter(rival));
	if (isLeftEmpty(value, field)) {
		const isCovered = insteadOf !== undefined && hasRival;
		if (!field.required || isCovered) return undefined;
		throw invalidInput(
			parameter,
			`${label} is empty`,
			`Fill in ${label}, or check the expression that provides it.`,
		);
	}
	if (hasRival) {
		throw invalidInput(
			parameter,
			`${label} and ${labels[rival]} cannot be used together`,
			'Leave one of the two empty.',
		);
	}
	if (onlyWith && plainText(readParameter(onlyWith.parameter)) !== onlyWith.value) {
		const condition = `${labels[onlyWith.parameter]} ${onlyWith.value}`;
		throw invalidInput(
			parameter,
			`${label} works only with ${condition}`,
			`Choose ${condition}, or leave ${label} empty.`,
		);
	}
	return readField(field, label, value);
}

/** Whether the user left a parameter empty. Only shots are a collection; elsewhere one is a mistake. */
function isLeftEmpty(value: unknown, field?: PlainField): boolean {
	const mayBeCollection = !field || field.kind === 'shots';
	return isEmpty(value) || (mayBeCollection && isEmptyCollection(value));
}
