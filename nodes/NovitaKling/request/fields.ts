import {
	notAllowed,
	notAnAddress,
	notText,
	shotWithoutPrompt,
	tooLong,
} from '../errors/inputFailures';
import type {
	AddressField,
	ChoiceField,
	ModelField,
	NumberField,
	ShotsField,
	TextField,
} from '../models';
import { isLongerThan } from './characters';
import { readChoiceValue } from './choiceValue';
import { isEmpty, plainNumber, plainText, webAddress } from './plainValues';
import { readSwitchValue } from './switchValue';

/** A field's value as it goes on the wire. */
export type WireValue = string | number | boolean | WireShot[];

/** A shot on the wire: its prompt alone, or an object with its duration. */
type WireShot = string | Record<string, string | number>;

/** A field that is read from one parameter; images are read in videoRequest.ts. */
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
	const place = { parameter: field.parameter, label };
	const text = plainText(value);
	if (!text) throw notText(place, value);
	if (isLongerThan(text, field.maxCharacters)) throw tooLong(place, field.maxCharacters);
	return text;
}

function readNumber(field: NumberField, label: string, value: unknown): number {
	const number = plainNumber(value);
	const { min, max, step } = field;
	const onGrid = nearestOnGrid(number, step ?? FINEST_STEP);
	const isOnGrid = Math.abs(number - onGrid) < GRID_TOLERANCE;
	if (!isOnGrid || onGrid < min || onGrid > max) {
		const steps = step === undefined ? '' : ` in steps of ${step}`;
		throw notAllowed(
			{ parameter: field.parameter, label },
			value,
			`Set ${label} to a number from ${min} to ${max}${steps}.`,
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
	const place = { parameter: field.parameter, label };
	const choice = readChoiceValue(place, value, field.choices);
	return field.wireType === 'integer' ? Number(choice.value) : choice.value;
}

function readAddress(field: AddressField, label: string, value: unknown): string {
	const address = webAddress(plainText(value));
	if (address) return address.href;
	throw notAnAddress({ parameter: field.parameter, label }, value);
}

function readShots(field: ShotsField, label: string, value: unknown): WireValue {
	const { parameter } = field;
	const shots = shotsIn(value);
	if (!shots) {
		throw notAllowed(
			{ parameter, label },
			value,
			`Set ${label} to a list of shots, each with a prompt${field.duration ? ' and a duration' : ''}.`,
		);
	}
	return shots.map((shot, index) => readShot(field, `of shot ${index + 1} in ${label}`, shot));
}

/** One shot; the panel shows the parameter of all shots, so that is the one at fault. */
function readShot({ parameter, prompt, duration }: ShotsField, place: string, shot: unknown) {
	const given = isObject(shot) ? shot : {};
	const label = `The prompt ${place}`;
	if (isEmpty(given.prompt)) throw shotWithoutPrompt({ parameter, label });
	const text = readText({ ...prompt, parameter }, label, given.prompt);
	if (!duration) return text;
	const seconds = isEmpty(given.duration) ? duration.default : given.duration;
	return {
		[prompt.wireName]: text,
		[duration.wireName]: readNumber({ ...duration, parameter }, `The duration ${place}`, seconds),
	};
}

/** The shots as the panel stores them, or as a plain list from an expression. */
function shotsIn(value: unknown): unknown[] | undefined {
	const list = isObject(value) ? value.shots : value;
	return Array.isArray(list) ? list : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
