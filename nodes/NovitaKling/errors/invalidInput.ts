import { ItemFailure } from './itemFailure';

/**
 * A parameter whose value cannot be sent.
 *
 * @param parameter name of the parameter, for machines
 * @param message what is wrong, naming the parameter as the panel does
 * @param nextStep how to make it right
 */
export function invalidInput(parameter: string, message: string, nextStep: string): ItemFailure {
	return new ItemFailure(message, `${nextStep} Nothing was sent to Novita for this item.`, {
		kind: 'invalidInput',
		parameter,
	});
}
