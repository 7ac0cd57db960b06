import { ItemFailure } from './failure';

/** The usage could not be read. */
export function usageNotRead(words: string): ItemFailure {
	return new ItemFailure(
		`Could not get the usage from Novita: ${words}`,
		'Check the network and the Base URL in the credential, or run the workflow again later.',
		{ kind: 'noAnswer', reason: words },
	);
}

/** The end of a range is not after its start. */
export function rangeReversed(): ItemFailure {
	return invalidRange(
		'To is not after From',
		'Set To to a later time, or leave it empty for now.',
		'to',
	);
}

/** A range that has not begun. */
export function rangeInFuture(): ItemFailure {
	return invalidRange('From is in the future', 'Set From to a time that has passed.', 'from');
}

/** A range that would take too many requests. @param days at most */
export function rangeTooLong(days: number): ItemFailure {
	return invalidRange(
		`The range from From to To is longer than ${days} days`,
		`Get the usage in parts of at most ${days} days.`,
		'from',
	);
}

function invalidRange(message: string, nextStep: string, parameter: string): ItemFailure {
	return new ItemFailure(message, nextStep, { kind: 'invalidInput', parameter });
}
