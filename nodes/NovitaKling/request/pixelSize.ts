/** Width and height of an image. */
export interface PixelSize {
	readonly width: number;
	readonly height: number;
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** PNG keeps its size in the IHDR chunk, which comes first. Source: www.w3.org/TR/png, 11.2.1. */
export function sizeOfPng(bytes: Buffer): PixelSize | undefined {
	const endOfSize = 24;
	if (bytes.length < endOfSize || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/**
 * JPEG markers without a length of their own (TEM, SOI, RST0 to RST7), and the 0 that follows a stray
 * 0xff. Source: ITU-T T.81, table B.1.
 */
const isStandalone = (marker: number) =>
	marker === 0 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** JPEG frame headers, SOF0 to SOF15, without DHT, JPG and DAC which lie between them. */
const isFrameHeader = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * JPEG keeps its size in the frame header. Every segment before it is passed over, and so are stray
 * bytes between segments, as decoders do.
 */
export function sizeOfJpeg(bytes: Buffer): PixelSize | undefined {
	let position = bytes.indexOf(0xff, 2);
	while (position !== -1 && position + 9 <= bytes.length) {
		const marker = bytes[position + 1];
		if (isFrameHeader(marker)) {
			return { height: bytes.readUInt16BE(position + 5), width: bytes.readUInt16BE(position + 7) };
		}
		if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return undefined;
		position = bytes.indexOf(0xff, position + lengthOfSegment(bytes, position));
	}
	return undefined;
}

/** Bytes from a marker to where the next one may stand; a filling 0xff counts alone. */
function lengthOfSegment(bytes: Buffer, position: number): number {
	const marker = bytes[position + 1];
	if (marker === 0xff) return 1;
	return isStandalone(marker) ? 2 : 2 + bytes.readUInt16BE(position + 2);
}
