import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { type Downloading, downloadVideo } from '../../../nodes/NovitaKling/download/downloadVideo';
import { ItemFailure } from '../../../nodes/NovitaKling/errors/failure';
import type { Task } from '../../../nodes/NovitaKling/poll/task';
import type { TaskSnapshot } from '../../../nodes/NovitaKling/transport/taskAnswer';
import { fileLinkOpener } from '../../../nodes/NovitaKling/transport/fileLink';
import type { StoredVideo } from '../../../nodes/NovitaKling/video/facts';
import { realVideo } from '../video/boxes.cts';
import {
	type Reply,
	networkFault,
	runClock,
	scriptedRun,
	taskFor,
	taskReply,
	textReply,
	useTestClock,
} from '../run.cts';

const MINUTE = 60_000;
const LINK = 'https://cdn.example.com/a.mp4?signature=old';
const NEW_LINK = 'https://cdn.example.com/a.mp4?signature=new';
const video = realVideo();

/** What the video's host answers. */
type HostReply =
	| {
			readonly status: number;
			readonly headers?: IDataObject;
			readonly body?: Buffer;
			readonly isPacked?: boolean;
	  }
	| Error;

const WHOLE: HostReply = { status: 200, body: video };

useTestClock();

/** Downloads a video from a host with a list of replies; the last one is given again and again. */
async function download(
	replies: readonly HostReply[],
	{
		link = LINK,
		task = taskFor(30 * MINUTE),
		storeFault,
		statusReply,
		signal,
		fileName,
	}: DownloadChanges = {},
) {
	const requests: IHttpRequestOptions[] = [];
	const { run } = scriptedRun([statusReply ?? taskReply('TASK_STATUS_SUCCEED', NEW_LINK)], signal);
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			const reply = replies[Math.min(requests.length, replies.length - 1)];
			requests.push(options);
			if (reply instanceof Error) throw reply;
			const body = Object.assign(
				Readable.from([reply.body ?? Buffer.alloc(0)], { objectMode: false }),
				// What Node.js's own message has, and a stream that unpacks one has not.
				reply.isPacked ? {} : { rawHeaders: [] },
			);
			options.abortSignal?.addEventListener?.('abort', () => body.destroy(new Error('aborted')));
			return { statusCode: reply.status, headers: reply.headers ?? {}, body };
		},
	};
	const hostRun: Downloading = {
		...run,
		openFileLink: fileLinkOpener({ helpers } as unknown as IExecuteFunctions),
		storeFile: async (content, fileName, mimeType) => {
			const bytes = await buffer(content);
			if (storeFault) throw storeFault;
			return { data: bytes.toString('base64'), fileName, mimeType };
		},
		warn: () => undefined,
	};
	const snapshot: TaskSnapshot = { status: 'succeeded', videoUrl: link, raw: {} };
	const settings = { maxDownloadBytes: 1_000_000, fileName };
	const ending = await runClock(
		async () => await downloadVideo(task, snapshot, settings, hostRun),
		60 * MINUTE,
	);
	return { ...ending, requests, urls: requests.map(({ url }) => url) };
}

interface DownloadChanges {
	readonly link?: string;
	readonly task?: Task;
	readonly storeFault?: Error;
	/** What Novita answers to each request for a fresh link; one with NEW_LINK by default. */
	readonly statusReply?: Reply;
	readonly signal?: AbortSignal;
	/** The user's own name of the file. */
	readonly fileName?: string;
}

const isWhole = (stored: StoredVideo | undefined) =>
	Buffer.from(stored?.file.data ?? '', 'base64').equals(video);

describe('downloadVideo', () => {
	it('stores the whole video under its name and type', async () => {
		const { value, urls } = await download([WHOLE]);
		expect(isWhole(value)).toBe(true);
		expect(value).toMatchObject({
			file: { fileName: 'abc.mp4', mimeType: 'video/mp4' },
			facts: { width: 1280, height: 720, durationSeconds: 10, hasAudio: false },
		});
		expect(urls).toEqual([LINK]);
	});

	it('sends no key, and lets n8n follow no redirect', async () => {
		const { requests } = await download([WHOLE]);
		expect(JSON.stringify(requests[0])).not.toMatch(/authorization|bearer/i);
		expect(requests[0]).toMatchObject({
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});

	it.each<[string, HostReply]>([
		['an expired link', { status: 403 }],
		['a missing file', { status: 404 }],
		['a broken host', { status: 503, headers: { 'retry-after': '2' } }],
		['a page of HTML', { status: 200, body: Buffer.from('<!DOCTYPE html><html></html>') }],
		['half a video', { status: 200, body: video.subarray(0, 9_000) }],
		['a reset', networkFault('ECONNRESET', 'read')],
		[
			'the first part of the file',
			{ status: 206, headers: { 'content-range': 'bytes 0-8999/20000' }, body: video },
		],
		[
			'the last part of the file',
			{ status: 206, headers: { 'content-range': 'bytes 1-19999/20000' }, body: video },
		],
		['nothing', { status: 204 }],
	])('gets a new link after %s', async (_name, reply) => {
		const { value, urls } = await download([reply, WHOLE]);
		expect(isWhole(value)).toBe(true);
		expect(urls).toEqual([LINK, NEW_LINK]);
	});

	const length = video.length;
	it.each<[string, HostReply]>([
		['from a proxy', { status: 203, body: video }],
		[
			'as a range that covers it',
			{
				status: 206,
				headers: { 'content-range': `bytes 0-${length - 1}/${length}` },
				body: video,
			},
		],
		['as a range without its header', { status: 206, body: video }],
		[
			'unpacked, under the length of the packed bytes',
			{ status: 200, headers: { 'content-length': '9000' }, body: video, isPacked: true },
		],
	])('takes a video that comes %s', async (_name, reply) => {
		const { value, urls } = await download([reply]);
		expect(isWhole(value)).toBe(true);
		expect(urls).toEqual([LINK]);
	});

	it.each([
		[undefined, 'abc.mov'],
		['fox', 'fox.mov'],
		['fox.mp4', 'fox.mp4'],
	])('gives a QuickTime file with the name %s the name %s', async (fileName, expected) => {
		const body = Buffer.from(video);
		body.write('qt  ', 8, 'latin1');
		const { value } = await download([{ status: 200, body }], { fileName });
		expect(value?.file).toMatchObject({ fileName: expected, mimeType: 'video/quicktime' });
	});

	it('follows a redirect to another https host', async () => {
		const elsewhere = { status: 302, headers: { location: 'https://other.example.com/b.mp4' } };
		const { value, urls } = await download([elsewhere, WHOLE]);
		expect(isWhole(value)).toBe(true);
		expect(urls).toEqual([LINK, 'https://other.example.com/b.mp4']);
	});

	it.each([
		'http://other.example.com/b.mp4',
		'file:///etc/passwd',
		'https://user:password@other.example.com/b.mp4',
	])('does not follow a redirect to %s', async (location) => {
		const { urls } = await download([{ status: 302, headers: { location } }, WHOLE]);
		expect(urls).toEqual([LINK, NEW_LINK]);
	});

	it.each(['ftp://cdn.example.com/a.mp4', 'http://cdn.example.com/a.mp4', 'a.mp4'])(
		'does not open %s',
		async (link) => {
			const { thrown, urls } = await download([WHOLE], { link });
			expect(thrown).toMatchObject({ details: { kind: 'downloadFailed', taskId: 'abc' } });
			expect(urls).toEqual([]);
		},
	);

	it('ends on too many redirects', async () => {
		const loop = { status: 302, headers: { location: LINK } };
		const { thrown, urls } = await download([loop]);
		expect(thrown).toBeInstanceOf(ItemFailure);
		expect(urls.length).toBeLessThanOrEqual(40);
	});

	it.each<[string, HostReply]>([
		['a link that stays expired', { status: 403 }],
		['a page of HTML', { status: 200, body: Buffer.from('<!DOCTYPE html><html></html>') }],
	])('gives up on %s, and names the task', async (_name, reply) => {
		const { thrown, urls } = await download([reply]);
		expect(thrown).toMatchObject({
			details: { kind: 'downloadFailed', taskId: 'abc', status: 'succeeded' },
		});
		expect((thrown as ItemFailure).nextStep).toMatch(
			/Get Result with Task ID abc.*Download Video turned off/s,
		);
		expect(JSON.stringify(thrown)).not.toContain('signature');
		expect(urls.length).toBeLessThanOrEqual(6);
	});

	it('does not download again what n8n cannot store', async () => {
		const storeFault = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
		const { thrown, urls } = await download([WHOLE], { storeFault });
		expect(thrown).toMatchObject({ details: { kind: 'downloadFailed' } });
		expect(urls).toEqual([LINK]);
	});

	it('does not download again what is too large', async () => {
		const tooLarge = { status: 200, headers: { 'content-length': '1000001' }, body: video };
		const { thrown, urls } = await download([tooLarge]);
		expect((thrown as ItemFailure).message).toContain('larger than 1 MB');
		expect(urls).toEqual([LINK]);
	});

	it('still downloads a video that the last poll at the deadline found ready', async () => {
		const { value } = await download([WHOLE], { task: taskFor(0) });
		expect(isWhole(value)).toBe(true);
	});

	// Known fault: the item's failure loses its task ID, so that the error of the run does not name the task.
	it('ends with the run while it gets a fresh link', async () => {
		const run = new AbortController();
		setTimeout(() => run.abort(), 10_000);
		const { thrown } = await download([{ status: 403 }], {
			statusReply: textReply('', 503),
			signal: run.signal,
		});
		expect(thrown).toBe(run.signal.reason);
	});
});
