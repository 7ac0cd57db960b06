import type { ItemFailure } from './failure';
import { type Place, invalidInput } from './inputFailures';

/** What a user can do with a file of another format than Novita takes for an image. */
const IMAGE_CURES = {
	convert:
		"Convert it to JPEG with n8n's Edit Image node before this node, as the example Convert a photo first does.",
	convertIfAble:
		"Convert it to JPEG before this node: n8n's Edit Image node can do that if its GraphicsMagick was built to read this format, as `gm version` tells. An iPhone takes JPEG photos with the camera setting Most Compatible.",
	convertElsewhere: 'Save it as a JPEG or PNG before it comes to this node.',
	chooseFile: 'Choose the file that is the image, and check the node that provides it.',
	unpack: "Unpack it before this node, e.g. with n8n's Compression node.",
	page: 'Check the node or the address that provides it: a page or an answer often comes in place of a file that needs a login or is not there.',
	decode:
		"Decode it before this node: n8n's Extract from File node turns the file into a text, and Convert to File with Move Base64 String to File turns the text into an image.",
} as const;

/** How a file of another format can be used all the same. */
export type FormatCure = keyof typeof IMAGE_CURES;

/** The same for a video, where it is another cure than for an image. */
const VIDEO_CURE =
	'Choose the file that is the video, or convert it to MP4 before it comes to this node.';
const CURES_OF_BOTH: readonly FormatCure[] = ['page', 'unpack'];

/** What is wanted, and what it may be. */
const WANTED = {
	image: {
		formats: 'a JPEG or PNG',
		shrink:
			"Make it smaller with n8n's Edit Image node before this node: Resize, and the options Format JPEG and Quality.",
	},
	video: { formats: 'an MP4 or MOV', shrink: 'Make it shorter or smaller before this node.' },
} as const;

/** A file that cannot be used: what messages call it, what is wanted, and the rules as text. */
export interface UnusableFile {
	/** The parameter that names the file. */
	readonly place: Place;
	/** The file's name, or what messages say in place of one. */
	readonly name: string;
	readonly wanted: keyof typeof WANTED;
	readonly rules: string;
}

interface PixelSize {
	readonly width: number;
	readonly height: number;
}

/** A file whose format Novita does not take. */
export function wrongFormat(
	file: UnusableFile,
	format: { readonly name: string; readonly cure: FormatCure },
): ItemFailure {
	const { wanted } = file;
	const isForBoth = wanted === 'image' || CURES_OF_BOTH.includes(format.cure);
	const what = `is ${format.name}, but the ${wanted} must be ${WANTED[wanted].formats}`;
	return unusableFile(file, what, isForBoth ? IMAGE_CURES[format.cure] : VIDEO_CURE);
}

/** A file with more bytes than Novita takes. */
export function fileTooLarge(file: UnusableFile, size: string, maxSize: string): ItemFailure {
	const what = `is ${size}, more than the ${maxSize} that Novita accepts`;
	return unusableFile(file, what, WANTED[file.wanted].shrink);
}

/** A picture with a side that is shorter than Novita takes. */
export function sideTooShort(file: UnusableFile, { width, height }: PixelSize): ItemFailure {
	const shorter = width <= height ? `${width} px wide` : `${height} px high`;
	const what = `is only ${shorter} (${width} x ${height} px), too small for this model`;
	return unusableFile(file, what);
}

/** A picture whose sides differ more than Novita takes. */
export function imageTooNarrow(file: UnusableFile, { width, height }: PixelSize): ItemFailure {
	const what = `is ${width} x ${height} px, too long and narrow for this model`;
	return unusableFile(file, what, "Crop it, e.g. with n8n's Edit Image node.");
}

/** A video that is longer or shorter than Novita takes. */
export function wrongLength(file: UnusableFile, seconds: number): ItemFailure {
	return unusableFile(file, `is ${seconds} seconds long`, 'Cut it before this node.');
}

/** A JPEG or PNG whose header cannot be read. */
export function damagedImage(file: UnusableFile): ItemFailure {
	return unusableFile(file, 'is damaged, and its size cannot be read');
}

/** A file that Novita would refuse, with what it accepts. */
function unusableFile(
	{ place: { parameter, label }, name, rules }: UnusableFile,
	what: string,
	cure = '',
): ItemFailure {
	return invalidInput(parameter, `${label}: ${name} ${what}`, `${cure} Use ${rules}.`.trimStart());
}
