import {
	type Place,
	excludedBy,
	missingValue,
	neitherOf,
	worksOnlyWith,
} from '../errors/inputFailures';
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
	const { parameter, replacedBy } = field;
	if (replacedBy && !isLeftEmpty(readParameter(replacedBy))) return undefined;
	const value = readParameter(parameter);
	const place = placeOf(parameter);
	if (isLeftEmpty(value, field)) {
		if (!field.required) return undefined;
		throw replacedBy ? neitherOf(place, labelOf(replacedBy)) : missingValue(place);
	}
	checkNeighbours(field, place, readParameter);
	return readField(field, place.label, value);
}

/**
 * Checks the fields that one which is filled in excludes or depends on.
 *
 * @param place the parameter that is filled in
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkNeighbours(
	{ excludes, onlyWith }: PlainField,
	place: Place,
	readParameter: ReadParameter,
): void {
	if (excludes && !isLeftEmpty(readParameter(excludes))) {
		throw excludedBy(place, labelOf(excludes));
	}
	if (onlyWith && plainText(readParameter(onlyWith.parameter)) !== onlyWith.value) {
		throw worksOnlyWith(place, `${labelOf(onlyWith.parameter)} ${onlyWith.value}`);
	}
}

/** A parameter as messages name it. */
export function placeOf(parameter: string): Place {
	return { parameter, label: labelOf(parameter) };
}

/** Whether the user left a parameter empty. Only shots are a collection; elsewhere one is a mistake. */
function isLeftEmpty(value: unknown, field?: PlainField): boolean {
	const mayBeCollection = !field || field.kind === 'shots';
	return isEmpty(value) || (mayBeCollection && isEmptyCollection(value));
}
