import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CORPUS, corpusPath } from '../corpus/corpus.cts';
import type { VideoFault } from '../novita-standin/standin.cts';
import { FOREVER } from './faults/faultRow.cts';
import { getResult, items, kling, KLING, useKling } from './setup.cts';

const tests = useKling();

/** Minutes of the option Timeout where a download never gets better: four seconds. */
const SHORT = 4 / 60;

/** A task whose host sends its video in a way, at each download. */
const sentAs = (fault: VideoFault) => ({ behaviour: { video: [{ ...fault, ...FOREVER }] } });

it.concurrent('every file of the corpus is delivered as what it is', async () => {
	const scene = await tests.scene();
	for (const { name } of CORPUS) {
		scene.novita.addTask({ taskId: name, ...sentAs({ kind: 'file', path: corpusPath(name) }) });
	}
	const run = await scene.run(getResult('={{ $json.id }}'), {
		input: items(...CORPUS.map(({ name }) => ({ id: name }))),
	});
	expect(run.error).toBeUndefined();
	expect(run.output(KLING)).toEqual(
		CORPUS.map(({ name, mimeType, plays }, item) => ({
			json: {
				taskId: name,
				status: 'succeeded',
				operation: 'getResult',
				videoUrl: expect.stringContaining(name),
				videoType: 'mp4',
				...plays,
				...('width' in plays && { aspectRatio: expect.stringMatching(/^\d+:\d+$/) }),
				waitedSeconds: expect.any(Number),
			},
			binary: {
				data: expect.objectContaining({ mimeType, fileName: `${name}${extname(name)}` }),
			},
			pairedItem: { item },
		})),
	);
	for (const { json, binary } of run.output(KLING)) {
		const sent = await readFile(corpusPath(String(json.taskId)));
		expect(sent.equals(await run.fileOf(binary!.data))).toBe(true);
	}
	expect(scene.novita.requestsTo('video')).toHaveLength(CORPUS.length);
});

describe('a good video is delivered', () => {
	it.concurrent.each<[string, VideoFault]>([
		['packed, under the length of the packed bytes', { kind: 'packed' }],
		['packed without a length', { kind: 'packed', announced: false }],
		['without a length', { kind: 'noLength' }],
		['by a proxy', { kind: 'passedOn' }],
		['as a range that covers it', { kind: 'range' }],
	])('%s', async (_how, fault) => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask(sentAs(fault));
		const run = await scene.run(getResult(taskId));
		expect(run.error).toBeUndefined();
		const { json, binary } = run.output(KLING)[0];
		expect(json).toMatchObject({ width: 1280, height: 720, durationSeconds: 5, hasAudio: false });
		expect(await scene.isVideoOf(taskId, run, binary!.data)).toBe(true);
		expect(scene.novita.requestsTo('video')).toHaveLength(1);
	});

	it.concurrent('though its last padding is cut', async () => {
		const scene = await tests.scene();
		const path = corpusPath('free-last.mp4');
		const whole = await readFile(path);
		const taskId = scene.novita.addTask(
			sentAs({ kind: 'file', path, cutAfterBytes: whole.length - 100 }),
		);
		const run = await scene.run(getResult(taskId));
		expect(run.error).toBeUndefined();
		const file = await run.fileOf(run.output(KLING)[0].binary!.data);
		expect(file.equals(whole.subarray(0, -100))).toBe(true);
	});

	it.concurrent('with the facts and the prompt, under the name that the user chose', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ video: [{ kind: 'file', path: corpusPath('h264-aac.mov') }] });
		const run = await scene.run(
			kling({ prompt: ' A red fox ', options: { fileName: '={{ "fox " + $itemIndex }}' } }),
		);
		expect(run.output(KLING)[0]).toMatchObject({
			json: { prompt: 'A red fox', width: 96, height: 64, durationSeconds: 1.5, hasAudio: true },
			binary: {
				data: { mimeType: 'video/quicktime', fileName: 'fox 0.mov', fileExtension: 'mov' },
			},
		});
	});
});

describe('what is certainly no whole video is refused, and its address offered', () => {
	it.concurrent.each<[string, VideoFault]>([
		['a page of HTML', { kind: 'notVideo', content: 'html', contentType: 'video/mp4' }],
		['a text', { kind: 'notVideo' }],
		['a part of the file', { kind: 'range', first: 0, last: 20_000 }],
		['the end of the file', { kind: 'range', first: 20_000 }],
		['a cut MP4', { kind: 'file', path: corpusPath('fragments.mp4'), cutAfterBytes: 6_000 }],
		['a cut WebM', { kind: 'file', path: corpusPath('vp9.webm'), cutAfterBytes: 3_000 }],
	])('%s', async (_what, fault) => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask(sentAs(fault));
		const options = { timeout: SHORT };
		const refused = await scene.run(getResult(taskId, { waitMode: 'poll', options }));
		expect(refused.error?.message).toContain('could not be downloaded');
		expect(refused.error?.description).toContain('address');
		expect(await refused.files()).toEqual([]);
		const offered = await scene.run(getResult(taskId, { downloadVideo: false }));
		expect(offered.output(KLING)[0]?.json.videoUrl).toContain(taskId);
	});
});

describe('an address that may not be opened', () => {
	const url = 'http://user:word@127.0.0.1:1/video.mp4';
	const behaviour = { status: [{ kind: 'videoUrl', url, ...FOREVER } as const] };

	it.concurrent('is given out by an item that does not download', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault(behaviour);
		const run = await scene.run(kling({ downloadVideo: false }));
		expect(run.error).toBeUndefined();
		expect(run.output(KLING)[0]?.json).toMatchObject({ status: 'succeeded', videoUrl: url });
		expect(scene.novita.requestsTo('video')).toEqual([]);
	});

	it.concurrent('is offered by the failure of an item that does', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault(behaviour);
		const run = await scene.run(kling());
		expect(run.error?.message).toContain('address may not be opened');
		expect(run.error?.description).toMatch(/Get Result.*Download Video turned off.*address/s);
		expect(scene.novita.requestsTo('video')).toEqual([]);
	});
});
