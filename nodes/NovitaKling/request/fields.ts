import type { ChoiceField, ModelField, NumberField, TextField } from '../models';
import { isLongerThan } from './characters';
import { invalidInput } from './invalidInput';
import { isEmpty, plainNumber, plainText, shown } from './plainValues';

/** A field's value as it goes on the wire. */
export type WireValue = string | number;

/** A field that is read from one parameter; images have a room of their own. */
type PlainField = Exclude<ModelField, { kind: 'image' }>;

/** How far off its grid a number may be and still mean the grid's value: 0.1 + 0.2 is 0.3. */
const GRID_TOLERANCE = 1e-6;

/**
 * Reads one field: the value as Novita wants it, or undefined where the user left it empty.
 *
 * @param field the field as documented
 * @param label the parameter's name in the panel, for messages
 * @param value what the parameter or its expression gave
 * @throws ItemFailure of kind `invalidInput`
 */
export function readField(field: PlainField, label: string, value: unknown): WireValue | undefined {
	if (isEmpty(value)) {
		if (!field.required) return undefined;
		throw invalidInput(
			field.parameter,
			`${label} is empty`,
			`Fill in ${label}, or check the expression that provides it.`,
		);
	}
	switch (field.kind) {
		case 'text':
			return readText(field, label, value);
		case 'number':
			return readNumber(field, label, value);
		case 'choice':
			return readChoice(field, label, value);
	}
}

function readText(field: TextField, label: string, value: unknown): string {
	const text = plainText(value);
	if (!text) {
		throw invalidInput(
			field.parameter,
			`${label} is not a text but ${shown(value)}`,
			`Make the expression of ${label} return a text.`,
		);
	}
	if (isLongerThan(text, field.maxCharacters)) {
		throw invalidInput(
			field.parameter,
			`${label} is longer than ${field.maxCharacters} characters`,
			`Shorten ${label}; Novita takes at most ${field.maxCharacters} characters.`,
		);
	}
	return text;
}

function readNumber(field: NumberField, label: string, value: unknown): number {
	const number = plainNumber(value);
	const { min, max, step } = field;
	const steps = Math.round(number / step);
	const onGrid = Math.abs(number / step - steps) < GRID_TOLERANCE / step;
	if (!Number.isFinite(number) || number < min || number > max || !onGrid) {
		throw invalidInput(
			field.parameter,
			`${label} cannot be ${shown(value)}`,
			`Set ${label} to a number from ${min} to ${max} in steps of ${step}.`,
		);
	}
	// Text arithmetic gives the grid's own value: 3 steps of 0.1 are 0.3, not 0.30000000000000004.
	return Number((steps * step).toFixed(decimalsOf(step)));
}

function readChoice(field: ChoiceField, label: string, value: unknown): string {
	const text = plainText(value);
	const choice = field.choices.find((candidate) => candidate.value === text);
	if (!choice) {
		const allowed = field.choices.map((candidate) => candidate.value).join(', ');
		throw invalidInput(
			field.parameter,
			`${label} cannot be ${shown(value)}`,
			`Set ${label} to one of: ${allowed}.`,
		);
	}
	return choice.value;
}

function decimalsOf(step: number): number {
	return String(step).split('.')[1]?.length ?? 0;
}
