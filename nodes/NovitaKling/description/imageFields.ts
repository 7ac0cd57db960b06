import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { ImageField } from '../models';
import { imageRules } from '../models/imageRules';
import { IMAGE_SOURCES } from '../parameters/imageSources';
import { FIELD_TEXTS } from '../parameters/texts';

/** The parameters of an image that is a file of the input item or an address. */
export function imageProperties(
	field: ImageField,
	displayOptions: IDisplayOptions,
): INodeProperties[] {
	const shownFor = (imageSource: string): IDisplayOptions => ({
		show: { ...displayOptions.show, imageSource: [imageSource] },
	});
	return [
		{
			...FIELD_TEXTS.imageSource,
			name: 'imageSource',
			type: 'options',
			options: IMAGE_SOURCES.map(({ value, displayName, description }) => ({
				name: displayName,
				value,
				description,
			})),
			default: 'binary',
			displayOptions,
		},
		{
			...FIELD_TEXTS.imageBinaryPropertyName,
			name: 'imageBinaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			hint: `The file must be ${imageRules(field)}`,
			displayOptions: shownFor('binary'),
		},
		{
			...FIELD_TEXTS.imageUrl,
			name: 'imageUrl',
			type: 'string',
			default: '',
			required: true,
			hint: `The file must be ${imageRules(field)}; Novita checks it`,
			displayOptions: shownFor('url'),
		},
	];
}
