import sharp, { type Sharp } from 'sharp';

/** A real picture of one colour, as a file of the format that the caller chooses. */
export function picture(width: number, height: number): Sharp {
	return sharp({ create: { width, height, channels: 3, background: { r: 90, g: 120, b: 60 } } });
}

/** A JPEG file. */
export async function jpeg(width: number, height: number): Promise<Buffer> {
	return await picture(width, height).jpeg().toBuffer();
}

/** A PNG file. */
export async function png(width: number, height: number): Promise<Buffer> {
	return await picture(width, height).png().toBuffer();
}

const END_OF_START_MARKER = 2;

/** Puts bytes between a JPEG's start marker and its first segment. */
export function afterStart(file: Buffer, ...inserted: Buffer[]): Buffer {
	const start = file.subarray(0, END_OF_START_MARKER);
	return Buffer.concat([start, ...inserted, file.subarray(END_OF_START_MARKER)]);
}

/** The most that the two bytes of a segment's length can say; they count themselves. */
export const LARGEST_SEGMENT = 0xffff;

/** A JPEG segment: marker, length, content. */
export function segment(marker: number, length: number, content = 0): Buffer {
	const bytes = Buffer.alloc(2 + length, content);
	bytes.writeUInt8(0xff, 0);
	bytes.writeUInt8(marker, 1);
	bytes.writeUInt16BE(length, 2);
	return bytes;
}
