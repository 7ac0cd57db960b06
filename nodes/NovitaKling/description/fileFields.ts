import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { AddressField, ImageField } from '../models';
import { fileRules } from '../models/fileRules';
import { ADDRESS_SOURCES, FILE_FIELDS, IMAGE_SOURCES } from '../parameters/fileSources';
import { type FieldParameter, FIELD_TEXTS } from '../parameters/texts';
import { AS_TOOL } from './toolMode';

const OPENED_BY_NOVITA = 'Novita opens the address';

/** The values of a parameter that says where a file comes from. */
type Sources = typeof IMAGE_SOURCES | typeof ADDRESS_SOURCES;

/** The parameters of an image that goes along with the request as a file, or is an address. */
export function imageProperties(
	{ parameter: source, rules }: ImageField,
	displayOptions: IDisplayOptions,
): INodeProperties[] {
	const mustBe = `The file must be ${fileRules({ kind: 'image', rules })}`;
	const shownFor = shownForSource(source, displayOptions);
	return [
		...sourceProperties(source, IMAGE_SOURCES, 'binary', displayOptions),
		fileProperty('imageBinaryPropertyName', mustBe, shownFor('binary')),
		addressProperty('imageUrl', true, `${mustBe}. ${OPENED_BY_NOVITA}`, shownFor('url')),
		addressProperty(
			'imageUrl',
			true,
			`${mustBe}; n8n checks it before anything is paid`,
			shownFor('fetchedUrl'),
		),
	];
}

/** The parameters of a file that Novita opens by its address. */
export function addressProperties(
	{ parameter, required = false, lending }: AddressField,
	displayOptions: IDisplayOptions,
): INodeProperties[] {
	if (!lending) return [addressProperty(parameter, required, OPENED_BY_NOVITA, displayOptions)];
	const { source, fileParameter, file } = lending;
	const mustBe = `The file must be ${fileRules(file)}`;
	const shownFor = shownForSource(source, displayOptions);
	return [
		...sourceProperties(source, ADDRESS_SOURCES, 'url', displayOptions),
		fileProperty(fileParameter, `${mustBe}; this n8n must be public`, shownFor('binary')),
		addressProperty(parameter, required, `${mustBe}. ${OPENED_BY_NOVITA}`, shownFor('url')),
	];
}

const shownForSource =
	(source: FieldParameter, { show, ...rest }: IDisplayOptions) =>
	(value: Sources[number]['value']): IDisplayOptions => ({
		...rest,
		show: { ...show, [source]: [value] },
	});

/** Where a file comes from. An agent passes texts on to its tools and no files. */
function sourceProperties(
	name: FieldParameter,
	sources: Sources,
	defaultSource: Sources[number]['value'],
	{ show, hide }: IDisplayOptions,
): INodeProperties[] {
	const choices = sources.map(({ value, displayName, description }) => ({
		name: displayName,
		value,
		description,
	}));
	const property = { ...FIELD_TEXTS[name], name, type: 'options' } as const;
	return [
		{
			...{ ...property, options: choices, default: defaultSource },
			displayOptions: { show, hide: { ...AS_TOOL, ...hide } },
		},
		{
			...{ ...property, options: choices.filter(({ value }) => value !== 'binary') },
			default: 'url',
			displayOptions: { show: { ...AS_TOOL, ...show }, ...(hide && { hide }) },
		},
	];
}

function fileProperty(
	name: keyof typeof FILE_FIELDS,
	hint: string,
	displayOptions: IDisplayOptions,
): INodeProperties {
	const field = { name, type: 'string', default: FILE_FIELDS[name], required: true } as const;
	return { ...FIELD_TEXTS[name], ...field, hint, displayOptions };
}

function addressProperty(
	name: FieldParameter,
	required: boolean,
	hint: string,
	displayOptions: IDisplayOptions,
): INodeProperties {
	const field = { name, type: 'string', default: '', ...(required && { required }) } as const;
	return { ...FIELD_TEXTS[name], ...field, hint, displayOptions };
}
