import type { ReadParameter } from '../../../nodes/NovitaKling/request/fieldOfItem';
import type { InputFile, ItemFiles } from '../../../nodes/NovitaKling/request/itemFiles';

/** A node's parameters as plain data. */
export function parameters(values: Readonly<Record<string, unknown>>): ReadParameter {
	return (name) => values[name];
}

/** The least that a text to video item needs. */
export const TEXT_TO_VIDEO = { model: 'kling-v2.1-master', prompt: 'A red fox' };

/** The least that an image to video item needs, with its image by address. */
export const IMAGE_BY_URL = {
	...TEXT_TO_VIDEO,
	imageSource: 'url',
	imageUrl: 'https://example.com/photo.jpg',
};

/** The least that an image to video item needs, with its image from the item. */
export const IMAGE_BY_FILE = {
	...TEXT_TO_VIDEO,
	imageSource: 'binary',
	imageBinaryPropertyName: 'data',
};

/** Where n8n lends any file of an item. */
export const LENT = 'https://n8n.example.com/rest/binary-data/signed?token=t';

/** A file of an item, and how often it was read. */
export function fileOf(bytes: Buffer): InputFile & { readonly reads: () => number } {
	let reads = 0;
	return {
		size: bytes.length,
		lend: () => LENT,
		reads: () => reads,
		read: async () => {
			reads += 1;
			return bytes;
		},
	};
}

/** An item with one file, whatever field is named, and the same file at every address. */
export function itemWith(bytes: Buffer): ItemFiles {
	const file = fileOf(bytes);
	return { open: async () => file, fetch: () => file };
}

/** An item whose files may not be touched. */
export const noFile: ItemFiles = {
	open: async (fieldName) => {
		throw new Error(`The file in ${fieldName} was opened`);
	},
	fetch: (address) => {
		throw new Error(`${address.href} was fetched`);
	},
};
