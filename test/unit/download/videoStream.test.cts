import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { IDataObject } from 'n8n-workflow';

import { checkedVideo } from '../../../nodes/NovitaKling/download/videoStream';
import { ItemFailure, PassingFault } from '../../../nodes/NovitaKling/errors/failure';
import { realVideo } from './boxes.cts';
import { runClock, useTestClock } from '../run.cts';

const NEVER = new AbortController().signal;
const MEGABYTE = 1_000_000;
const MINUTE = 60_000;
const video = realVideo();

function* inChunks(bytes: Buffer, size = 4_096): Generator<Buffer> {
	for (let start = 0; start < bytes.length; start += size)
		yield bytes.subarray(start, start + size);
}

const sourceOf = (bytes: Buffer) => Readable.from(inChunks(bytes), { objectMode: false });

/** Whether another try cannot help; anything that is no failure of a download is thrown. */
function isFinal(error: unknown): boolean {
	if (error instanceof ItemFailure) return true;
	if (error instanceof PassingFault) return false;
	throw error;
}

/** Downloads a file through the check; gives its bytes, or the failure that ended it. */
async function downloaded(bytes: Buffer, headers: IDataObject = {}, maxBytes = MEGABYTE) {
	const limits = { taskId: 'abc', maxBytes, deadline: Date.now() + MINUTE };
	try {
		const { stream } = checkedVideo(sourceOf(bytes), headers, limits, NEVER);
		return { bytes: await buffer(stream) };
	} catch (error) {
		return { isFinal: isFinal(error), fault: (error as Error).message };
	}
}

describe('checkedVideo passes on', () => {
	it.each<[string, IDataObject]>([
		['of the announced length', { 'content-length': String(video.length) }],
		['without an announced length', {}],
		[
			'whose announced length counts its packed bytes',
			{ 'content-length': '5', 'content-encoding': 'gzip' },
		],
		['whose announced length is nonsense', { 'content-length': 'many' }],
	])('a video %s, byte for byte', async (_name, headers) => {
		const { bytes, fault } = await downloaded(video, headers);
		expect(fault).toBeUndefined();
		expect(bytes?.equals(video)).toBe(true);
	});

	it('a video of exactly the size that is allowed', async () => {
		expect((await downloaded(video, {}, video.length)).bytes).toHaveLength(video.length);
	});
});

describe('checkedVideo ends', () => {
	it.each<[string, Buffer, IDataObject, RegExp]>([
		['a page of HTML', Buffer.from('<!DOCTYPE html><html></html>'), {}, /not a video/],
		['an empty file', Buffer.alloc(0), {}, /not a video/],
		['a few bytes', Buffer.from('<a>'), {}, /not a video/],
		['a video that was cut', video.subarray(0, -1), {}, /incomplete/],
		[
			'a video that is shorter than announced',
			video.subarray(0, -1),
			{ 'content-length': String(video.length) },
			/only \d+ of \d+ bytes/,
		],
		[
			'a video that is longer than announced',
			video,
			{ 'content-length': String(video.length - 1) },
			/bytes/,
		],
	])('%s, to be downloaded again', async (_name, bytes, headers, expected) => {
		expect(await downloaded(bytes, headers)).toMatchObject({
			fault: expect.stringMatching(expected),
			isFinal: false,
		});
	});

	it.each<[string, IDataObject]>([
		['by its announced length', { 'content-length': String(video.length) }],
		['by its bytes', {}],
	])('a video that is too large %s, for good', async (_name, headers) => {
		expect(await downloaded(video, headers, video.length - 1)).toMatchObject({
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
		const limits = { taskId: 'abc', maxBytes: MEGABYTE, deadline: Date.now() + MINUTE };
		const { stream } = checkedVideo(source, {}, limits, NEVER);
		await expect(buffer(stream)).rejects.toMatchObject({ code: 'ECONNRESET' });
	});
});

describe('checkedVideo gives up a download', () => {
	/** Starts a download of which one byte comes; tells how it ended, and after what time. */
	async function endOfStalled(deadlineIn: number) {
		const source = new Readable({ read: () => undefined });
		source.push(video.subarray(0, 1));
		const limits = { taskId: 'abc', maxBytes: MEGABYTE, deadline: Date.now() + deadlineIn };
		const { stream, stalled } = checkedVideo(source, {}, limits, NEVER);
		stream.resume();
		const { thrown, took } = await runClock(async () => await stalled, 60 * MINUTE);
		source.destroy();
		return { isFinal: isFinal(thrown), message: (thrown as Error).message, took };
	}

	beforeEach(useTestClock);
	afterEach(() => jest.useRealTimers());

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
