import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { KlingModel, ModelField, NumberField, ShotsField } from '../models';
import { VIDEO_OPERATIONS, type VideoOperation } from '../parameters/operations';
import {
	FIELD_TEXTS,
	type FieldParameter,
	SHOTS_TEXTS,
	SHOT_TITLE,
	labelOf,
	positionOf,
} from '../parameters/texts';
import { addressProperties, imageProperties } from './fileFields';

/** Decimals that the panel lets users type where Novita documents no step. */
const DECIMALS_WITHOUT_STEP = 2;

/** The list within the parameter of shots. */
const SHOTS = 'shots';

/** Where a field is shown: the models that show it in just this form, for one operation. */
interface FieldPlace {
	readonly operation: VideoOperation;
	readonly field: ModelField;
	readonly models: string[];
}

/** The parameters that the models' fields make, in the order of the panel. */
export function modelProperties(models: readonly KlingModel[]): INodeProperties[] {
	return VIDEO_OPERATIONS.flatMap((operation) => placesOf(operation, models)).flatMap(propertiesOf);
}

/** Models whose field looks the same share one parameter, also where it differs on the wire. */
function placesOf(operation: VideoOperation, models: readonly KlingModel[]): FieldPlace[] {
	const places = new Map<string, FieldPlace>();
	for (const model of models) {
		for (const field of model.operations[operation]?.fields ?? []) {
			const form = JSON.stringify(propertiesOf({ operation, field, models: [] }));
			const place = places.get(form) ?? { operation, field, models: [] };
			place.models.push(model.id);
			places.set(form, place);
		}
	}
	return [...places.values()].sort(
		({ field: one }, { field: other }) =>
			positionOf(firstOf(one)) - positionOf(firstOf(other)) || rankOf(one) - rankOf(other),
	);
}

/** The parameter of a field that stands first in the panel. */
const firstOf = (field: ModelField) =>
	(field.kind === 'address' && field.lending?.source) || field.parameter;

/**
 * The order of the forms of one parameter. Shots with seconds come last, because n8n keeps what the last
 * form has while the model is an expression. A source that starts with an address stands between those
 * that start with a file, so that the first and the last form start with the same.
 */
function rankOf(field: ModelField): number {
	if (field.kind === 'image') return field.rules.maxSideRatio === undefined ? 0 : 2;
	if (field.kind === 'address') return 1;
	return field.kind === 'shots' && field.duration !== undefined ? 1 : 0;
}

function propertiesOf({ operation, field, models }: FieldPlace): INodeProperties[] {
	const { onlyWith } = field;
	const displayOptions: IDisplayOptions = {
		show: {
			operation: [operation],
			// The editor empties a collection when a parameter beside it changes; a path keeps its shots.
			[field.kind === 'shots' ? '/model' : 'model']: models,
			...(onlyWith && { [onlyWith.parameter]: [onlyWith.value] }),
		},
	};
	if (field.kind === 'image') return imageProperties(field, displayOptions);
	if (field.kind === 'address') return addressProperties(field, displayOptions);
	return field.required && field.replacedBy
		? replaceableProperties(field, field.replacedBy, displayOptions)
		: [plainProperty(field, displayOptions)];
}

/** A field that is required only while the shots that would take its place are not there. */
function replaceableProperties(
	field: PlainModelField,
	replacedBy: FieldParameter,
	{ show }: IDisplayOptions,
): INodeProperties[] {
	const withShots = { [`/${replacedBy}.${SHOTS}`]: [{ _cnd: { exists: true } as const }] };
	return [
		plainProperty(field, { show, hide: withShots }),
		{
			...plainProperty({ ...field, required: false }, { show: { ...withShots, ...show } }),
			hint: `Not sent, because there are ${labelOf(replacedBy)}`,
		},
	];
}

type PlainModelField = Exclude<ModelField, { kind: 'image' | 'address' }>;

function plainProperty(field: PlainModelField, displayOptions: IDisplayOptions): INodeProperties {
	const { parameter, required } = field;
	const base = {
		...FIELD_TEXTS[parameter],
		name: parameter,
		...(required && { required }),
		displayOptions,
	};
	switch (field.kind) {
		case 'text':
			return { ...base, type: 'string', default: '' };
		case 'switch':
			return { ...base, type: 'boolean', default: field.default };
		case 'number':
			return { ...base, ...numberParts(field) };
		case 'choice':
			return {
				...base,
				type: 'options',
				options: field.choices.map(({ value, label, description }) => ({
					name: label,
					value,
					...(description && { description }),
				})),
				default: field.default,
			};
		case 'shots':
			return { ...base, ...shotsParts(field) };
	}
}

function shotsParts({ duration }: ShotsField) {
	const seconds = duration && {
		displayName: FIELD_TEXTS.duration.displayName,
		description: 'Length of the shot in seconds',
		name: 'duration',
		...numberParts(duration),
	};
	return {
		...(duration ? SHOTS_TEXTS.timed : SHOTS_TEXTS.plain),
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, fixedCollection: { itemTitle: SHOT_TITLE } },
		placeholder: 'Add Shot',
		default: {},
		options: [
			{
				displayName: 'Shot',
				name: SHOTS,
				values: [
					{ ...FIELD_TEXTS.prompt, name: 'prompt', type: 'string', default: '' },
					...(seconds ? [seconds] : []),
				],
			},
		],
	} satisfies Partial<INodeProperties>;
}

function numberParts({ min, max, step, default: defaultValue }: NumberField) {
	const decimals =
		step === undefined ? DECIMALS_WITHOUT_STEP : (String(step).split('.')[1]?.length ?? 0);
	return {
		type: 'number',
		typeOptions: { minValue: min, maxValue: max, numberPrecision: decimals },
		default: defaultValue,
	} as const;
}
