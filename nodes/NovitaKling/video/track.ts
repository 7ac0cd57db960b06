import { contentAt } from './boxes';
import { type SampleTable, readSampleTable } from './sampleTable';

/** A time scale in units a second, and a length in its units. */
export interface MediaTime {
	readonly timescale: number;
	/** Undefined where the file leaves it open. */
	readonly units?: number;
}

/** A track of a movie. */
export interface Track {
	readonly id: number;
	readonly kind: 'video' | 'audio' | 'other';
	/** Whether a player shows it unasked. */
	readonly isEnabled: boolean;
	readonly timescale: number;
	readonly samples: SampleTable;
	/** Pixels as the track is shown, before it is turned; undefined where the file does not say. */
	readonly width?: number;
	readonly height?: number;
	/** Whether it is shown turned by a quarter. */
	readonly isTurned: boolean;
}

const KINDS: Readonly<Record<string, Track['kind']>> = { vide: 'video', soun: 'audio' };

/** Bytes of a transformation matrix. */
const MATRIX_BYTES = 36;

/** What the upper 16 bits of a fixed-point number count. */
const FIXED_POINT = 0x1_0000;

/** Where width and height stand in a sample entry, from its size on. */
const ENTRY_WIDTH = 32;
const ENTRY_HEIGHT = 34;

/**
 * Reads a track. Source: ISO/IEC 14496-12, 8.3 and 8.4.
 *
 * @param content of the box `trak`
 * @returns undefined where it describes no media
 * @throws RangeError where a box is shorter than it says
 */
export function readTrack(content: Buffer): Track | undefined {
	const header = contentAt(content, 'tkhd');
	const media = contentAt(content, 'mdia');
	const mediaHeader = media && contentAt(media, 'mdhd');
	const handler = media && contentAt(media, 'hdlr');
	const table = media && contentAt(media, 'minf', 'stbl');
	if (!header || !mediaHeader || !handler || !table) return undefined;
	const kind = KINDS[handler.toString('latin1', 8, 12)] ?? 'other';
	return {
		id: header.readUInt32BE(isLong(header) ? 20 : 12),
		kind,
		isEnabled: (header[3] & 1) === 1,
		timescale: readMediaTime(mediaHeader).timescale,
		samples: readSampleTable(table),
		...(kind === 'video' && sizeOf(header, table)),
		isTurned: isTurned(header.subarray(sizeStart(header) - MATRIX_BYTES)),
	};
}

/**
 * Reads the time scale and the length out of a header of a movie or of media.
 *
 * @param header content of the box `mvhd` or `mdhd`
 */
export function readMediaTime(header: Buffer): MediaTime {
	if (isLong(header)) {
		const units = header.readBigUInt64BE(24);
		const isOpen = units === 2n ** 64n - 1n;
		return { timescale: header.readUInt32BE(20), units: isOpen ? undefined : Number(units) };
	}
	const units = header.readUInt32BE(16);
	const isOpen = units === 2 ** 32 - 1;
	return { timescale: header.readUInt32BE(12), units: isOpen ? undefined : units };
}

/** Whether a matrix turns the picture by a quarter: its width then goes along the height. */
export function isTurned(matrix: Buffer): boolean {
	return Math.abs(matrix.readInt32BE(4)) > Math.abs(matrix.readInt32BE(0));
}

/** Whether the numbers of a box take eight bytes. */
function isLong(header: Buffer): boolean {
	return header[0] === 1;
}

/** Where width and height stand in the box `tkhd`, behind the matrix. */
function sizeStart(header: Buffer): number {
	return isLong(header) ? 88 : 76;
}

/** The size at which a track is shown, or else that of its pictures. */
function sizeOf(header: Buffer, table: Buffer): Pick<Track, 'width' | 'height'> {
	const at = sizeStart(header);
	const width = Math.round(header.readUInt32BE(at) / FIXED_POINT);
	const height = Math.round(header.readUInt32BE(at + 4) / FIXED_POINT);
	if (width > 0 && height > 0) return { width, height };
	const entry = contentAt(table, 'stsd')?.subarray(8);
	if (!entry || entry.length < ENTRY_HEIGHT + 2) return {};
	return { width: entry.readUInt16BE(ENTRY_WIDTH), height: entry.readUInt16BE(ENTRY_HEIGHT) };
}
