import { type Place, notAllowed } from '../errors/inputFailures';
import { plainText } from './plainValues';

/**
 * Reads one value out of a few, white space around it aside.
 *
 * @returns the entry of the table that the value names
 * @throws ItemFailure of kind `invalidInput`
 */
export function readChoiceValue<Choice extends { readonly value: string }>(
	place: Place,
	value: unknown,
	choices: readonly Choice[],
): Choice {
	const text = plainText(value);
	const choice = choices.find((candidate) => candidate.value === text);
	if (choice) return choice;
	const allowed = choices.map((candidate) => candidate.value).join(', ');
	throw notAllowed(place, value, `Set ${place.label} to one of: ${allowed}.`);
}
