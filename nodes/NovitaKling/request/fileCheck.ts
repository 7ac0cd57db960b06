import {
	type UnusableFile,
	damagedImage,
	fileTooLarge,
	imageTooNarrow,
	sideTooShort,
	wrongFormat,
	wrongLength,
} from '../errors/fileFailures';
import type { Place } from '../errors/inputFailures';
import type { FileRules, ImageRules, VideoRules } from '../models';
import { fileRules, inMegabytes } from '../models/fileRules';
import { factsOfFile } from '../video/fileFacts';
import { formatOf, isVideo } from './fileFormats';
import { type PixelSize, sizeOfJpeg, sizeOfPng } from './pixelSize';

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8]);

/** The image formats that Novita documents, and how to read the size of each. */
const IMAGE_FORMATS: ReadonlyArray<{
	readonly signature: Buffer;
	readonly sizeOf: (bytes: Buffer) => PixelSize | undefined;
}> = [
	{ signature: PNG_SIGNATURE, sizeOf: sizeOfPng },
	{ signature: JPEG_SIGNATURE, sizeOf: sizeOfJpeg },
];

/** A file that is checked. */
export interface FileToCheck {
	/** The parameter that names the file. */
	readonly place: Place;
	/** The file's name, or what messages say in place of one. */
	readonly name: string;
	readonly mustBe: FileRules;
}

/**
 * Checks a file's size before it is read into memory.
 *
 * @param bytes size of the file in bytes
 * @param isWhole whether the size is that of the whole file, not of the part that has arrived
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkFileSize(bytes: number, file: FileToCheck, isWhole = true): void {
	const { maxBytes = Number.POSITIVE_INFINITY } = file.mustBe.rules;
	if (bytes <= maxBytes) return;
	const maxSize = inMegabytes(maxBytes);
	throw fileTooLarge(unusable(file), isWhole ? inMegabytes(bytes) : `over ${maxSize}`, maxSize);
}

/**
 * Checks what a file is, from its first bytes.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkFormat(bytes: Buffer, file: FileToCheck): void {
	const isAccepted =
		file.mustBe.kind === 'image' ? imageFormat(bytes) !== undefined : isVideo(bytes);
	if (!isAccepted) throw wrongFormat(unusable(file), formatOf(bytes));
}

/**
 * Checks a whole file from its bytes: its format by signature, its picture and its length from its header.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkFile(bytes: Buffer, file: FileToCheck): void {
	checkFormat(bytes, file);
	checkFileSize(bytes.length, file);
	if (file.mustBe.kind === 'image') checkPixelSize(bytes, file.mustBe.rules, file);
	else checkVideo(bytes, file.mustBe.rules, file);
}

function checkPixelSize(bytes: Buffer, rules: ImageRules, file: FileToCheck): void {
	const size = imageFormat(bytes)?.sizeOf(bytes);
	if (!size) throw damagedImage(unusable(file));
	const [shorter, longer] = [size.width, size.height].sort((one, other) => one - other);
	const { minSidePixels = 1, maxSideRatio = Number.POSITIVE_INFINITY } = rules;
	if (shorter < minSidePixels) throw sideTooShort(unusable(file), size);
	if (longer > shorter * maxSideRatio) throw imageTooNarrow(unusable(file), size);
}

/** What a video's file does not say of itself is left to Novita. */
function checkVideo(bytes: Buffer, rules: VideoRules, file: FileToCheck): void {
	const { width = Infinity, height = Infinity, durationSeconds } = factsOfFile(bytes) ?? {};
	if (Math.min(width, height) < rules.minSidePixels) {
		throw sideTooShort(unusable(file), { width, height });
	}
	if (durationSeconds === undefined) return;
	const [shortest, longest] = rules.seconds;
	// A video of thirty seconds often has a frame or two more.
	const seconds = Math.round(durationSeconds);
	if (seconds < shortest || seconds > longest) throw wrongLength(unusable(file), durationSeconds);
}

function imageFormat(bytes: Buffer) {
	return IMAGE_FORMATS.find(({ signature }) =>
		bytes.subarray(0, signature.length).equals(signature),
	);
}

function unusable({ place, name, mustBe }: FileToCheck): UnusableFile {
	return { place, name, wanted: mustBe.kind, rules: fileRules(mustBe) };
}
