import { unusableImage } from '../errors/inputFailures';
import type { ImageField } from '../models';
import { imageRules, inMegabytes } from '../models/imageRules';
import { labelOf } from '../parameters/texts';

/** Width and height of an image. */
interface PixelSize {
	readonly width: number;
	readonly height: number;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8, 0xff]);

/** The image formats that Novita documents, and how to read the size of each. */
const FORMATS: ReadonlyArray<{
	readonly signature: Buffer;
	readonly sizeOf: (bytes: Buffer) => PixelSize | undefined;
}> = [
	{ signature: PNG_SIGNATURE, sizeOf: sizeOfPng },
	{ signature: JPEG_SIGNATURE, sizeOf: sizeOfJpeg },
];

/** The parameter that names the file. */
export const IMAGE_FILE = {
	parameter: 'imageBinaryPropertyName',
	label: labelOf('imageBinaryPropertyName'),
};

/**
 * Checks a file's size before it is read into memory.
 *
 * @param bytes size of the file in bytes
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkImageFileSize(bytes: number, field: ImageField): void {
	if (bytes <= field.maxBytes) return;
	throw unusableImage(
		IMAGE_FILE,
		`the image is ${inMegabytes(bytes)}, more than the ${inMegabytes(field.maxBytes)} that Novita accepts`,
		imageRules(field),
	);
}

/**
 * Checks an image from its bytes: its format by signature, its size from its header.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkImage(bytes: Buffer, field: ImageField): void {
	checkImageFileSize(bytes.length, field);
	const format = FORMATS.find(({ signature }) => startsWith(bytes, signature));
	const size = format?.sizeOf(bytes);
	if (!size) {
		throw unusableImage(
			IMAGE_FILE,
			format
				? 'the image is damaged, and its size cannot be read'
				: 'the file is not a JPEG or PNG image',
			imageRules(field),
		);
	}
	checkPixelSize(size, field);
}

function checkPixelSize({ width, height }: PixelSize, field: ImageField): void {
	const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
	const { minSidePixels, maxSideRatio = Number.POSITIVE_INFINITY } = field;
	if (shorter >= minSidePixels && longer <= shorter * maxSideRatio) return;
	const complaint = shorter < minSidePixels ? 'too small' : 'too long and narrow';
	throw unusableImage(
		IMAGE_FILE,
		`the image is ${width} x ${height} px, ${complaint} for this model`,
		imageRules(field),
	);
}

function startsWith(bytes: Buffer, signature: Buffer): boolean {
	return bytes.subarray(0, signature.length).equals(signature);
}

/** PNG keeps its size in the IHDR chunk, which comes first. Source: www.w3.org/TR/png, 11.2.1. */
function sizeOfPng(bytes: Buffer): PixelSize | undefined {
	const endOfSize = 24;
	if (bytes.length < endOfSize || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** JPEG markers without a length of their own (TEM, RST0 to RST7). Source: ITU-T T.81, table B.1. */
const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** JPEG frame headers, SOF0 to SOF15, without DHT, JPG and DAC which lie between them. */
const isFrameHeader = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** JPEG keeps its size in the frame header; every segment before it is passed over. */
function sizeOfJpeg(bytes: Buffer): PixelSize | undefined {
	let position = 2;
	while (position + 9 <= bytes.length && bytes[position] === 0xff) {
		const marker = bytes[position + 1];
		if (marker === 0xff) {
			position += 1;
		} else if (isStandalone(marker)) {
			position += 2;
		} else if (isFrameHeader(marker)) {
			return { height: bytes.readUInt16BE(position + 5), width: bytes.readUInt16BE(position + 7) };
		} else {
			position += 2 + bytes.readUInt16BE(position + 2);
		}
	}
	return undefined;
}
