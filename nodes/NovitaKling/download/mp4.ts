/** Boxes at the top of a file. Bytes of another type at the end are padding, not a missing part. */
const KNOWN_BOXES = new Set([
	'ftyp',
	'moov',
	'mdat',
	'free',
	'skip',
	'wide',
	'moof',
	'sidx',
	'mfra',
	'styp',
]);

/** The description of the video, and its pictures: without one of them no player shows it. */
const NEEDED_BOXES = ['moov', 'mdat'];

/** Bytes of a box header: size and type, and with them a long size. */
const SHORT_HEADER = 8;
const LONG_HEADER = 16;

/**
 * Reads the boxes of an MP4 file while it streams by, to tell a whole video from anything else
 * without holding it in memory. Source: ISO/IEC 14496-12, 4.2: a box is a 4-byte size and a 4-byte
 * type; size 1 means that 8 bytes of size follow, size 0 that the box runs to the end of the file.
 */
export interface Mp4Check {
	/** Takes the next bytes; false as soon as the file cannot be an MP4. */
	take(chunk: Buffer): boolean;
	/** Whether the file may end here: it holds pictures, and no box of a video is cut. */
	isWhole(): boolean;
}

/** Starts reading a file from its first byte. */
export function createMp4Check(): Mp4Check {
	let header = Buffer.alloc(0);
	let bytesLeftInBox = 0;
	let type = '';
	let isFirstBox = true;
	const seen = new Set<string>();

	/** Reads a box header once all its bytes are there. */
	function openBox(): boolean {
		if (header.length < SHORT_HEADER) return true;
		type = header.toString('latin1', 4, 8);
		if (isFirstBox && type !== 'ftyp') return false;
		const size = header.readUInt32BE(0);
		if (size === 1 && header.length < LONG_HEADER) return true;
		const headerSize = size === 1 ? LONG_HEADER : SHORT_HEADER;
		const boxSize = size === 1 ? Number(header.readBigUInt64BE(8)) : size;
		isFirstBox = false;
		seen.add(type);
		bytesLeftInBox =
			size === 0 || boxSize < headerSize ? Number.POSITIVE_INFINITY : boxSize - headerSize;
		if (boxSize < headerSize) type = '';
		header = Buffer.alloc(0);
		return true;
	}

	return {
		take(chunk) {
			let rest = chunk;
			while (rest.length > 0) {
				if (bytesLeftInBox > 0) {
					const inBox = Math.min(bytesLeftInBox, rest.length);
					bytesLeftInBox -= inBox;
					rest = rest.subarray(inBox);
				} else {
					const wanted = header.length < SHORT_HEADER ? SHORT_HEADER : LONG_HEADER;
					const missing = wanted - header.length;
					header = Buffer.concat([header, rest.subarray(0, missing)]);
					rest = rest.subarray(missing);
					if (!openBox()) return false;
				}
			}
			return true;
		},
		isWhole() {
			if (!NEEDED_BOXES.every((needed) => seen.has(needed))) return false;
			return (
				bytesLeftInBox === 0 ||
				bytesLeftInBox === Number.POSITIVE_INFINITY ||
				!KNOWN_BOXES.has(type)
			);
		},
	};
}
