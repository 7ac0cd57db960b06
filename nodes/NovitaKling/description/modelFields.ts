import type { INodeProperties } from 'n8n-workflow';

import type { ImageField, KlingModel, ModelField, VideoOperation } from '../models';
import { imageRules } from '../request/image';
import { PARAMETER_TEXTS } from './parameterTexts';

/** Where a field is shown: the models that have it in just this form, for one operation. */
interface FieldPlace {
	readonly operation: VideoOperation;
	readonly field: ModelField;
	readonly models: string[];
}

/** The parameters that the models' fields make, in the order of the fields. */
export function modelProperties(models: readonly KlingModel[]): INodeProperties[] {
	return (['textToVideo', 'imageToVideo'] as const)
		.flatMap((operation) => placesOf(operation, models))
		.flatMap(propertiesOf);
}

/** Models whose field is the same share one parameter, so that switching keeps its value. */
function placesOf(operation: VideoOperation, models: readonly KlingModel[]): FieldPlace[] {
	const places = new Map<string, FieldPlace>();
	for (const model of models) {
		for (const field of model.operations[operation]?.fields ?? []) {
			const form = JSON.stringify(field);
			const place = places.get(form) ?? { operation, field, models: [] };
			place.models.push(model.id);
			places.set(form, place);
		}
	}
	return [...places.values()];
}

function propertiesOf(place: FieldPlace): INodeProperties[] {
	const { operation, field, models } = place;
	const displayOptions = { show: { operation: [operation], model: models } };
	if (field.kind === 'image') return imageProperties(field, displayOptions);
	const base = {
		...PARAMETER_TEXTS[field.parameter],
		name: field.parameter,
		...(field.required && { required: true }),
		displayOptions,
	};
	switch (field.kind) {
		case 'text':
			return [{ ...base, type: 'string', default: '' }];
		case 'number': {
			const { min, max, step } = field;
			const typeOptions = {
				minValue: min,
				maxValue: max,
				numberPrecision: String(step).split('.')[1]?.length ?? 0,
			};
			return [{ ...base, type: 'number', typeOptions, default: field.default }];
		}
		case 'choice':
			return [
				{
					...base,
					type: 'options',
					options: field.choices.map(({ value, label }) => ({ name: label, value })),
					default: field.default,
				},
			];
	}
}

function imageProperties(
	field: ImageField,
	displayOptions: NonNullable<INodeProperties['displayOptions']>,
): INodeProperties[] {
	const shownFor = (imageSource: string) => ({
		show: { ...displayOptions.show, imageSource: [imageSource] },
	});
	return [
		{
			displayName: 'Image Source',
			name: 'imageSource',
			type: 'options',
			options: [
				{
					name: 'File From Input Item',
					value: 'binary',
					description: 'A file that an earlier node gives',
				},
				{ name: 'URL', value: 'url', description: 'An address that Novita can open' },
			],
			default: 'binary',
			description: 'Where the first frame of the video comes from',
			displayOptions,
		},
		{
			displayName: 'Input Data Field Name',
			name: 'imageBinaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			description: 'Name of the field of the input item that holds the image',
			hint: `The file has to be ${imageRules(field)}`,
			displayOptions: shownFor('binary'),
		},
		{
			displayName: 'Image URL',
			name: 'imageUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/photo.jpg',
			description: 'Address of the image; it has to be open to the internet',
			hint: `The file has to be ${imageRules(field)}; Novita checks it`,
			displayOptions: shownFor('url'),
		},
	];
}
