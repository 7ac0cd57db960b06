import type {
	AddressField,
	ChoiceField,
	ModelField,
	NumberField,
	ShotsField,
	TextField,
} from '../models';
import { isLongerThan } from './characters';
import { invalidInput } from '../errors/invalidInput';
import { isEmpty, plainNumber, plainText, shown, webAddress } from './plainValues';
import { readSwitchValue } from './switchValue';

/** A field's value as it goes on the wire. */
export type WireValue = string | number | boolean | Array<Record<string, string | number>>;

/** A field that is read from one parameter; images have a room of their own. */
export type PlainField = Exclude<ModelField, { kind: 'image' }>;

/** How far off its grid a number may be and still mean the grid's value: 0.1 + 0.2 is 0.3. */
const GRID_TOLERANCE = 1e-6;

/** Where Novita documents no step, more digits than these are the noise of a calculation. */
const FINEST_STEP = 1e-6;

/**
 * Reads a field that is filled in: the value as Novita wants it.
 *
 * @param field the field as documented
 * @param label the parameter's name in the panel, for messages
 * @param value what the parameter or its expression gave
 * @throws ItemFailure of kind `invalidInput`
 */
export function readField(field: PlainField, label: string, value: unknown): WireValue {
	switch (field.kind) {
		case 'text':
			return readText(field, label, value);
		case 'number':
			return readNumber(field, label, value);
		case 'choice':
			return readChoice(field, label, value);
		case 'switch':
			return readSwitchValue(field.parameter, label, value);
		case 'address':
			return readAddress(field, label, value);
		case 'shots':
			return readShots(field, label, value);
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
	if (field.maxCharacters !== undefined && isLongerThan(text, field.maxCharacters)) {
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
	const onGrid = nearestOnGrid(number, step ?? FINEST_STEP);
	const isOnGrid = Math.abs(number - onGrid) < GRID_TOLERANCE;
	if (!isOnGrid || onGrid < min || onGrid > max) {
		throw invalidInput(
			field.parameter,
			`${label} cannot be ${shown(value)}`,
			`Set ${label} to a number from ${min} to ${max}${step === undefined ? '' : ` in steps of ${step}`}.`,
		);
	}
	return onGrid;
}

/** The grid's own value: 3 steps of 0.1 are 0.3, not 0.30000000000000004. */
function nearestOnGrid(number: number, step: number): number {
	const stepsPerUnit = Math.round(1 / step);
	return Math.round(number * stepsPerUnit) / stepsPerUnit || 0;
}

function readChoice(field: ChoiceField, label: string, value: unknown): string | number {
	const text = plainText(value);
	const choice = field.choices.find((candidate) => candidate.value === text);
	if (choice) return field.wireType === 'integer' ? Number(choice.value) : choice.value;
	const allowed = field.choices.map((candidate) => candidate.value).join(', ');
	throw invalidInput(
		field.parameter,
		`${label} cannot be ${shown(value)}`,
		`Set ${label} to one of: ${allowed}.`,
	);
}

function readAddress(field: AddressField, label: string, value: unknown): string {
	const address = webAddress(plainText(value));
	if (address) return address.href;
	throw invalidInput(
		field.parameter,
		`${label} is not an http or https address: ${shown(value)}`,
		`Set ${label} to an address that Novita can open, e.g. https://example.com/file.`,
	);
}

function readShots(field: ShotsField, label: string, value: unknown): WireValue {
	const { parameter } = field;
	const shots = shotsIn(value);
	if (!shots) {
		throw invalidInput(
			parameter,
			`${label} cannot be ${shown(value)}`,
			`Set ${label} to a list of shots, each with a prompt and a duration.`,
		);
	}
	return shots.map((shot, index) => {
		const { prompt, duration } = isObject(shot) ? shot : {};
		const place = `of shot ${index + 1} in ${label}`;
		if (isEmpty(prompt)) {
			throw invalidInput(
				parameter,
				`The prompt ${place} is empty`,
				'Fill it in, or remove the shot.',
			);
		}
		const seconds = isEmpty(duration) ? field.duration.default : duration;
		return {
			[field.prompt.wireName]: readText(
				{ ...field.prompt, parameter },
				`The prompt ${place}`,
				prompt,
			),
			[field.duration.wireName]: readNumber(
				{ ...field.duration, parameter },
				`The duration ${place}`,
				seconds,
			),
		};
	});
}

/** The shots as the panel stores them, or as a plain list from an expression. */
function shotsIn(value: unknown): unknown[] | undefined {
	const list = isObject(value) ? value.shots : value;
	return Array.isArray(list) ? list : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
