import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { ImageField } from '../models';
import { imageRules } from '../models/imageRules';
import { IMAGE_SOURCES, type ImageSource } from '../parameters/imageSources';
import { FIELD_TEXTS } from '../parameters/texts';

/** The parameters of an image that is a file of the input item or an address. */
export function imageProperties(
	field: ImageField,
	displayOptions: IDisplayOptions,
): INodeProperties[] {
	const shownFor = (imageSource: ImageSource): IDisplayOptions => ({
		show: { ...displayOptions.show, imageSource: [imageSource] },
	});
	const address = { name: 'imageUrl', type: 'string', default: '', required: true } as const;
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
			...address,
			description: 'Address of the first frame; it must be publicly accessible',
			hint: `The file must be ${imageRules(field)}; Novita checks it`,
			displayOptions: shownFor('url'),
		},
		{
			...FIELD_TEXTS.imageUrl,
			...address,
			hint: `The file must be ${imageRules(field)}; n8n fetches and checks it before anything is paid`,
			displayOptions: shownFor('fetchedUrl'),
		},
	];
}
