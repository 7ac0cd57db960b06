import { missingValue } from '../errors/inputFailures';
import { shown } from '../errors/text';
import type { AddressField, FileRules, ImageField } from '../models';
import { imageAddressField } from '../models/sharedFields';
import { IMAGE_SOURCES, type ImageSource } from '../parameters/fileSources';
import { readPublicAddress } from './addressField';
import { readChoiceValue } from './choiceValue';
import { type ReadParameter, placeOf, readFieldOfItem } from './fieldOfItem';
import type { WireValue } from './fields';
import { type FileToCheck, checkFile, checkFileSize, checkFormat } from './fileCheck';
import { UNNAMED, readInputFile } from './inputFile';
import type { ItemFiles, ReadableFile } from './itemFiles';
import { isEmpty } from './plainValues';
import { readChoiceOption } from './optionValues';

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

/** An image as its request has it: the value on the wire, or a file and what tells it from others. */
export type ImageValue =
	| { readonly value: WireValue | undefined }
	| { readonly image: RequestImage; readonly identity: string | Buffer };

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
	const { wireName, rules } = field;
	const mustBe = { kind: 'image', rules } as const;
	const source = readImageSource(readParameter);
	if (source === 'url') return { value: readPublicAddress(imageAddress(field), readParameter) };
	const encoding = readChoiceOption('imageEncoding', readParameter);
	if (source === 'binary') {
		const place = placeOf('imageBinaryPropertyName');
		const { read, bytes } = await readInputFile(place, mustBe, readParameter, files);
		return { image: { wireName, file: { read }, encoding }, identity: bytes };
	}
	const address = new URL(String(readFieldOfItem(imageAddress(field), readParameter)));
	const file = fetchedFile(address, mustBe, files);
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

/** The address of an image that may be a file too. */
const imageAddress = ({ wireName, required, rules }: ImageField): AddressField => ({
	...imageAddressField(wireName, rules),
	required,
});

/** The image at an address that n8n fetches when it is first read, checked while it arrives. */
function fetchedFile(address: URL, mustBe: FileRules, { fetch }: ItemFiles): ReadableFile {
	const name = FILE_NAME.exec(address.pathname)?.[0];
	const place = placeOf('imageUrl');
	const wanted: FileToCheck = { place, name: name ? shown(decoded(name)) : UNNAMED, mustBe };
	const file = fetch(address, {
		place,
		checkStart: (bytes) => checkFormat(bytes, wanted),
		checkSize: (bytes, isWhole) => checkFileSize(bytes, wanted, isWhole),
	});
	return {
		read: async () => {
			const bytes = await file.read();
			checkFile(bytes, wanted);
			return bytes;
		},
	};
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
