/** Length and picture size of a video file. */
export interface VideoFacts {
	readonly seconds: number;
	readonly width: number;
	readonly height: number;
}

/** A box of an MP4 file: its type and the bytes in it. ISO/IEC 14496-12, 4.2. */
interface Box {
	readonly type: string;
	readonly content: Buffer;
}

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;

function* boxesIn(bytes: Buffer): Generator<Box> {
	for (let start = 0; start + HEADER_BYTES <= bytes.length; ) {
		const size = bytes.readUInt32BE(start);
		const type = bytes.toString('latin1', start + 4, start + HEADER_BYTES);
		const isLong = size === 1 && start + LONG_HEADER_BYTES <= bytes.length;
		const headerBytes = isLong ? LONG_HEADER_BYTES : HEADER_BYTES;
		const whole = isLong ? Number(bytes.readBigUInt64BE(start + HEADER_BYTES)) : size;
		const end = size === 0 ? bytes.length : start + whole;
		if (end < start + headerBytes || end > bytes.length) return;
		yield { type, content: bytes.subarray(start + headerBytes, end) };
		start = end;
	}
}

function boxOf(bytes: Buffer, type: string): Buffer | undefined {
	return [...boxesIn(bytes)].find((box) => box.type === type)?.content;
}

/** Movie header, 8.2.2: version 1 has 64-bit times, so what follows them comes later. */
function secondsOf(movieHeader: Buffer): number {
	const isVersion1 = movieHeader[0] === 1;
	const timescale = movieHeader.readUInt32BE(isVersion1 ? 20 : 12);
	const duration = isVersion1
		? Number(movieHeader.readBigUInt64BE(24))
		: movieHeader.readUInt32BE(16);
	return duration / timescale;
}

/** Track header, 8.3.2: it ends with width and height, as 16.16 fixed-point numbers. */
function pictureOf(trackHeader: Buffer): { width: number; height: number } {
	const end = trackHeader.length;
	return {
		width: trackHeader.readUInt32BE(end - 8) >> 16,
		height: trackHeader.readUInt32BE(end - 4) >> 16,
	};
}

/**
 * Reads length and picture size of an MP4 file. Written apart from the node's own check, to confirm it.
 *
 * @returns undefined for anything that is not an MP4 file with a picture in it
 */
export function readVideoFacts(bytes: Buffer): VideoFacts | undefined {
	const [first] = boxesIn(bytes);
	const movie = boxOf(bytes, 'moov');
	const movieHeader = movie && boxOf(movie, 'mvhd');
	if (first?.type !== 'ftyp' || !boxOf(bytes, 'mdat') || !movie || !movieHeader) return undefined;
	for (const { type, content } of boxesIn(movie)) {
		const trackHeader = type === 'trak' ? boxOf(content, 'tkhd') : undefined;
		const picture = trackHeader && pictureOf(trackHeader);
		// A sound track has no size.
		if (picture && picture.width > 0) return { seconds: secondsOf(movieHeader), ...picture };
	}
	return undefined;
}
