import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { pause } from '../transport/pacing';
import { createMp4Check } from './mp4';

/** A stream that n8n's binary store takes. */
export type VideoStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Buffer | Uint8Array
>;

/** Why a video did not arrive. */
export class DownloadFault extends Error {
	/** Whether trying again cannot help. */
	readonly isFinal: boolean;
	/** Milliseconds to wait before trying again, where the host asks for it. */
	readonly wait?: number;
	/** What the user can do, beyond getting the result again. */
	readonly advice?: string;

	constructor(message: string, more: { isFinal?: boolean; wait?: number; advice?: string } = {}) {
		super(message);
		this.name = 'DownloadFault';
		this.isFinal = more.isFinal ?? false;
		this.wait = more.wait;
		this.advice = more.advice;
	}
}

/** Milliseconds without a byte after which a download counts as stuck. */
const STALL_LIMIT = 30_000;

/** Bytes of a box header with its type: with fewer, nothing shows that it is a video. */
const SIGNATURE_BYTES = 12;

/**
 * Passes a video through while checking that it is one, that it is whole and not larger than
 * allowed. A stream that fails a check ends with a `DownloadFault`, and n8n's store drops the file.
 *
 * @param headers of the answer, by lower-case names
 * @param limits bytes at most, and the deadline in milliseconds since 1970
 * @param signal ends the watch over the download
 * @param giveUp breaks the download off, because it is stuck or its time is over
 */
export function checkedVideo(
	source: VideoStream,
	headers: IDataObject,
	{ maxBytes, deadline }: { readonly maxBytes: number; readonly deadline: number },
	signal: AbortSignal,
	giveUp: (fault: DownloadFault) => void,
): VideoStream {
	const announced = announcedLength(headers);
	if (announced !== undefined && announced > maxBytes) {
		source.destroy();
		throw tooLarge(maxBytes);
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
				if (length > maxBytes) throw tooLarge(maxBytes);
				if (!mp4.take(chunk)) throw new DownloadFault('what its link gives is not a video');
				yield chunk;
			}
			if (announced !== undefined && length !== announced) {
				throw new DownloadFault(`only ${length} of ${announced} bytes arrived`);
			}
			if (!mp4.isWhole()) {
				const isVideo = length >= SIGNATURE_BYTES;
				throw new DownloadFault(
					isVideo ? 'the file ends in the middle' : 'what its link gives is not a video',
				);
			}
		} finally {
			finished.abort();
		}
	}
	const checked = source.compose<VideoStream>(check);
	// n8n's store listens only after it has made its folder; an earlier fault must not end n8n.
	checked.on('error', () => undefined);
	const watched = AbortSignal.any([signal, finished.signal]);
	void endWhenStuck(giveUp, watched, deadline, () => lastByteAt);
	return checked;
}

/** Watches a download, and breaks it off when no byte came for too long or its time is over. */
async function endWhenStuck(
	giveUp: (fault: DownloadFault) => void,
	signal: AbortSignal,
	deadline: number,
	lastByteAt: () => number,
): Promise<void> {
	try {
		for (;;) {
			const left = Math.min(lastByteAt() + STALL_LIMIT, deadline) - Date.now();
			if (left <= 0) break;
			await pause(left, signal);
		}
		giveUp(
			Date.now() < deadline
				? new DownloadFault('the download got stuck')
				: new DownloadFault('it took longer than the option Timeout allows', { isFinal: true }),
		);
	} catch {
		// The download ended by itself, or the run did: nothing left to watch.
	}
}

/** The length that the host promises; a compressed answer has another one once it is unpacked. */
function announcedLength(headers: IDataObject): number | undefined {
	const text = headers['content-length'];
	if (headers['content-encoding'] || typeof text !== 'string' || !/^\d+$/.test(text))
		return undefined;
	return Number(text);
}

function tooLarge(maxBytes: number): DownloadFault {
	return new DownloadFault(`it is larger than ${maxBytes / 1_000_000} MB`, {
		isFinal: true,
		advice: 'Raise the option Max Download Size, or turn Download Video off and use the address.',
	});
}
