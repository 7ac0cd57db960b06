import { excludedBy, missingValue, neitherOf, worksOnlyWith } from '../errors/inputFailures';
import { labelOf } from '../parameters/texts';
import { type PlainField, type WireValue, readField } from './fields';
import { isEmpty, isEmptyCollection, plainText } from './plainValues';

/** Gives a parameter of one item, with its expression evaluated. */
export type ReadParameter = (name: string) => unknown;

/**
 * Reads a field of an item, together with the fields that it excludes or depends on.
 *
 * @returns undefined where the field is left empty
 * @throws ItemFailure of kind `invalidInput`
 */
export function readFieldOfItem(
	field: PlainField,
	readParameter: ReadParameter,
): WireValue | undefined {
	const { parameter, replacedBy, excludes, onlyWith } = field;
	const isFilledIn = (other: string) => !isLeftEmpty(readParameter(other));
	if (replacedBy && isFilledIn(replacedBy)) return undefined;
	const value = readParameter(parameter);
	const place = { parameter, label: labelOf(parameter) };
	if (isLeftEmpty(value, field)) {
		if (!field.required) return undefined;
		throw replacedBy ? neitherOf(place, labelOf(replacedBy)) : missingValue(place);
	}
	if (excludes && isFilledIn(excludes)) throw excludedBy(place, labelOf(excludes));
	if (onlyWith && plainText(readParameter(onlyWith.parameter)) !== onlyWith.value) {
		throw worksOnlyWith(place, `${labelOf(onlyWith.parameter)} ${onlyWith.value}`);
	}
	return readField(field, place.label, value);
}

/** Whether the user left a parameter empty. Only shots are a collection; elsewhere one is a mistake. */
function isLeftEmpty(value: unknown, field?: PlainField): boolean {
	const mayBeCollection = !field || field.kind === 'shots';
	return isEmpty(value) || (mayBeCollection && isEmptyCollection(value));
}
