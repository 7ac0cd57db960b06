/**
 * The boxes of an MP4 or QuickTime file. Source: ISO/IEC 14496-12, 4.2: a box is a size of 4 bytes and
 * a type of 4 bytes; size 1 means that 8 bytes of size follow, size 0 that the box runs to the end.
 */
export interface Box {
	readonly type: string;
	readonly content: Buffer;
}

/** Bytes of a box's header: size and type, and with them a long size. */
export const SHORT_HEADER = 8;
export const LONG_HEADER = 16;

/** The header of a box. */
export interface BoxHeader {
	readonly type: string;
	/** Bytes of the header. */
	readonly headerBytes: number;
	/** Bytes of the content; `Infinity` up to the end of what holds the box. */
	readonly contentBytes: number;
}

/** How many bytes the header of a box has, from its first eight. */
export function headerBytesOf(bytes: Buffer): number {
	return bytes.readUInt32BE(0) === 1 ? LONG_HEADER : SHORT_HEADER;
}

/** Reads the header of a box, of which all bytes are there. */
export function readBoxHeader(bytes: Buffer): BoxHeader {
	const type = bytes.toString('latin1', 4, SHORT_HEADER);
	const headerBytes = headerBytesOf(bytes);
	const size =
		headerBytes === LONG_HEADER
			? Number(bytes.readBigUInt64BE(SHORT_HEADER))
			: bytes.readUInt32BE(0);
	if (size === 0) return { type, headerBytes, contentBytes: Infinity };
	// A size that its own header does not fit into is none: what follows is padding, not a box.
	if (size < headerBytes) return { type: '', headerBytes, contentBytes: Infinity };
	return { type, headerBytes, contentBytes: size - headerBytes };
}

/** The boxes in the content of another box; the last one may be cut. */
export function* boxesIn(parent: Buffer): Generator<Box> {
	for (let at = 0; at + SHORT_HEADER <= parent.length; ) {
		const rest = parent.subarray(at);
		if (rest.length < headerBytesOf(rest)) return;
		const { type, headerBytes, contentBytes } = readBoxHeader(rest);
		if (type === '') return;
		yield { type, content: rest.subarray(headerBytes, headerBytes + contentBytes) };
		at += headerBytes + contentBytes;
	}
}

/** The content of the first box at a path of types; undefined where there is none. */
export function contentAt(content: Buffer, ...path: readonly string[]): Buffer | undefined {
	const [type, ...rest] = path;
	if (type === undefined) return content;
	for (const box of boxesIn(content)) {
		if (box.type === type) return contentAt(box.content, ...rest);
	}
	return undefined;
}
