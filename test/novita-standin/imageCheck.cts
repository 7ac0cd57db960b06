import sharp from 'sharp';
import { Refusal } from './errors.cts';
import type { ImageRules } from './pageFields.cts';

/** How an image came: as a URL, as plain base64, or as a data URI. */
export type ImageForm = 'url' | 'base64' | 'dataUri';

/** Which forms of an image the service takes, and the reason with which it refuses any other. */
export interface AcceptedForms {
	readonly forms: readonly ImageForm[];
	readonly reason?: 'INVALID_IMAGE_FORMAT' | 'INVALID_REQUEST_BODY';
}

/** All that one or another document speaks of. */
export const ANY_FORM: AcceptedForms = { forms: ['url', 'base64', 'dataUri'] };

/** An image of a request body, after its check. */
export interface CheckedImage {
	readonly form: ImageForm;
	/** Unknown for a URL: the stand-in never fetches what a request names. */
	readonly pixels?: { readonly width: number; readonly height: number };
}

const WEB_ADDRESS = /^https?:\/\/\S+$/i;
const DATA_URI = /^data:[\w.+-]+\/[\w.+-]+;base64,/i;

function decode(base64: string): Buffer {
	const bytes = Buffer.from(base64, 'base64');
	// Buffer.from skips what is not base64 without a word; writing it out again shows that it did.
	if (bytes.length === 0 || bytes.toString('base64') !== base64) {
		throw new Refusal('INVALID_IMAGE_FORMAT', { message: 'image is neither a URL nor base64' });
	}
	return bytes;
}

function formOf(value: string): ImageForm {
	if (WEB_ADDRESS.test(value)) return 'url';
	return DATA_URI.test(value) ? 'dataUri' : 'base64';
}

function checkForm(
	form: ImageForm,
	{ forms, reason = 'INVALID_IMAGE_FORMAT' }: AcceptedForms,
): void {
	if (forms.includes(form)) return;
	const message = `invalid request body: image must be one of: ${forms.join(', ')}`;
	throw new Refusal(reason, reason === 'INVALID_REQUEST_BODY' ? { message } : {});
}

async function readHeader(bytes: Buffer) {
	try {
		return await sharp(bytes).metadata();
	} catch {
		throw new Refusal('INVALID_IMAGE_FORMAT');
	}
}

/**
 * Checks an image as the documents describe it.
 *
 * @param value the field of the body: a URL, base64 or a data URI
 * @throws Refusal with the documented reason for size, format or dimensions
 */
export async function checkImage(
	value: string,
	rules: ImageRules,
	accepted = ANY_FORM,
): Promise<CheckedImage> {
	const form = formOf(value);
	checkForm(form, accepted);
	if (form === 'url') return { form };
	const prefix = DATA_URI.exec(value)?.[0] ?? '';
	const bytes = decode(value.slice(prefix.length));
	if (bytes.length > rules.maximumBytes) throw new Refusal('IMAGE_FILE_EXCEEDS_MAX_SIZE');
	const { format, width, height } = await readHeader(bytes);
	if (!format || !rules.formats.includes(format)) throw new Refusal('INVALID_IMAGE_FORMAT');
	const [shorter, longer] = width < height ? [width, height] : [height, width];
	const tooNarrow = rules.widestRatio !== undefined && longer / shorter > rules.widestRatio;
	if (shorter < rules.minimumSide || tooNarrow) {
		throw new Refusal('INVALID_IMAGE_SIZE', { message: `invalid image size: ${width}x${height}` });
	}
	return { form, pixels: { width, height } };
}
