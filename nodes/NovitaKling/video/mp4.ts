import { SHORT_HEADER, headerBytesOf, readBoxHeader } from './boxes';
import { ByteFeed, type Parser, read, skip } from './byteFeed';
import { MOST_BYTES_READ, type VideoFacts, type VideoReader } from './facts';
import { addFragment } from './fragment';
import { type Movie, factsOfMovie, isDescribed, rangeOfMedia, readMovie } from './movie';

/** Boxes that hold or announce media: a player misses them. Others may be cut, and the video plays. */
const NEEDED_BOXES = ['moov', 'moof', 'mdat'];

/** Boxes that begin the next part of a video in fragments. Source: ISO/IEC 23000-19 and 23009-1. */
const SEGMENT_BOXES = ['styp', 'sidx', 'ssix', 'prft', 'emsg'];

/** Boxes whose content is read. */
const READ_BOXES = ['moov', 'moof'];

/** A box that has begun, and where its content lies in the file. */
interface OpenBox {
	readonly type: string;
	readonly start: number;
	readonly end: number;
}

/** Reads an MP4 or QuickTime file from its first byte. */
export class Mp4Reader implements VideoReader {
	private received = 0;
	/** Undefined between two boxes, and in the header of one. */
	private open: OpenBox | undefined;
	/** Type of the last box that has arrived whole. */
	private last = '';
	private hasMovie = false;
	private hasMedia = false;
	private movie: Movie | undefined;
	private readonly fragments = new Map<number, number>();
	private readonly feed = new ByteFeed(this.parse());

	take(chunk: Buffer): void {
		this.received += chunk.length;
		this.feed.take(chunk);
	}

	isWhole(): boolean {
		const { open, last } = this;
		if (!this.hasMovie || !this.hasMedia) return false;
		if (open) return !this.isMissed(open);
		return last !== 'moof' && !this.isSegment(last) && !this.isInNeededHeader();
	}

	facts(): VideoFacts {
		const movie = this.movie ?? this.movieOfCutBox();
		return movie ? factsOfMovie(movie, this.fragments) : {};
	}

	private *parse(): Parser {
		for (let position = 0; ; ) {
			this.open = undefined;
			const start = yield read(SHORT_HEADER);
			const longSize = yield read(headerBytesOf(start) - SHORT_HEADER);
			const header = Buffer.concat([start, longSize]);
			const { type, headerBytes, contentBytes } = readBoxHeader(header);
			const contentStart = position + headerBytes;
			position = contentStart + contentBytes;
			this.open = { type, start: contentStart, end: position };
			this.hasMovie ||= type === 'moov';
			this.hasMedia ||= type === 'mdat';
			const isRead = READ_BOXES.includes(type) && contentBytes <= MOST_BYTES_READ;
			const content = yield isRead ? read(contentBytes) : skip(contentBytes);
			if (READ_BOXES.includes(type)) this.note(type, content);
			this.last = type;
		}
	}

	/** Takes what a box says. One that is damaged, or too large, leaves the movie unknown. */
	private note(type: string, content: Buffer): void {
		const { movie, fragments } = this;
		this.movie = tryToRead(() => {
			if (type === 'moov') return readMovie(content);
			if (movie) addFragment(content, movie.sampleUnits, fragments);
			return movie;
		});
	}

	/** The movie whose description is cut behind all that a player needs of it. */
	private movieOfCutBox(): Movie | undefined {
		if (this.open?.type !== 'moov') return undefined;
		const movie = tryToRead(() => readMovie(this.feed.unread));
		return movie && isDescribed(movie) ? movie : undefined;
	}

	/** Whether a player misses what has not arrived of a box. */
	private isMissed({ type, start, end }: OpenBox): boolean {
		const media = type === 'mdat' && this.movie ? rangeOfMedia(this.movie) : undefined;
		if (media) {
			// Media may be followed by padding in its box, or run up to the end of the file. Where the
			// description has its positions wrong, they say nothing of the connection.
			const isShort = this.received - start < media.end - media.start;
			return this.received < media.end && isShort;
		}
		if (type === 'moov' && this.movieOfCutBox()) return false;
		return Number.isFinite(end) && (NEEDED_BOXES.includes(type) || this.isSegment(type));
	}

	/** Whether a box begins a segment, so that media have to follow. */
	private isSegment(type: string): boolean {
		return this.movie?.isFragmented === true && SEGMENT_BOXES.includes(type);
	}

	/** Whether the file ends in the header of a box that a player misses. */
	private isInNeededHeader(): boolean {
		const { unread } = this.feed;
		const type = unread.toString('latin1', 4, SHORT_HEADER);
		// The size of such a box is below 16 MB, unless it is media of its own: a text always differs from it.
		return unread[0] === 0 && type !== '' && NEEDED_BOXES.some((name) => name.startsWith(type));
	}
}

/** Reads a box; undefined where it is shorter than its own numbers say. */
function tryToRead<T>(readBox: () => T): T | undefined {
	try {
		return readBox();
	} catch {
		return undefined;
	}
}
