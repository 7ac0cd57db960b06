/** Where an image comes from, by the values that workflows store; the texts are those of the panel. */
export const IMAGE_SOURCES = [
	{
		value: 'binary',
		displayName: 'File From Input Item',
		description: 'A file from an earlier node',
	},
	{ value: 'url', displayName: 'URL', description: 'An address that Novita can open' },
	{
		value: 'fetchedUrl',
		displayName: 'URL, Fetched by n8n',
		description: 'An address that n8n opens itself, also a private one; the file is checked first',
	},
] as const;

/** Value of the parameter `imageSource`. */
export type ImageSource = (typeof IMAGE_SOURCES)[number]['value'];
