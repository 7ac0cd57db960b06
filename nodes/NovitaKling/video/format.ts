import { LONG_HEADER, SHORT_HEADER, readBoxHeader } from './boxes';
import { ELEMENT, elementAt } from './ebml';
import type { VideoReader } from './facts';
import { Mp4Reader } from './mp4';
import { WebmReader } from './webm';

/** A kind of video file. */
export interface VideoFormat {
	/** MIME type without parameters: next nodes compare it as it is. */
	readonly mimeType: string;
	/** Extension of a file name, without its dot. */
	readonly extension: string;
	/** Starts reading a file; undefined for a format of which only the beginning is known. */
	readonly createReader?: () => VideoReader;
}

const MP4: VideoFormat = {
	mimeType: 'video/mp4',
	extension: 'mp4',
	createReader: () => new Mp4Reader(),
};
const QUICKTIME: VideoFormat = { ...MP4, mimeType: 'video/quicktime', extension: 'mov' };
const WEBM: VideoFormat = {
	mimeType: 'video/webm',
	extension: 'webm',
	createReader: () => new WebmReader(),
};
const MATROSKA: VideoFormat = { ...WEBM, mimeType: 'video/x-matroska', extension: 'mkv' };

/** Formats that players show as well, known by bytes at a place in the file and no more. */
const OTHER_FORMATS: ReadonlyArray<VideoFormat & { readonly at: number; readonly bytes: string }> =
	[
		// Source: novita.ai/docs/api-reference/model-apis-task-result, field `video_type`.
		{ mimeType: 'image/gif', extension: 'gif', at: 0, bytes: 'GIF8' },
		{ mimeType: 'video/x-msvideo', extension: 'avi', at: 8, bytes: 'AVI LIST' },
		{ mimeType: 'video/ogg', extension: 'ogv', at: 0, bytes: 'OggS' },
	];

/** Boxes with which MP4 and QuickTime files begin. */
const FIRST_BOXES = new Set([
	'ftyp',
	'styp',
	'free',
	'skip',
	'wide',
	'uuid',
	'moov',
	'mdat',
	'pnot',
	'sidx',
	'prft',
	'emsg',
]);

/** Boxes that name the format, in their first four bytes. */
const BRANDED_BOXES = ['ftyp', 'styp'];

/** The brand of a QuickTime file. */
const QUICKTIME_BRAND = 'qt  ';

/** Boxes that only QuickTime has; without a brand they tell. */
const QUICKTIME_BOXES = ['wide', 'pnot'];

/** Boxes behind which no brand follows. */
const LAST_BOXES = ['moov', 'mdat'];

/** Bytes of a file within which its format shows; fewer will do for almost every file. */
export const BEGINNING_BYTES = 64 * 1024;

/** Bytes that tell the formats apart from each other, and from anything that is no video. */
const SIGNATURE_BYTES = LONG_HEADER;

/**
 * Tells the format of a file from its bytes alone, whatever its host calls it.
 *
 * @param beginning of the file
 * @param isAll whether no more bytes will come
 * @returns the format; null where the file is no video; undefined where more bytes are needed
 */
export function formatOf(beginning: Buffer, isAll: boolean): VideoFormat | null | undefined {
	if (beginning.length < SIGNATURE_BYTES) return isAll ? null : undefined;
	if (FIRST_BOXES.has(beginning.toString('latin1', 4, SHORT_HEADER))) {
		return formatOfBoxes(beginning) ?? (isAll ? MP4 : undefined);
	}
	if (beginning.readUInt32BE(0) === ELEMENT.ebml) {
		return formatOfElements(beginning) ?? (isAll ? MATROSKA : undefined);
	}
	const isAt = (at: number, bytes: string) =>
		beginning.toString('latin1', at, at + bytes.length) === bytes;
	return OTHER_FORMATS.find(({ at, bytes }) => isAt(at, bytes)) ?? null;
}

/** QuickTime or MP4, by the brand. Source: ISO/IEC 14496-12, 4.3: a file without one is an MP4. */
function formatOfBoxes(beginning: Buffer): VideoFormat | undefined {
	let unbranded = MP4;
	for (let at = 0; at + LONG_HEADER <= beginning.length; ) {
		const { type, headerBytes, contentBytes } = readBoxHeader(beginning.subarray(at));
		const content = at + headerBytes;
		if (BRANDED_BOXES.includes(type)) {
			const brand = beginning.toString('latin1', content, content + QUICKTIME_BRAND.length);
			return brand === QUICKTIME_BRAND ? QUICKTIME : MP4;
		}
		if (QUICKTIME_BOXES.includes(type)) unbranded = QUICKTIME;
		if (LAST_BOXES.includes(type)) return unbranded;
		at = content + contentBytes;
	}
	return undefined;
}

/** WebM or Matroska, by the name in the first element. */
function formatOfElements(beginning: Buffer): VideoFormat | undefined {
	const header = elementAt(beginning, ELEMENT.ebml);
	const docType = header && elementAt(header, ELEMENT.docType);
	if (!docType) return undefined;
	return docType.toString('latin1').startsWith('webm') ? WEBM : MATROSKA;
}
