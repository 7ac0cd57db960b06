import { ByteFeed, type Parser, read, skip } from './byteFeed';
import {
	ELEMENT,
	elementAt,
	elementsIn,
	floatAt,
	lengthOfNumber,
	numberAt,
	readId,
	readSize,
} from './ebml';
import { MOST_BYTES_READ, type VideoFacts, type VideoReader, wholeMilliseconds } from './facts';

/** Nanoseconds of a unit of time, where the file does not say. */
const DEFAULT_TIMESTAMP_SCALE = 1_000_000;
const NANOSECONDS = 1_000_000_000;

/** Kinds of tracks, by the numbers of the format. */
const TRACK_TYPE = { video: 1, audio: 2 };

/** The display unit for a size in pixels; others are centimetres, inches or a ratio. */
const PIXELS = 0;

/** Elements whose content is read. */
const READ_ELEMENTS: readonly number[] = [ELEMENT.seekHead, ELEMENT.info, ELEMENT.tracks];

/** Elements that hold pictures and sound. */
const MEDIA_ELEMENTS: readonly number[] = [
	ELEMENT.cluster,
	ELEMENT.simpleBlock,
	ELEMENT.blockGroup,
];

/** An element that has begun, and where it ends in the file. */
interface OpenElement {
	readonly id: number;
	readonly end: number;
}

/** Reads a WebM or Matroska file from its first byte. Source: RFC 9559. */
export class WebmReader implements VideoReader {
	private received = 0;
	/** Undefined between two elements, and in the header of one. */
	private open: OpenElement | undefined;
	private startOfSegment = 0;
	private endOfSegment = 0;
	private hasMedia = false;
	/** Where the element begins that is being read. */
	private position = 0;
	private readonly contents = new Map<number, Buffer>();
	private readonly feed = new ByteFeed(this.parse());

	take(chunk: Buffer): void {
		this.received += chunk.length;
		this.feed.take(chunk);
	}

	isWhole(): boolean {
		if (!this.contents.has(ELEMENT.tracks) || !this.hasMedia) return false;
		if (this.received >= this.endOfSegment) return true;
		// What follows the media, such as an index, may be cut: the video plays.
		if (this.open) return !Number.isFinite(this.open.end) || !MEDIA_ELEMENTS.includes(this.open.id);
		const isLive = this.endOfSegment === Infinity;
		return this.position === (isLive ? this.received : this.startOfIndex());
	}

	facts(): VideoFacts {
		const tracks = this.contents.get(ELEMENT.tracks);
		const info = this.contents.get(ELEMENT.info);
		return tracks?.length && info ? factsOf(tracks, info) : {};
	}

	private *parse(): Parser {
		for (;;) {
			this.open = undefined;
			const idBytes = yield* readNumber();
			const sizeBytes = yield* readNumber();
			const id = readId(idBytes);
			const size = readSize(sizeBytes);
			const start = this.position + idBytes.length + sizeBytes.length;
			this.hasMedia ||= MEDIA_ELEMENTS.includes(id);
			if (id === ELEMENT.segment) {
				this.startOfSegment = start;
				this.endOfSegment = start + size;
			}
			// The segment is read element by element, and so is a cluster whose size is left open.
			const isEntered = id === ELEMENT.segment || (id === ELEMENT.cluster && size === Infinity);
			const end = isEntered ? start : start + size;
			this.open = { id, end };
			const isRead = READ_ELEMENTS.includes(id) && size <= MOST_BYTES_READ;
			const content = yield isRead ? read(size) : skip(end - start);
			if (READ_ELEMENTS.includes(id)) this.contents.set(id, content);
			this.position = end;
		}
	}

	/** Where the index begins, as the table of contents says. */
	private startOfIndex(): number | undefined {
		const table = this.contents.get(ELEMENT.seekHead);
		const entries = table ? [...elementsIn(table)].map(({ content }) => content) : [];
		const entry = entries.find((content) => numberAt(content, ELEMENT.seekId) === ELEMENT.cues);
		const position = entry && numberAt(entry, ELEMENT.seekPosition);
		return position === undefined ? undefined : this.startOfSegment + position;
	}
}

/** Reads the bytes of a number of variable length. */
function* readNumber(): Parser<Buffer> {
	const first = yield read(1);
	return Buffer.concat([first, yield read(lengthOfNumber(first[0]) - 1)]);
}

function factsOf(tracks: Buffer, info: Buffer): VideoFacts {
	const entries = [...elementsIn(tracks)].filter(({ id }) => id === ELEMENT.trackEntry);
	const ofType = (type: number) =>
		entries.filter(({ content }) => numberAt(content, ELEMENT.trackType) === type);
	const [shown] = ofType(TRACK_TYPE.video);
	const video = shown && elementAt(shown.content, ELEMENT.video);
	const scale = numberAt(info, ELEMENT.timestampScale) ?? DEFAULT_TIMESTAMP_SCALE;
	const units = floatAt(info, ELEMENT.duration);
	return {
		...(video && sizeOf(video)),
		durationSeconds: wholeMilliseconds(units && (units * scale) / NANOSECONDS),
		hasAudio: ofType(TRACK_TYPE.audio).length > 0,
	};
}

/**
 * The size at which a video is shown: as the file says in pixels, or else that of its pictures without
 * what is cropped, in the shape that the file says.
 */
function sizeOf(video: Buffer): Pick<VideoFacts, 'width' | 'height'> {
	const valueOf = (id: number) => numberAt(video, id) ?? 0;
	const width =
		valueOf(ELEMENT.pixelWidth) - valueOf(ELEMENT.cropLeft) - valueOf(ELEMENT.cropRight);
	const height =
		valueOf(ELEMENT.pixelHeight) - valueOf(ELEMENT.cropTop) - valueOf(ELEMENT.cropBottom);
	if (width <= 0 || height <= 0) return {};
	const shown = { width: valueOf(ELEMENT.displayWidth), height: valueOf(ELEMENT.displayHeight) };
	if (shown.width <= 0 || shown.height <= 0) return { width, height };
	if (valueOf(ELEMENT.displayUnit) === PIXELS) return shown;
	return { width: Math.round((height * shown.width) / shown.height), height };
}
