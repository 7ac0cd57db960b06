import { invalidInput } from '../errors/invalidInput';
import { plainSwitch, shown } from './plainValues';

/**
 * Reads yes or no.
 *
 * @param label the parameter as the panel calls it
 * @throws ItemFailure of kind `invalidInput`
 */
export function readSwitchValue(parameter: string, label: string, value: unknown): boolean {
	const choice = plainSwitch(value);
	if (choice !== undefined) return choice;
	throw invalidInput(
		parameter,
		`${label} cannot be ${shown(value)}`,
		`Set ${label} to true or false.`,
	);
}
