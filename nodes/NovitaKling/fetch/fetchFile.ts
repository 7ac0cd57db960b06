import { ItemFailure } from '../errors/failure';
import { fetchBroken, fetchFailed, fetchRefused } from '../errors/fetchFailures';
import type { Place } from '../errors/inputFailures';
import type { WantedFile } from '../request/itemFiles';
import { connectionFaultOf } from '../transport/connectionFaults';
import {
	contentLength,
	type FileAnswer,
	type FileStream,
	type OpenFileLink,
} from '../transport/fileLink';
import { openFile } from '../transport/redirects';
import { redirectTarget } from './redirect';

/** Milliseconds for a whole file: 10 MB at 1.3 Mbit a second. */
const FETCH_TIME_LIMIT = 60_000;

/** Bytes that show what a file is; a host may send fewer at first. */
const ENOUGH_TO_TELL = 1024;

/** What a fetch needs of n8n. */
export interface Fetching<Stored> {
	readonly openLink: OpenFileLink;
	/** Streams a file into n8n's binary store. */
	readonly store: (content: FileStream) => Promise<Stored>;
	/** Fires when the user stops the execution. */
	readonly signal?: AbortSignal;
}

/**
 * Fetches a file from an address that the user named, straight into n8n's store and no further than it
 * can be used. The API key is not sent.
 *
 * @throws ItemFailure of kind `invalidInput`, or the signal's reason
 */
export async function fetchFile<Stored>(
	address: URL,
	wanted: WantedFile,
	run: Fetching<Stored>,
	timeLimit = FETCH_TIME_LIMIT,
): Promise<Stored> {
	const { place } = wanted;
	const tooSlow = AbortSignal.timeout(timeLimit);
	// Closes the connection of a file that is not read to its end.
	const ended = new AbortController();
	const signal = AbortSignal.any([tooSlow, ended.signal, ...(run.signal ? [run.signal] : [])]);
	try {
		const { body, headers } = await openFile(address, {
			open: async (current) => await run.openLink(current, timeLimit, signal),
			hasFile: ({ status }) => status === 200,
			redirectOf: (answer, current) => redirectOf(answer, current, place),
			tooManyRedirects: () => fetchFailed(place, 'tooManyRedirects'),
		});
		return await run.store(checked(body, contentLength(headers), wanted));
	} catch (error) {
		run.signal?.throwIfAborted();
		throw tooSlow.aborted ? fetchFailed(place, 'tooSlow') : fetchFailureOf(error, place);
	} finally {
		ended.abort();
	}
}

/** Where a file has moved. @throws ItemFailure where the host does not give it */
function redirectOf({ status, headers }: FileAnswer, current: URL, place: Place): URL {
	if (status < 300 || status >= 400 || !headers.location) throw fetchRefused(place, status);
	const target = redirectTarget(String(headers.location), current);
	if (!target) throw fetchFailed(place, 'redirectNotAllowed');
	return target;
}

/** Passes a file through, and ends it as soon as it shows that it cannot be used. */
function checked(
	source: FileStream,
	announcedBytes: number | undefined,
	wanted: WantedFile,
): FileStream {
	async function* check(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		let start = Buffer.alloc(0);
		let length = 0;
		for await (const chunk of chunks) {
			length += chunk.length;
			if (start.length < ENOUGH_TO_TELL) start = Buffer.concat([start, chunk]);
			// What a file is tells more than its size: a large video is refused as a video.
			if (start.length >= ENOUGH_TO_TELL) {
				wanted.checkStart(start);
				wanted.checkSize(announcedBytes ?? 0, true);
				wanted.checkSize(length, false);
			}
			yield chunk;
		}
		wanted.checkStart(start);
	}
	const stream = source.compose<FileStream>(check);
	// n8n's store listens only after it has made its folder; an earlier fault must not end n8n.
	stream.on('error', () => undefined);
	return stream;
}

/** Why a file did not come, in words that hold no address. */
function fetchFailureOf(error: unknown, place: Place): ItemFailure {
	if (error instanceof ItemFailure) return error;
	// n8n refuses addresses of internal networks where its administrator set that.
	if (/Ssrf/.test(String((error as Error | undefined)?.name))) {
		return fetchFailed(place, 'blockedByN8n');
	}
	return fetchBroken(place, connectionFaultOf(error).message);
}
