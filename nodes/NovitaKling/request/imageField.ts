import { type Place, missingValue } from '../errors/inputFailures';
import { shown } from '../errors/text';
import type { AddressField, ImageField } from '../models';
import { IMAGE_SOURCES, type ImageSource } from '../parameters/imageSources';
import { labelOf } from '../parameters/texts';
import { readChoiceValue } from './choiceValue';
import { type ReadParameter, readFieldOfItem } from './fieldOfItem';
import type { WireValue } from './fields';
import { type ImageToCheck, checkImage, checkImageFileSize, checkImageFormat } from './image';
import type { ItemFiles, ReadableFile } from './itemFiles';
import { isEmpty, plainText } from './plainValues';
import { readChoiceOption } from './settings';

/** How a file's bytes are written into a request: raw base64, or as a data URI. */
export type ImageForm = 'base64' | 'dataUri';

/** An image file of a request. */
export interface RequestImage {
	readonly wireName: string;
	readonly file: ReadableFile;
	/** The form that the user chose; `auto` where the submit finds out which one Novita takes. */
	readonly encoding: ImageForm | 'auto';
	/** Fetches the file and checks it; missing where it is there and checked. */
	readonly fetch?: () => Promise<unknown>;
}

/** An image as its request has it: an address, or a file and what tells it from others. */
export type ImageValue =
	| { readonly address: WireValue | undefined }
	| { readonly image: RequestImage; readonly identity: string | Buffer };

/** What messages call a file without a name. */
const UNNAMED = 'the file';

/** The end of an address that is a file's name. */
const FILE_NAME = /[^/]+\.[a-z\d]{2,5}$/i;

/**
 * Reads the image of an item, from wherever the user takes it.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export async function readImage(
	field: ImageField,
	readParameter: ReadParameter,
	files: ItemFiles,
): Promise<ImageValue> {
	const { wireName } = field;
	const source = readImageSource(readParameter);
	if (source === 'url') return { address: readAddress(field, readParameter) };
	const encoding = readChoiceOption('imageEncoding', readParameter);
	if (source === 'binary') {
		const { file, bytes } = await readImageFile(field, readParameter, files);
		return { image: { wireName, file, encoding }, identity: bytes };
	}
	const address = new URL(String(readAddress(field, readParameter)));
	const file = fetchedFile(address, field, files);
	// Known by its address, so that a retry of a submitted item does not fetch it in vain.
	return { image: { wireName, file, encoding, fetch: file.read }, identity: address.href };
}

/** Where the image comes from; nothing else means a file, because a video of the wrong image is paid for. */
function readImageSource(readParameter: ReadParameter): ImageSource {
	const place = placeOf('imageSource');
	const value = readParameter(place.parameter);
	if (isEmpty(value)) throw missingValue(place);
	return readChoiceValue(place, value, IMAGE_SOURCES).value;
}

function readAddress({ wireName, required }: ImageField, readParameter: ReadParameter) {
	const field: AddressField = { kind: 'address', parameter: 'imageUrl', wireName, required };
	return readFieldOfItem(field, readParameter);
}

async function readImageFile(
	field: ImageField,
	readParameter: ReadParameter,
	{ open }: ItemFiles,
): Promise<{ file: ReadableFile; bytes: Buffer }> {
	const place = placeOf('imageBinaryPropertyName');
	const fieldName = plainText(readParameter(place.parameter));
	if (!fieldName) {
		throw missingValue(
			place,
			'Enter the name of the field of the input item that holds the image, e.g. data.',
		);
	}
	const file = await open(fieldName, place);
	const image: ImageToCheck = { place, name: file.name ? shown(file.name) : UNNAMED, field };
	checkImageFileSize(file.size, image);
	const bytes = await file.read();
	checkImage(bytes, image);
	return { file, bytes };
}

/** The image at an address that n8n fetches when it is first read, checked while it arrives. */
function fetchedFile(address: URL, field: ImageField, { fetch }: ItemFiles): ReadableFile {
	const name = FILE_NAME.exec(address.pathname)?.[0];
	const place = placeOf('imageUrl');
	const image: ImageToCheck = { place, name: name ? shown(decoded(name)) : UNNAMED, field };
	const file = fetch(address, {
		place,
		checkStart: (bytes) => checkImageFormat(bytes, image),
		checkSize: (bytes, isWhole) => checkImageFileSize(bytes, image, isWhole),
	});
	return {
		read: async () => {
			const bytes = await file.read();
			checkImage(bytes, image);
			return bytes;
		},
	};
}

function placeOf(parameter: string): Place {
	return { parameter, label: labelOf(parameter) };
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
