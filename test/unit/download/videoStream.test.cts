import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import {
	type VideoLimits,
	checkedVideo,
	watchDownload,
} from '../../../nodes/NovitaKling/download/videoStream';
import { ItemFailure, PassingFault } from '../../../nodes/NovitaKling/errors/failure';
import { realVideo } from '../video/boxes.cts';
import { runClock, useTestClock } from '../run.cts';

const NEVER = new AbortController().signal;
const MEGABYTE = 1_000_000;
const MINUTE = 60_000;
const video = realVideo();

function* inChunks(bytes: Buffer, size = 4_096): Generator<Buffer> {
	for (let start = 0; start < bytes.length; start += size)
		yield bytes.subarray(start, start + size);
}

const sourceOf = (bytes: Buffer, chunkSize?: number) =>
	Readable.from(inChunks(bytes, chunkSize), { objectMode: false });

/** Whether another try cannot help; anything that is no failure of a download is thrown. */
function isFinal(error: unknown): boolean {
	if (error instanceof ItemFailure) return true;
	if (error instanceof PassingFault) return false;
	throw error;
}

/** What a host is asked for by a test. */
const limitsOf = (changes: Partial<VideoLimits> = {}): VideoLimits => ({
	taskId: 'abc',
	maxBytes: MEGABYTE,
	announcedBytes: undefined,
	deadline: Date.now() + MINUTE,
	...changes,
});

/** Downloads a file through the check; gives its bytes, or the failure that ended it. */
async function downloaded(bytes: Buffer, changes: Partial<VideoLimits> = {}, chunkSize = 4_096) {
	const limits = limitsOf(changes);
	const ended = new AbortController();
	try {
		const source = sourceOf(bytes, chunkSize);
		const watch = watchDownload(limits, ended.signal);
		const { stream, facts } = await checkedVideo(source, limits, watch);
		return { bytes: await buffer(stream), facts: facts() };
	} catch (error) {
		return { isFinal: isFinal(error), fault: (error as Error).message };
	} finally {
		ended.abort();
	}
}

describe('checkedVideo passes on', () => {
	it.each([
		['of the announced length', video.length, 4_096],
		['without an announced length', undefined, 4_096],
		['in one piece', undefined, video.length],
		['byte by byte', undefined, 1],
	])('a video %s, and says what it shows', async (_name, announcedBytes, chunkSize) => {
		const { bytes, fault, facts } = await downloaded(video, { announcedBytes }, chunkSize);
		expect(fault).toBeUndefined();
		expect(bytes?.equals(video)).toBe(true);
		expect(facts).toMatchObject({ width: 1280, height: 720 });
	});

	it('a video of exactly the size that is allowed', async () => {
		expect((await downloaded(video, { maxBytes: video.length })).bytes).toHaveLength(video.length);
	});
});

describe('checkedVideo ends', () => {
	it.each<[string, Buffer, number | undefined, RegExp]>([
		['a page of HTML', Buffer.from('<!DOCTYPE html><html></html>'), undefined, /not a video/],
		['an empty file', Buffer.alloc(0), undefined, /not a video/],
		['a few bytes', Buffer.from('<a>'), undefined, /not a video/],
		['a video that was cut', video.subarray(0, -1), undefined, /incomplete/],
		[
			'a video that is shorter than announced',
			video.subarray(0, -1),
			video.length,
			/only \d+ of \d+ bytes/,
		],
		['a video that is longer than announced', video, video.length - 1, /bytes/],
	])('%s, to be downloaded again', async (_name, bytes, announcedBytes, expected) => {
		expect(await downloaded(bytes, { announcedBytes })).toMatchObject({
			fault: expect.stringMatching(expected),
			isFinal: false,
		});
	});

	it.each([
		['by its announced length', video.length],
		['by its bytes', undefined],
	])('a video that is too large %s, for good', async (_name, announcedBytes) => {
		const limits = { announcedBytes, maxBytes: video.length - 1 };
		expect(await downloaded(video, limits)).toMatchObject({
			fault: expect.stringContaining('larger than'),
			isFinal: true,
		});
	});

	it('a connection that breaks', async () => {
		function* broken(): Generator<Buffer> {
			yield video.subarray(0, 1_000);
			throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		}
		const source = Readable.from(broken(), { objectMode: false });
		const limits = limitsOf();
		const { stream } = await checkedVideo(source, limits, watchDownload(limits, NEVER));
		await expect(buffer(stream)).rejects.toMatchObject({ code: 'ECONNRESET' });
	});
});

describe('checkedVideo gives up a download', () => {
	/** Starts a download of which one byte comes; tells how it ended, and after what time. */
	async function endOfStalled(deadlineIn: number) {
		const source = new Readable({ read: () => undefined });
		source.push(video.subarray(0, 1));
		const limits = limitsOf({ deadline: Date.now() + deadlineIn });
		const watch = watchDownload(limits, NEVER);
		const opened = checkedVideo(source, limits, watch);
		opened.catch(() => undefined);
		const { thrown, took } = await runClock(async () => await watch.stalled, 60 * MINUTE);
		source.destroy();
		return { isFinal: isFinal(thrown), message: (thrown as Error).message, took };
	}

	useTestClock();

	it('of which nothing more comes, to download it again', async () => {
		const { took, ...ending } = await endOfStalled(30 * MINUTE);
		expect(ending).toEqual({ isFinal: false, message: 'the download stalled' });
		expect(took).toBeLessThanOrEqual(MINUTE);
	});

	it('whose time is over, for good', async () => {
		const { took, ...ending } = await endOfStalled(10_000);
		expect(ending).toEqual({ isFinal: true, message: expect.stringContaining('Timeout') });
		expect(took).toBeLessThanOrEqual(11_000);
	});
});
