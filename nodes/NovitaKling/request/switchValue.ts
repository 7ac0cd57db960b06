import { notAllowed } from '../errors/inputFailures';
import { plainSwitch } from './plainValues';

/**
 * Reads yes or no.
 *
 * @param label the parameter as the panel calls it
 * @throws ItemFailure of kind `invalidInput`
 */
export function readSwitchValue(parameter: string, label: string, value: unknown): boolean {
	const choice = plainSwitch(value);
	if (choice !== undefined) return choice;
	throw notAllowed({ parameter, label }, value, `Set ${label} to true or false.`);
}
