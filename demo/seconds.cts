import { InvalidArgumentError } from 'commander';

/** Reads a flag that is a number of seconds. @throws InvalidArgumentError, which ends the command with a text */
export function seconds(text: string): number {
	const value = Number(text);
	if (text.trim() === '' || !(value >= 0))
		throw new InvalidArgumentError('Give a number of seconds.');
	return value;
}
