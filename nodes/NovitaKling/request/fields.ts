import type {
	AddressField,
	ChoiceField,
	ModelField,
	NumberField,
	ShotsField,
	SwitchField,
	TextField,
} from '../models';
import { isLongerThan } from './characters';
import { invalidInput } from './invalidInput';
import { isEmpty, plainNumber, plainText, shown, webAddress } from './plainValues';

/** A field's value as it goes on the wire. */
export type WireValue = string | number | boolean | Array<Record<string, string | number>>;

/** A field that is read from one parameter; images have a room of their own. */
export type PlainField = Exclude<ModelField, { kind: 'image' }>;

/** How far off its grid a number may be and still mean the grid's value: 0.1 + 0.2 is 0.3. */
const GRID_TOLERANCE = 1e-6;

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
			return readSwitch(field, label, value);
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
	const onGrid = step === undefined ? number : nearestOnGrid(number, step);
	const isOnGrid = Math.abs(number - onGrid) < GRID_TOLERANCE;
	if (!Number.isFinite(number) || number < min || number > max || !isOnGrid) {
		throw invalidInput(
			field.parameter,
			`${label} cannot be ${shown(value)}`,
			`Set ${label} to a number from ${min} to ${max}${step === undefined ? '' : ` in steps of ${step}`}.`,
		);
	}
	return onGrid;
}

/** Text arithmetic gives the grid's own value: 3 steps of 0.1 are 0.3, not 0.30000000000000004. */
function nearestOnGrid(number: number, step: number): number {
	const decimals = String(step).split('.')[1]?.length ?? 0;
	return Number((Math.round(number / step) * step).toFixed(decimals));
}

function readChoice(field: ChoiceField, label: string, value: unknown): string {
	const text = plainText(value);
	const choice = field.choices.find((candidate) => candidate.value === text);
	if (choice) return choice.value;
	const allowed = field.choices.map((candidate) => candidate.value).join(', ');
	throw invalidInput(
		field.parameter,
		`${label} cannot be ${shown(value)}`,
		`Set ${label} to one of: ${allowed}.`,
	);
}

function readSwitch(field: SwitchField, label: string, value: unknown): boolean {
	const text = plainText(value).toLowerCase();
	if (text === 'true' || text === 'false') return text === 'true';
	throw invalidInput(
		field.parameter,
		`${label} cannot be ${shown(value)}`,
		`Set ${label} to true or false.`,
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
	return shotsIn(value).map((shot, index) => {
		const { prompt, duration } =
			typeof shot === 'object' && shot !== null ? (shot as ShotParts) : {};
		const place = `of shot ${index + 1} in ${label}`;
		if (isEmpty(prompt)) {
			throw invalidInput(
				field.parameter,
				`The prompt ${place} is empty`,
				'Fill it in, or remove the shot.',
			);
		}
		return {
			[field.prompt.wireName]: readText(field.prompt, `The prompt ${place}`, prompt),
			[field.duration.wireName]: readNumber(
				field.duration,
				`The duration ${place}`,
				isEmpty(duration) ? field.duration.default : duration,
			),
		};
	});
}

/** What a shot may hold; an expression can put anything there. */
interface ShotParts {
	readonly prompt?: unknown;
	readonly duration?: unknown;
}

/** The shots as the panel stores them, or as a plain list from an expression. */
function shotsIn(value: unknown): unknown[] {
	const list =
		typeof value === 'object' && value !== null && 'shots' in value ? value.shots : value;
	return Array.isArray(list) ? list : [];
}
