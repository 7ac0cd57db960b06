import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { ImageField } from '../models';
import { imageRules } from '../models/imageRules';
import { PARAMETER_TEXTS } from './parameterTexts';

/** The parameters of a picture that comes from a file of the item or by its address. */
export function imageProperties(
	field: ImageField,
	displayOptions: IDisplayOptions,
): INodeProperties[] {
	const shownFor = (imageSource: string): IDisplayOptions => ({
		show: { ...displayOptions.show, imageSource: [imageSource] },
	});
	return [
		{
			...PARAMETER_TEXTS.image,
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
			...PARAMETER_TEXTS.imageUrl,
			name: 'imageUrl',
			type: 'string',
			default: '',
			required: true,
			hint: `The file has to be ${imageRules(field)}; Novita checks it`,
			displayOptions: shownFor('url'),
		},
	];
}
