import type { ImageForm } from './imageField';
import type { VideoRequest } from './videoRequest';

/** First byte of every PNG; the image was checked to be a JPEG or a PNG before. */
const PNG_FIRST_BYTE = 0x89;

/**
 * Bytes of an image that are encoded at a time: a multiple of 3, so that the pieces join up, and so
 * few that the garbage collector frees each piece soon; larger ones would stay until a full collection.
 */
const ENCODE_BYTES = 3 * 4 * 1024;

/**
 * Builds the JSON body of a request. An image is encoded piece by piece straight into the body, so
 * that a 10 MB image takes its own 10 MB and the 13.4 MB of the body, and no more.
 *
 * @param form how an image file is written; raw base64 where neither it nor the user says otherwise
 */
export async function buildRequestBody(
	{ image, body, lent = [] }: VideoRequest,
	form: ImageForm = image?.encoding === 'dataUri' ? 'dataUri' : 'base64',
): Promise<Buffer> {
	const addresses = Object.fromEntries(lent.map(({ wireName, lend }) => [wireName, lend()]));
	const fields = JSON.stringify({ ...body, ...addresses });
	if (!image) return Buffer.from(fields);
	const bytes = await image.file.read();
	const prefix = form === 'dataUri' ? `data:${mimeTypeOf(bytes)};base64,` : '';
	const opening = `{${JSON.stringify(image.wireName)}:"${prefix}`;
	const ending = fields === '{}' ? '"}' : `",${fields.slice(1)}`;
	const encodedLength = Math.ceil(bytes.length / 3) * 4;
	const result = Buffer.allocUnsafe(
		Buffer.byteLength(opening) + encodedLength + Buffer.byteLength(ending),
	);
	let position = result.write(opening);
	for (let start = 0; start < bytes.length; start += ENCODE_BYTES) {
		const piece = bytes.subarray(start, start + ENCODE_BYTES).toString('base64');
		position += result.write(piece, position, 'latin1');
	}
	result.write(ending, position);
	return result;
}

function mimeTypeOf(bytes: Buffer): string {
	return bytes[0] === PNG_FIRST_BYTE ? 'image/png' : 'image/jpeg';
}
