import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { IDataObject } from 'n8n-workflow';

import {
	DownloadFault,
	type VideoStream,
	checkedVideo,
} from '../../../nodes/NovitaKling/download/videoStream';
import { realVideo } from './boxes.cts';
import { runClock, useTestClock } from '../run.cts';

const NEVER = new AbortController().signal;
const MEGABYTE = 1_000_000;
const MINUTE = 60_000;
const video = realVideo();

const neverGivenUp = (fault: DownloadFault) => {
	throw fault;
};

function* inChunks(bytes: Buffer, size = 4_096): Generator<Buffer> {
	for (let start = 0; start < bytes.length; start += size)
		yield bytes.subarray(start, start + size);
}

const sourceOf = (bytes: Buffer) =>
	Readable.from(inChunks(bytes), { objectMode: false }) as unknown as VideoStream;

/** Fetches a file through the check; gives its bytes, or the fault that ended it. */
async function fetched(bytes: Buffer, headers: IDataObject = {}, maxBytes = MEGABYTE) {
	const limits = { maxBytes, deadline: Date.now() + MINUTE };
	try {
		const stream = checkedVideo(sourceOf(bytes), headers, limits, NEVER, neverGivenUp);
		return { bytes: await buffer(stream as unknown as Readable) };
	} catch (error) {
		if (error instanceof DownloadFault) return { fault: error.message, isFinal: error.isFinal };
		throw error;
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
		const { bytes, fault } = await fetched(video, headers);
		expect(fault).toBeUndefined();
		expect(bytes?.equals(video)).toBe(true);
	});

	it('a video of exactly the size that is allowed', async () => {
		expect((await fetched(video, {}, video.length)).bytes).toHaveLength(video.length);
	});
});

describe('checkedVideo ends', () => {
	it.each<[string, Buffer, IDataObject, RegExp]>([
		['a page of HTML', Buffer.from('<!DOCTYPE html><html></html>'), {}, /not a video/],
		['an empty file', Buffer.alloc(0), {}, /not a video/],
		['a few bytes', Buffer.from('<a>'), {}, /not a video/],
		['a video that was cut', video.subarray(0, -1), {}, /ends in the middle/],
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
	])('%s, to be fetched again', async (_name, bytes, headers, expected) => {
		const { fault, isFinal } = await fetched(bytes, headers);
		expect(fault).toMatch(expected);
		expect(isFinal).toBe(false);
	});

	it.each<[string, IDataObject]>([
		['by its announced length', { 'content-length': String(video.length) }],
		['by its bytes', {}],
	])('a video that is too large %s, for good', async (_name, headers) => {
		const { fault, isFinal } = await fetched(video, headers, video.length - 1);
		expect(fault).toMatch(/larger than/);
		expect(isFinal).toBe(true);
	});

	it('a connection that breaks', async () => {
		function* broken(): Generator<Buffer> {
			yield video.subarray(0, 1_000);
			throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		}
		const source = Readable.from(broken(), { objectMode: false }) as unknown as VideoStream;
		const limits = { maxBytes: MEGABYTE, deadline: Date.now() + MINUTE };
		const stream = checkedVideo(source, {}, limits, NEVER, neverGivenUp) as unknown as Readable;
		await expect(buffer(stream)).rejects.toMatchObject({ code: 'ECONNRESET' });
	});
});

describe('checkedVideo gives up', () => {
	/** Starts a download of which one byte comes; tells why it was given up, and after what time. */
	async function givenUp(deadlineIn: number) {
		const stuck = new Readable({ read: () => undefined });
		stuck.push(video.subarray(0, 1));
		const source = stuck as unknown as VideoStream;
		const limits = { maxBytes: MEGABYTE, deadline: Date.now() + deadlineIn };
		const ending = await runClock(
			async () =>
				await new Promise<DownloadFault>((resolve) => {
					checkedVideo(source, {}, limits, NEVER, resolve).resume();
				}),
			60 * MINUTE,
		);
		stuck.destroy();
		return ending;
	}

	beforeEach(useTestClock);
	afterEach(() => jest.useRealTimers());

	it('a download of which nothing more comes, to fetch it again', async () => {
		const { value, took } = await givenUp(30 * MINUTE);
		expect(value).toMatchObject({ isFinal: false, message: 'the download got stuck' });
		expect(took).toBeLessThanOrEqual(MINUTE);
	});

	it('a download whose time is over, for good', async () => {
		const { value, took } = await givenUp(10_000);
		expect(value).toMatchObject({ isFinal: true });
		expect(value?.message).toContain('Timeout');
		expect(took).toBeLessThanOrEqual(11_000);
	});
});
