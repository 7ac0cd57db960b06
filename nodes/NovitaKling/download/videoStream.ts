import type { IDataObject } from 'n8n-workflow';

import {
	bytesMissing,
	downloadFault,
	downloadTimedOut,
	videoTooLarge,
} from '../errors/downloadFaults';
import { pause } from '../transport/pause';
import type { VideoStream } from '../transport/videoLink';
import { createMp4Check } from './mp4';

/** Milliseconds without a byte after which a download counts as stalled. */
const STALL_LIMIT = 30_000;

/** Bytes of a box header with its type: with fewer, nothing shows that the file is a video. */
const SIGNATURE_BYTES = 12;

/** What a video may be like, and until when it has to arrive. */
export interface VideoLimits {
	/** The task that the video belongs to, for messages. */
	readonly taskId: string;
	/** Bytes at most. */
	readonly maxBytes: number;
	/** Milliseconds since 1970. */
	readonly deadline: number;
}

/** A video that is being checked while it is stored. */
export interface CheckedVideo {
	readonly stream: VideoStream;
	/** Rejects once no byte came for too long or the deadline has passed; never resolves. */
	readonly stalled: Promise<never>;
}

/**
 * Passes a video through while checking that it is one, that it is whole, not larger than allowed and
 * not late. A stream that fails a check ends with the failure, and n8n's store drops the file.
 *
 * @param headers of the answer, by lower-case names
 * @param signal ends the watch over the download
 * @throws ItemFailure at once where the announced length is larger than allowed
 */
export function checkedVideo(
	source: VideoStream,
	headers: IDataObject,
	limits: VideoLimits,
	signal: AbortSignal,
): CheckedVideo {
	const { taskId, maxBytes } = limits;
	const announced = announcedLength(headers);
	if (announced !== undefined && announced > maxBytes) {
		source.destroy();
		throw videoTooLarge(taskId, maxBytes);
	}
	const finished = new AbortController();
	let lastByteAt = Date.now();

	async function* check(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		const mp4 = createMp4Check();
		let length = 0;
		try {
			for await (const chunk of chunks) {
				lastByteAt = Date.now();
				length += chunk.length;
				if (length > maxBytes) throw videoTooLarge(taskId, maxBytes);
				if (!mp4.take(chunk)) throw downloadFault('notAVideo');
				yield chunk;
			}
			if (announced !== undefined && length !== announced) throw bytesMissing(length, announced);
			if (!mp4.isWhole()) {
				throw downloadFault(length >= SIGNATURE_BYTES ? 'incomplete' : 'notAVideo');
			}
		} finally {
			finished.abort();
		}
	}
	const stream = source.compose<VideoStream>(check);
	// n8n's store listens only after it has made its folder; an earlier fault must not end n8n.
	stream.on('error', () => undefined);
	const watched = AbortSignal.any([signal, finished.signal]);
	const stalled = new Promise<never>((_resolve, reject) => {
		// Once the download has ended, the watch ends without a word.
		untilStalled(limits, watched, () => lastByteAt).then(reject, () => undefined);
	});
	return { stream, stalled };
}

/**
 * Watches a download until it stalls or its time is over.
 *
 * @returns why the download has to end
 * @throws the signal's reason
 */
async function untilStalled(
	{ taskId, deadline }: VideoLimits,
	signal: AbortSignal,
	lastByteAt: () => number,
): Promise<Error> {
	for (;;) {
		const left = Math.min(lastByteAt() + STALL_LIMIT, deadline) - Date.now();
		if (left > 0) await pause(left, signal);
		else return Date.now() < deadline ? downloadFault('stalled') : downloadTimedOut(taskId);
	}
}

/** The length that the host promises; a compressed answer has another one once it is unpacked. */
function announcedLength(headers: IDataObject): number | undefined {
	const text = headers['content-length'];
	if (headers['content-encoding'] || typeof text !== 'string' || !/^\d+$/.test(text))
		return undefined;
	return Number(text);
}
