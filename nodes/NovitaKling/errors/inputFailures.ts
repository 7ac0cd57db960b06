import { ItemFailure } from './failure';
import { quoted, shown, shownAddress } from './text';

/** Characters of n8n's words about an expression that a message shows. */
const EXPRESSION_CHARACTERS = 300;

/** The parameter at fault. */
export interface Place {
	/** Its name in workflows. */
	readonly parameter: string;
	/** What the panel calls it. */
	readonly label: string;
}

/**
 * A parameter whose value cannot be sent.
 *
 * @param parameter name of the parameter, for machines
 * @param message what is wrong, naming the parameter as the panel does
 * @param nextStep how to make it right
 */
export function invalidInput(parameter: string, message: string, nextStep: string): ItemFailure {
	return new ItemFailure(
		message,
		`${nextStep} Nothing was sent to Novita for this item, and nothing was paid.`,
		{
			kind: 'invalidInput',
			parameter,
		},
	);
}

/** A required parameter is empty. */
export function missingValue(
	{ parameter, label }: Place,
	nextStep = `Fill in ${label}, or check the expression that provides it.`,
): ItemFailure {
	return invalidInput(parameter, `${label} is empty`, nextStep);
}

/** A parameter is empty, and so is the one that may take its place. */
export function neitherOf(place: Place, other: string): ItemFailure {
	return missingValue(place, `Fill in ${place.label} or ${other}.`);
}

/** A value that is not among those allowed. */
export function notAllowed(
	{ parameter, label }: Place,
	value: unknown,
	nextStep: string,
): ItemFailure {
	return invalidInput(parameter, `${label} cannot be ${shown(value)}`, nextStep);
}

/** A text was wanted, and something else came. */
export function notText({ parameter, label }: Place, value: unknown): ItemFailure {
	return invalidInput(
		parameter,
		`${label} is not a text but ${shown(value)}`,
		`Make the expression of ${label} return a text.`,
	);
}

/** A text is longer than Novita documents. */
export function tooLong({ parameter, label }: Place, maxCharacters: number): ItemFailure {
	return invalidInput(
		parameter,
		`${label} is longer than ${maxCharacters} characters`,
		`Shorten ${label}; Novita accepts at most ${maxCharacters} characters.`,
	);
}

/** An address that Novita cannot fetch a file from. */
export function notAnAddress({ parameter, label }: Place, value: unknown): ItemFailure {
	return invalidInput(
		parameter,
		`${label} is not an http or https address: ${shownAddress(value)}`,
		`Set ${label} to an address that Novita can open, e.g. https://example.com/file.`,
	);
}

/** Two parameters are filled in that exclude each other. */
export function excludedBy({ parameter, label }: Place, other: string): ItemFailure {
	return invalidInput(
		parameter,
		`${label} and ${other} cannot be used together`,
		'Leave one of the two empty.',
	);
}

/** A parameter is filled in that works only with a certain value of another. */
export function worksOnlyWith({ parameter, label }: Place, condition: string): ItemFailure {
	return invalidInput(
		parameter,
		`${label} works only with ${condition}`,
		`Choose ${condition}, or leave ${label} empty.`,
	);
}

/** An option is set that works only together with another. */
export function needs({ parameter, label }: Place, other: string): ItemFailure {
	return invalidInput(
		parameter,
		`${label} works only with the option ${other}`,
		`Turn ${other} on, or leave ${label} empty.`,
	);
}

/** A shot has no prompt. */
export function shotWithoutPrompt({ parameter, label }: Place): ItemFailure {
	return invalidInput(parameter, `${label} is empty`, 'Fill it in, or remove the shot.');
}

/** The input item has no file where one should be. */
export function noInputFile({ parameter, label }: Place, fieldName: string): ItemFailure {
	return invalidInput(
		parameter,
		`The input item has no file in the field ${fieldName}`,
		`Set ${label} to the field that holds the image, or add a node before this one that provides a file.`,
	);
}

/** An operation that only a newer version of the node has. */
export function unknownOperation(): ItemFailure {
	return invalidInput(
		'operation',
		'The operation is not known to this version of the node',
		'Choose an operation from the list; or update the node, if the workflow comes from a newer version.',
	);
}

/** An operation that the chosen resource does not have: which of the two was meant is not known. */
export function operationOfOtherResource(operation: string, resource: unknown): ItemFailure {
	return invalidInput(
		'operation',
		`${operation} is not an operation of the resource ${shown(resource)}`,
		'Choose Resource and Operation again from their lists.',
	);
}

/** A model that only a newer version of the node has, or that was never there. */
export function unknownModel(value: unknown, offered: string): ItemFailure {
	return invalidInput(
		'model',
		`Model ${shown(value)} is not known to this version of the node`,
		`Choose one of: ${offered}; or update the node, if the workflow comes from a newer version.`,
	);
}

/** The model has no route for the operation. */
export function operationNotOffered(model: string): ItemFailure {
	return invalidInput(
		'model',
		`${model} does not offer this operation`,
		'Choose another model or another operation.',
	);
}

/** An expression that n8n could not evaluate. */
export function failedExpression({ parameter, label }: Place, thrown: unknown): ItemFailure {
	const { message, description } = thrown as { message?: unknown; description?: unknown };
	const words = quoted(String(message), EXPRESSION_CHARACTERS);
	const advice = typeof description === 'string' ? quoted(description, EXPRESSION_CHARACTERS) : '';
	return invalidInput(
		parameter,
		`${label}: the expression failed: ${words}`,
		`Check the expression of ${label}. ${advice}`.trim(),
	);
}
