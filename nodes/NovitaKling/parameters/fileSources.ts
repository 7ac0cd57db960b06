/** Where a file comes from, by the values that workflows store; the texts are those of the panel. */
const BINARY = {
	value: 'binary',
	displayName: 'File From Input Item',
	description: 'A file from an earlier node',
} as const;

const URL = {
	value: 'url',
	displayName: 'URL',
	description: 'An address that Novita can open',
} as const;

const FETCHED_URL = {
	value: 'fetchedUrl',
	displayName: 'URL, Fetched by n8n',
	description: 'An address that n8n opens itself, also a private one; the file is checked first',
} as const;

/** Where an image that goes along with the request comes from. */
export const IMAGE_SOURCES = [BINARY, URL, FETCHED_URL] as const;

/** Where a file comes from that Novita opens by its address. */
export const ADDRESS_SOURCES = [
	{
		...BINARY,
		description:
			'A file from an earlier node; Novita opens it by a signed address of n8n, which must be public',
	},
	URL,
] as const;

/** Value of a parameter that says where an image comes from. */
export type ImageSource = (typeof IMAGE_SOURCES)[number]['value'];

/** The parameters that name a field of the input item, with the names that they propose. */
export const FILE_FIELDS = {
	imageBinaryPropertyName: 'data',
	videoBinaryPropertyName: 'video',
	endImageBinaryPropertyName: 'endImage',
} as const;

/** Name of a parameter that names a field of the input item. */
export type FileParameter = keyof typeof FILE_FIELDS;
