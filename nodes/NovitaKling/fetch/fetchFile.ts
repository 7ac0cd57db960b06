import { ItemFailure } from '../errors/failure';
import { fetchBroken, fetchFailed, fetchRefused } from '../errors/fetchFailures';
import type { Place } from '../errors/inputFailures';
import type { WantedFile } from '../request/itemFiles';
import { connectionFaultOf } from '../transport/connectionFaults';
import type { OpenVideoLink, VideoAnswer, VideoStream } from '../transport/videoLink';
import { redirectTarget } from './redirect';

/** Redirects followed for one file, each checked before it is opened. */
const MAX_REDIRECTS = 5;

/** Milliseconds for a whole file: 10 MB at 1.3 Mbit a second. */
const FETCH_TIME_LIMIT = 60_000;

/** Bytes that show what a file is; a host may send fewer at first. */
const ENOUGH_TO_TELL = 1024;

/** What a fetch needs of n8n. */
export interface Fetching<Stored> {
	readonly openLink: OpenVideoLink;
	/** Streams a file into n8n's binary store. */
	readonly store: (content: VideoStream) => Promise<Stored>;
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
		const { body, headers } = await open(address, place, { run, signal, timeLimit });
		return await run.store(checked(body, announcedLength(headers), wanted));
	} catch (error) {
		run.signal?.throwIfAborted();
		throw tooSlow.aborted ? fetchFailed(place, 'tooSlow') : fetchFailureOf(error, place);
	} finally {
		ended.abort();
	}
}

/** Opens an address, following redirects one by one so that each target is checked. */
async function open(
	address: URL,
	place: Place,
	{
		run,
		signal,
		timeLimit,
	}: { run: Pick<Fetching<unknown>, 'openLink'>; signal: AbortSignal; timeLimit: number },
): Promise<VideoAnswer> {
	let current = address;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		const answer = await run.openLink(current, timeLimit, signal);
		if (answer.status === 200) return answer;
		answer.body.destroy();
		const { status, headers } = answer;
		if (status < 300 || status >= 400 || !headers.location) throw fetchRefused(place, status);
		const target = redirectTarget(String(headers.location), current);
		if (!target) throw fetchFailed(place, 'redirectNotAllowed');
		current = target;
	}
	throw fetchFailed(place, 'tooManyRedirects');
}

/** Passes a file through, and ends it as soon as it shows that it cannot be used. */
function checked(
	source: VideoStream,
	announced: number | undefined,
	wanted: WantedFile,
): VideoStream {
	async function* check(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		let start = Buffer.alloc(0);
		let length = 0;
		for await (const chunk of chunks) {
			length += chunk.length;
			if (start.length < ENOUGH_TO_TELL) start = Buffer.concat([start, chunk]);
			// What a file is tells more than its size: a large video is refused as a video.
			if (start.length >= ENOUGH_TO_TELL) {
				wanted.checkStart(start);
				wanted.checkSize(announced ?? 0, true);
				wanted.checkSize(length, false);
			}
			yield chunk;
		}
		wanted.checkStart(start);
	}
	const stream = source.compose<VideoStream>(check);
	// n8n's store listens only after it has made its folder; an earlier fault must not end n8n.
	stream.on('error', () => undefined);
	return stream;
}

/** The length that the host promises, which is that of the compressed file where it compresses. */
function announcedLength(headers: VideoAnswer['headers']): number | undefined {
	const text = headers['content-length'];
	return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
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
