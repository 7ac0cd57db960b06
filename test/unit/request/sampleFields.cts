import type { ChoiceField, NumberField, TextField } from '../../../nodes/NovitaKling/models/types';
import { readFieldOfItem } from '../../../nodes/NovitaKling/request/fieldOfItem';
import type { PlainField } from '../../../nodes/NovitaKling/request/fields';
import { parameters } from './parameters.cts';

/** A text that is required. */
export const prompt: TextField = {
	kind: 'text',
	parameter: 'prompt',
	wireName: 'prompt',
	required: true,
	maxCharacters: 2500,
};

/** A text that is optional. */
export const negativePrompt: TextField = {
	...prompt,
	parameter: 'negativePrompt',
	required: false,
};

/** A choice of texts. */
export const duration: ChoiceField = {
	kind: 'choice',
	parameter: 'duration',
	wireName: 'duration',
	choices: [
		{ value: '5', label: '5 Seconds' },
		{ value: '10', label: '10 Seconds' },
	],
	default: '5',
};

/** A number from 0 to 1. */
export const guidance = (step: number): NumberField => ({
	kind: 'number',
	parameter: 'guidanceScale',
	wireName: 'guidance_scale',
	min: 0,
	max: 1,
	step,
	default: 0.5,
});

/** Reads one field of an item that has nothing else. */
export const read = (field: PlainField, value: unknown) =>
	readFieldOfItem(field, parameters({ [field.parameter]: value }));

/** A list that holds itself. */
export const circular: unknown[] = [];
circular.push(circular);
