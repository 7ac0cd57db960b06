import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { startStandIn, type VideoFault } from './standin.cts';
import {
	LIMIT_MILLISECONDS,
	TestClient,
	useStandIn,
	client,
	download,
	codeOf,
} from './testClient.cts';

const novita = useStandIn();

describe('faults of a download', () => {
	const meet = async (fault: VideoFault, options = {}) => {
		const taskId = await novita.taskWith({ video: [fault] });
		return await download(await novita.link(taskId), options);
	};

	it('expires a link for good, and gives a fresh one', async () => {
		const taskId = await novita.taskWith({ video: [{ kind: 'expired' }] });
		const old = await novita.link(taskId);
		expect((await download(old)).status).toBe(403);
		expect((await download(old)).status).toBe(403);
		expect((await download(await novita.link(taskId))).status).toBe(200);
		expect((await download(old)).status).toBe(403);
		expect(novita.standIn.task(taskId)).toMatchObject({ downloads: 2, downloadsCompleted: 1 });
	});

	it('lets links expire with time and refuses forged ones', async () => {
		const shortLived = await startStandIn({ videoUrlLifetimeSeconds: 0 });
		const taskId = shortLived.addTask();
		const { data } = await new TestClient(() => shortLived).status(taskId);
		const issuedAt = Date.now();
		await shortLived.waitFor(() => Date.now() > issuedAt + 5, LIMIT_MILLISECONDS);
		expect((await download(data.videos[0].video_url)).status).toBe(403);
		await shortLived.close();
		const url = (await novita.link(novita.standIn.addTask())).replace(
			'Expires=3600',
			'Expires=9999',
		);
		expect((await download(url)).status).toBe(403);
	});

	it.each([
		[{ kind: 'cutShort' }, ['ECONNRESET', 'ERR_BAD_RESPONSE'], 'cut'],
		[{ kind: 'shorterThanLength' }, ['ECONNRESET', 'ERR_BAD_RESPONSE'], 'cut'],
		[{ kind: 'noLength', cutAfterBytes: 9000 }, ['ECONNRESET', 'ERR_BAD_RESPONSE'], 'cut'],
		[{ kind: 'reset' }, ['ECONNRESET'], 'cut'],
		[{ kind: 'hang' }, ['ECONNABORTED'], 'hung'],
		[{ kind: 'hang', afterBytes: 5000 }, ['ECONNABORTED'], 'hung'],
	] satisfies Array<[VideoFault, string[], string]>)('plays %j', async (fault, codes, end) => {
		expect(codes).toContain(await codeOf(meet(fault, { timeout: 400 })));
		await novita.standIn.waitFor(
			({ requests }) => requests.at(-1)?.status === end,
			LIMIT_MILLISECONDS,
		);
		expect(novita.standIn.tasks[0].downloadsCompleted).toBe(0);
	});

	it('sends more than it announces', async () => {
		const fault: VideoFault = { kind: 'longerThanLength', extraBytes: 500 };
		// Node's own parser of HTTP notices; what a client makes of it is not the stand-in's business.
		expect(await codeOf(meet(fault))).toMatch(/^HPE_/);
		expect(novita.standIn.requests.at(-1)?.status).toBe('cut');
	});

	it('sends without a length, slowly, and what is no video', async () => {
		const chunked = await meet({ kind: 'noLength' });
		expect(chunked.headers['content-length']).toBeUndefined();
		expect(chunked.data).toEqual(
			readFileSync(novita.standIn.videoFile(novita.standIn.tasks[0].taskId)),
		);
		const began = Date.now();
		await meet({ kind: 'slow', bytesPerSecond: 60_000 });
		expect(Date.now() - began).toBeGreaterThan(300);
		const text = await meet({ kind: 'notVideo', contentType: 'video/mp4' });
		expect(text.data.toString()).toContain('text file');
		expect((await meet({ kind: 'gateway', status: 503 })).status).toBe(503);
		const large = await meet({ kind: 'tooLarge', bytes: 3e6, announced: false });
		expect(large.data).toHaveLength(3e6);
	});

	it('sends a good video in another wrapping', async () => {
		const video = readFileSync(novita.standIn.videoFile(novita.standIn.addTask()));
		const packed = await meet({ kind: 'packed' }, { decompress: false });
		expect(packed.headers).toMatchObject({
			'content-encoding': 'gzip',
			'content-length': String(packed.data.length),
		});
		expect(gunzipSync(packed.data)).toEqual(video);
		const chunked = await meet({ kind: 'packed', announced: false });
		expect(chunked.headers['content-length']).toBeUndefined();
		expect(chunked.data).toEqual(video);
		const passedOn = await meet({ kind: 'passedOn' });
		expect([passedOn.status, passedOn.data]).toEqual([203, video]);
		const range = await meet({ kind: 'range' });
		const wholeRange = `bytes 0-${video.length - 1}/${video.length}`;
		expect([range.status, range.headers['content-range']]).toEqual([206, wholeRange]);
		expect(range.data).toEqual(video);
		const part = await meet({ kind: 'range', first: 10, last: 19 });
		expect(part.headers['content-range']).toBe(`bytes 10-19/${video.length}`);
		expect(part.data).toEqual(video.subarray(10, 20));
		const file = await meet({ kind: 'file', path: __filename, cutAfterBytes: 6 });
		expect([file.headers['content-type'], file.data.toString()]).toEqual(['video/mp4', 'import']);
	});

	it('redirects to the third host, which serves the video and sees no key', async () => {
		const moved = await meet({ kind: 'redirect' }, { maxRedirects: 5 });
		expect(moved.data.subarray(4, 8).toString()).toBe('ftyp');
		expect(
			novita.standIn
				.requestsTo('video')
				.map(({ server, status: code, leakedKey }) => [server, code, leakedKey]),
		).toEqual([
			['video', 302, false],
			['other', 200, false],
		]);
		expect(
			await codeOf(meet({ kind: 'redirect', to: 'self', times: Infinity }, { maxRedirects: 5 })),
		).toBe('ERR_FR_TOO_MANY_REDIRECTS');
	});

	it('streams 200 MB that start like an MP4, in constant memory', async () => {
		const taskId = await novita.taskWith({ videoBytes: 200e6 });
		const before = process.memoryUsage().rss;
		let peak = 0;
		let received = 0;
		const digest = createHash('sha1');
		const { data } = await client.get<IncomingMessage>(await novita.link(taskId), {
			responseType: 'stream',
			timeout: 60_000,
		});
		for await (const chunk of data) {
			received += (chunk as Buffer).length;
			digest.update(chunk as Buffer);
			peak = Math.max(peak, process.memoryUsage().rss - before);
		}
		expect(received).toBe(200e6);
		expect(digest.digest('hex')).toHaveLength(40);
		expect(peak).toBeLessThan(150e6);
		expect(novita.standIn.task(taskId)?.downloadsCompleted).toBe(1);
	}, 60_000);
});
