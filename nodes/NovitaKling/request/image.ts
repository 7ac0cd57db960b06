import {
	damagedImage,
	imageTooLarge,
	imageTooNarrow,
	imageTooSmall,
	wrongImageFormat,
} from '../errors/imageFailures';
import type { Place } from '../errors/inputFailures';
import type { ImageField } from '../models';
import { imageRules, inMegabytes } from '../models/imageRules';
import { formatOf } from './fileFormats';
import { type PixelSize, sizeOfJpeg, sizeOfPng } from './pixelSize';

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8]);

/** The image formats that Novita documents, and how to read the size of each. */
const ACCEPTED: ReadonlyArray<{
	readonly signature: Buffer;
	readonly sizeOf: (bytes: Buffer) => PixelSize | undefined;
}> = [
	{ signature: PNG_SIGNATURE, sizeOf: sizeOfPng },
	{ signature: JPEG_SIGNATURE, sizeOf: sizeOfJpeg },
];

/** An image that is checked: what messages call it, and what the model accepts. */
export interface ImageToCheck {
	/** The parameter that names the image. */
	readonly place: Place;
	/** The file's name, or what messages say in place of one. */
	readonly name: string;
	readonly field: ImageField;
}

/**
 * Checks a file's size before it is read into memory.
 *
 * @param bytes size of the file in bytes
 * @param isWhole whether the size is that of the whole file, not of the part that has arrived
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkImageFileSize(
	bytes: number,
	{ place, name, field }: ImageToCheck,
	isWhole = true,
): void {
	if (bytes <= field.maxBytes) return;
	const atMost = inMegabytes(field.maxBytes);
	const is = isWhole ? inMegabytes(bytes) : `over ${atMost}`;
	throw imageTooLarge(place, name, { is, atMost }, imageRules(field));
}

/**
 * Checks what a file is, from its first bytes.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkImageFormat(bytes: Buffer, { place, name, field }: ImageToCheck): void {
	if (acceptedFormat(bytes)) return;
	throw wrongImageFormat(place, name, formatOf(bytes), imageRules(field));
}

/**
 * Checks an image from its bytes: its format by signature, its size from its header.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkImage(bytes: Buffer, image: ImageToCheck): void {
	const { place, name, field } = image;
	checkImageFormat(bytes, image);
	checkImageFileSize(bytes.length, image);
	const size = acceptedFormat(bytes)?.sizeOf(bytes);
	if (!size) throw damagedImage(place, name, imageRules(field));
	checkPixelSize(size, image);
}

function checkPixelSize(size: PixelSize, { place, name, field }: ImageToCheck): void {
	const [shorter, longer] = [size.width, size.height].sort((one, other) => one - other);
	const { minSidePixels, maxSideRatio = Number.POSITIVE_INFINITY } = field;
	if (shorter < minSidePixels) throw imageTooSmall(place, name, size, imageRules(field));
	if (longer > shorter * maxSideRatio) throw imageTooNarrow(place, name, size, imageRules(field));
}

function acceptedFormat(bytes: Buffer) {
	return ACCEPTED.find(({ signature }) => bytes.subarray(0, signature.length).equals(signature));
}
