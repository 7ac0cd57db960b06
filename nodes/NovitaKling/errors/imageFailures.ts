import type { ItemFailure } from './failure';
import { type Place, invalidInput } from './inputFailures';

/** What a user can do with a file of another format than Novita takes. */
const FORMAT_CURES = {
	convert:
		"Convert it to JPEG with n8n's Edit Image node before this node, as the example Convert a photo first does.",
	convertIfAble:
		"Convert it to JPEG before this node: n8n's Edit Image node can do that if its GraphicsMagick was built to read this format, as `gm version` tells. An iPhone takes JPEG photos with the camera setting Most Compatible.",
	convertElsewhere: 'Save it as a JPEG or PNG before it comes to this node.',
	chooseImage: 'Choose the file that is the image, and check the node that provides it.',
	unpack: "Unpack it before this node, e.g. with n8n's Compression node.",
	page: 'Check the node or the address that provides it: a page or an answer often comes in place of a file that needs a login or is not there.',
	decode:
		"Decode it before this node: n8n's Extract from File node turns the file into a text, and Convert to File with Move Base64 String to File turns the text into an image.",
} as const;

/** How a file of another format can be used all the same. */
export type FormatCure = keyof typeof FORMAT_CURES;

/** A file whose format Novita does not take. @param file what the message calls it */
export function wrongImageFormat(
	place: Place,
	file: string,
	format: { readonly name: string; readonly cure: FormatCure },
	rules: string,
): ItemFailure {
	const what = `${file} is ${format.name}, but the image must be a JPEG or PNG`;
	return unusableImage(place, what, rules, FORMAT_CURES[format.cure]);
}

/** A file with more bytes than Novita takes. */
export function imageTooLarge(
	place: Place,
	file: string,
	size: { readonly is: string; readonly atMost: string },
	rules: string,
): ItemFailure {
	const what = `${file} is ${size.is}, more than the ${size.atMost} that Novita accepts`;
	const cure =
		"Make it smaller with n8n's Edit Image node before this node: Resize, and the options Format JPEG and Quality.";
	return unusableImage(place, what, rules, cure);
}

/** A picture with a side that is shorter than Novita takes. */
export function imageTooSmall(
	place: Place,
	file: string,
	{ width, height }: { readonly width: number; readonly height: number },
	rules: string,
): ItemFailure {
	const shorter = width <= height ? `${width} px wide` : `${height} px high`;
	const what = `${file} is only ${shorter} (${width} x ${height} px), too small for this model`;
	return unusableImage(place, what, rules);
}

/** A picture whose sides differ more than Novita takes. */
export function imageTooNarrow(
	place: Place,
	file: string,
	{ width, height }: { readonly width: number; readonly height: number },
	rules: string,
): ItemFailure {
	const what = `${file} is ${width} x ${height} px, too long and narrow for this model`;
	return unusableImage(place, what, rules, "Crop it, e.g. with n8n's Edit Image node.");
}

/** A JPEG or PNG whose header cannot be read. */
export function damagedImage(place: Place, file: string, rules: string): ItemFailure {
	return unusableImage(place, `${file} is damaged, and its size cannot be read`, rules);
}

/** An image that Novita would refuse, with what it accepts. */
function unusableImage(
	{ parameter, label }: Place,
	what: string,
	rules: string,
	cure = '',
): ItemFailure {
	return invalidInput(parameter, `${label}: ${what}`, `${cure} Use ${rules}.`.trimStart());
}
