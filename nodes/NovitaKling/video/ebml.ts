/** IDs of the elements that are read here. Source: RFC 8794 (EBML) and RFC 9559 (Matroska). */
export const ELEMENT = {
	ebml: 0x1a45dfa3,
	docType: 0x4282,
	segment: 0x18538067,
	seekHead: 0x114d9b74,
	seek: 0x4dbb,
	seekId: 0x53ab,
	seekPosition: 0x53ac,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	duration: 0x4489,
	tracks: 0x1654ae6b,
	trackEntry: 0xae,
	trackType: 0x83,
	video: 0xe0,
	pixelWidth: 0xb0,
	pixelHeight: 0xba,
	cropBottom: 0x54aa,
	cropTop: 0x54bb,
	cropLeft: 0x54cc,
	cropRight: 0x54dd,
	displayWidth: 0x54b0,
	displayHeight: 0x54ba,
	displayUnit: 0x54b2,
	cluster: 0x1f43b675,
	simpleBlock: 0xa3,
	blockGroup: 0xa0,
	cues: 0x1c53bb6b,
} as const;

/** The bit of a number's first byte that marks one of a single byte. */
const FIRST_BIT = 0x80;

/** An element in the content of another one. */
export interface Element {
	readonly id: number;
	readonly content: Buffer;
}

/** How many bytes a number of variable length has, from its first byte; at most eight. */
export function lengthOfNumber(firstByte: number): number {
	return Math.clz32(firstByte) - Math.clz32(FIRST_BIT) + 1;
}

/** Reads an element's ID, its marker included. */
export function readId(bytes: Buffer): number {
	return bytes.reduce((id, byte) => id * 256 + byte, 0);
}

/** Reads an element's size in bytes; `Infinity` where it is left open. */
export function readSize(bytes: Buffer): number {
	const [first, ...rest] = bytes;
	const marker = FIRST_BIT >> (bytes.length - 1);
	const size = rest.reduce((sum, byte) => sum * 256 + byte, first - marker);
	return size === 2 ** (7 * bytes.length) - 1 ? Infinity : size;
}

/** The elements in the content of another one, as far as they are whole. */
export function* elementsIn(content: Buffer): Generator<Element> {
	for (let at = 0; at < content.length; ) {
		const sizeAt = at + lengthOfNumber(content[at]);
		if (sizeAt >= content.length) return;
		const start = sizeAt + lengthOfNumber(content[sizeAt]);
		const end = start + readSize(content.subarray(sizeAt, start));
		if (end > content.length) return;
		yield { id: readId(content.subarray(at, sizeAt)), content: content.subarray(start, end) };
		at = end;
	}
}

/** The content of the first element with an ID; undefined where there is none. */
export function elementAt(content: Buffer, id: number): Buffer | undefined {
	for (const element of elementsIn(content)) if (element.id === id) return element.content;
	return undefined;
}

/** The number in an element; undefined where there is none. */
export function numberAt(content: Buffer, id: number): number | undefined {
	const bytes = elementAt(content, id);
	return bytes && bytes.length > 0 ? readId(bytes) : undefined;
}

/** The floating-point number in an element; undefined where there is none. */
export function floatAt(content: Buffer, id: number): number | undefined {
	const bytes = elementAt(content, id);
	if (bytes?.length === 4) return bytes.readFloatBE(0);
	return bytes?.length === 8 ? bytes.readDoubleBE(0) : undefined;
}
