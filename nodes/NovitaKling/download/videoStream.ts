import {
	bytesMissing,
	downloadFault,
	downloadTimedOut,
	videoTooLarge,
} from '../errors/downloadFaults';
import { pause } from '../transport/pause';
import type { FileStream } from '../transport/fileLink';
import type { VideoFacts } from '../video/facts';
import { BEGINNING_BYTES, type VideoFormat, formatOf } from '../video/format';

/** Milliseconds without a byte after which a download counts as stalled. */
const STALL_LIMIT = 30_000;

/** What a video may be like, and until when it has to arrive. */
export interface VideoLimits {
	/** The task that the video belongs to, for messages. */
	readonly taskId: string;
	/** Bytes at most. */
	readonly maxBytes: number;
	/** Bytes that the host promises; undefined where it does not, or they are packed. */
	readonly announcedBytes: number | undefined;
	/** Milliseconds since 1970. */
	readonly deadline: number;
}

/** A video that is being checked while it is stored. */
export interface CheckedVideo {
	readonly format: VideoFormat;
	readonly stream: FileStream;
	/** What the file has said of itself, once it is stored. */
	readonly facts: () => VideoFacts;
}

/** A watch over a download. */
export interface StallWatch {
	/** Notes that bytes have arrived. */
	readonly note: () => void;
	/** Ends the watch, once all bytes have arrived. */
	readonly end: () => void;
	/** Rejects once no byte came for too long or the deadline has passed; never resolves. */
	readonly stalled: Promise<never>;
}

/**
 * Opens a video: tells its format from its first bytes, and passes it through while checking that it is
 * whole, not larger than allowed and not late. A stream that fails a check ends with the failure, and
 * n8n's store drops the file.
 *
 * @throws ItemFailure at once where the announced length is larger than allowed
 * @throws PassingFault where it is no video
 */
export async function checkedVideo(
	source: FileStream,
	limits: VideoLimits,
	watch: StallWatch,
): Promise<CheckedVideo> {
	const { taskId, maxBytes, announcedBytes } = limits;
	// What reads a stream meets its fault; one that nobody reads at the moment must not end n8n.
	source.on('error', () => undefined);
	if (announcedBytes !== undefined && announcedBytes > maxBytes) {
		throw videoTooLarge(taskId, maxBytes);
	}
	const format = await readFormat(source, watch);
	const reader = format.createReader?.();

	async function* check(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		let length = 0;
		for await (const chunk of chunks) {
			watch.note();
			length += chunk.length;
			if (length > maxBytes) throw videoTooLarge(taskId, maxBytes);
			reader?.take(chunk);
			yield chunk;
		}
		// From here on, n8n's store may take its time.
		watch.end();
		if (announcedBytes !== undefined && length !== announcedBytes) {
			throw bytesMissing(length, announcedBytes);
		}
		if (reader?.isWhole() === false) throw downloadFault('incomplete');
	}
	const stream = source.compose<FileStream>(check);
	// n8n's store listens only after it has made its folder.
	stream.on('error', () => undefined);
	return { format, stream, facts: () => reader?.facts() ?? {} };
}

/** Tells the format of a video from its first bytes, and puts them back. */
async function readFormat(source: FileStream, watch: StallWatch): Promise<VideoFormat> {
	let beginning = Buffer.alloc(0);
	for await (const chunk of source.iterator({ destroyOnReturn: false })) {
		watch.note();
		beginning = Buffer.concat([beginning, chunk as Buffer]);
		const format = formatOf(beginning, beginning.length >= BEGINNING_BYTES);
		if (format) {
			source.unshift(beginning);
			return format;
		}
		if (format === null) break;
	}
	throw downloadFault('notAVideo');
}

/** Starts to watch a download; the signal ends the watch, like its last byte. */
export function watchDownload(
	limits: Pick<VideoLimits, 'taskId' | 'deadline'>,
	signal: AbortSignal,
): StallWatch {
	const finished = new AbortController();
	let lastByteAt = Date.now();
	const watched = AbortSignal.any([signal, finished.signal]);
	const stalled = new Promise<never>((_resolve, reject) => {
		// Once the download has ended, the watch ends without a word.
		untilStalled(limits, watched, () => lastByteAt).then(reject, () => undefined);
	});
	return { note: () => (lastByteAt = Date.now()), end: () => finished.abort(), stalled };
}

/**
 * Watches a download until it stalls or its time is over.
 *
 * @returns why the download has to end
 * @throws the signal's reason
 */
async function untilStalled(
	{ taskId, deadline }: Pick<VideoLimits, 'taskId' | 'deadline'>,
	signal: AbortSignal,
	lastByteAt: () => number,
): Promise<Error> {
	for (;;) {
		const left = Math.min(lastByteAt() + STALL_LIMIT, deadline) - Date.now();
		if (left > 0) await pause(left, signal);
		else return Date.now() < deadline ? downloadFault('stalled') : downloadTimedOut(taskId);
	}
}
