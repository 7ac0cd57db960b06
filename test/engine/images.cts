import { randomBytes } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { IBinaryData } from 'n8n-workflow';

/** A picture in memory that sharp can write in any format; noise, so that it compresses badly. */
function picture(width: number, height: number): Sharp {
	const channels = 3;
	return sharp(randomBytes(width * height * channels), { raw: { width, height, channels } });
}

/** A JPEG file. */
export async function jpeg(width = 320, height = 320): Promise<Buffer> {
	return await picture(width, height).jpeg({ quality: 40 }).toBuffer();
}

/** A JPEG as cameras and web sites write it: progressive, with EXIF data and a colour profile. */
export async function photo(width = 640, height = 360): Promise<Buffer> {
	return await picture(width, height)
		.withExif({ IFD0: { Make: 'Test camera', ImageDescription: 'A fox in the snow' } })
		.withIccProfile('p3')
		.jpeg({ quality: 40, progressive: true })
		.toBuffer();
}

/** A PNG file. */
export async function png(width = 320, height = 320): Promise<Buffer> {
	return await picture(width, height).png().toBuffer();
}

/** A file in a format that Novita does not document. */
export async function otherFormat(format: 'gif' | 'webp' | 'tiff'): Promise<Buffer> {
	return await picture(320, 320).toFormat(format).toBuffer();
}

/** The same picture in a file of just this many bytes: what follows its end is ignored. */
export function paddedTo(image: Buffer, bytes: number): Buffer {
	return Buffer.concat([image, Buffer.alloc(bytes - image.length)]);
}

/** The same JPEG with bytes between its segments that decoders pass over. */
export function withStrayBytes(image: Buffer): Buffer {
	const startMarkerBytes = 2;
	const firstSegmentEnd = startMarkerBytes + 2 + image.readUInt16BE(startMarkerBytes + 2);
	const [before, after] = [image.subarray(0, firstSegmentEnd), image.subarray(firstSegmentEnd)];
	return Buffer.concat([before, Buffer.from('stray'), after]);
}

/** A file as it stands in an item whose n8n keeps files in memory. */
export function inMemory(bytes: Buffer, mimeType = 'image/jpeg'): IBinaryData {
	return { data: bytes.toString('base64'), mimeType, fileName: 'first-frame' };
}
