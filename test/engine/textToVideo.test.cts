import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { items, kling, KLING, TEXT_PATH, useKling, foxFile } from './setup.cts';

const tests = useKling();

/** What Novita documents as the defaults of Kling V2.1 Master, text to video. */
const DEFAULTS = { duration: '5', aspect_ratio: '16:9', guidance_scale: 0.5 };

/** Longest text that Novita documents. */
const LONGEST = 2500;

describe('a parameter in the request', () => {
	it.concurrent.each<[what: string, parameters: object, body: object]>([
		['nothing but a prompt', {}, {}],
		[
			'a prompt of the longest length',
			{ prompt: 'p'.repeat(LONGEST) },
			{ prompt: 'p'.repeat(LONGEST) },
		],
		[
			'a prompt of emoji, each one character',
			{ prompt: '🦊'.repeat(LONGEST) },
			{ prompt: '🦊'.repeat(LONGEST) },
		],
		['a prompt with quotes and lines', { prompt: '"A"\n\\b\u2028' }, { prompt: '"A"\n\\b' }],
		['white space around a prompt', { prompt: '\n  A fox \t' }, { prompt: 'A fox' }],
		['a prompt that is a number', { prompt: '={{ 1984 }}' }, { prompt: '1984' }],
		['duration 10', { duration: '10' }, { duration: '10' }],
		['a duration that is a number', { duration: '={{ 10 }}' }, { duration: '10' }],
		['white space around a duration', { duration: '={{ " 10 " }}' }, { duration: '10' }],
		['aspect ratio 9:16', { aspectRatio: '9:16' }, { aspect_ratio: '9:16' }],
		['aspect ratio 1:1', { aspectRatio: '1:1' }, { aspect_ratio: '1:1' }],
		['white space around a ratio', { aspectRatio: '={{ " 1:1\\n" }}' }, { aspect_ratio: '1:1' }],
		['guidance 0', { guidanceScale: 0 }, { guidance_scale: 0 }],
		['guidance 1', { guidanceScale: 1 }, { guidance_scale: 1 }],
		['guidance on the grid', { guidanceScale: 0.7 }, { guidance_scale: 0.7 }],
		['guidance by arithmetic', { guidanceScale: '={{ 0.1 + 0.2 }}' }, { guidance_scale: 0.3 }],
		['guidance as text', { guidanceScale: '={{ " 0.9 " }}' }, { guidance_scale: 0.9 }],
		['a negative prompt', { negativePrompt: 'blur, text' }, { negative_prompt: 'blur, text' }],
		['a negative prompt of white space', { negativePrompt: '  ' }, {}],
		['a negative prompt that is null', { negativePrompt: '={{ null }}' }, {}],
		[
			'the longest negative prompt',
			{ negativePrompt: 'n'.repeat(LONGEST) },
			{ negative_prompt: 'n'.repeat(LONGEST) },
		],
	])('%s', async (_what, parameters, body) => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ waitMode: 'none', ...parameters }));
		expect(run.error).toBeUndefined();
		expect(scene.novita.requests).toMatchObject([{ method: 'POST', path: TEXT_PATH, status: 200 }]);
		expect(scene.bodies).toEqual([{ prompt: 'A fox in the snow', ...DEFAULTS, ...body }]);
	});

	it.concurrent.each([
		['duration', 'duration'],
		['aspectRatio', 'aspect_ratio'],
		['guidanceScale', 'guidance_scale'],
	])('an empty %s is left out of the request', async (parameter, wireName) => {
		const scene = await tests.scene();
		await scene.run(kling({ waitMode: 'none', [parameter]: '={{ "" }}' }));
		const body: Record<string, unknown> = { prompt: 'A fox in the snow', ...DEFAULTS };
		const { [wireName]: _, ...others } = body;
		expect(scene.bodies).toEqual([others]);
	});

	it.concurrent('goes out as JSON with the key in its header', async () => {
		const scene = await tests.scene();
		await scene.run(kling({ waitMode: 'none' }));
		const [request] = scene.novita.requests;
		expect(request?.headers).toMatchObject({
			authorization: `Bearer ${scene.credential.apiKey}`,
			'content-type': expect.stringMatching(/^application\/json/),
		});
		expect(request?.query).toEqual({});
	});
});

describe('a video', () => {
	it.concurrent('comes out as a file with useful JSON', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ duration: '10', aspectRatio: '9:16' }));
		expect(run.error).toBeUndefined();
		expect(run.status).toBe('success');
		const [taskId] = scene.taskIds;
		const [item, ...others] = run.output(KLING);
		expect(others).toEqual([]);
		expect(item?.json).toEqual({
			taskId,
			status: 'succeeded',
			operation: 'textToVideo',
			model: 'kling-v2.1-master',
			prompt: 'A fox in the snow',
			videoUrl: expect.stringContaining(`${scene.novita.videoOrigin}/videos/${taskId}.mp4`),
			videoType: 'mp4',
			...{ width: 720, height: 1280, durationSeconds: 10, hasAudio: false },
			...{ aspectRatio: '9:16', estimatedCostUsd: 2.34, waitedSeconds: expect.any(Number) },
		});
		expect(Object.keys(item?.json ?? {}).slice(0, 5)).toEqual([
			...['taskId', 'videoUrl', 'status', 'prompt', 'model'],
		]);
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(item?.binary).toEqual({
			data: expect.objectContaining({ mimeType: 'video/mp4', fileName: foxFile(taskId) }),
		});
		expect(item?.binary?.data?.id).toMatch(/^filesystem-v2:/);
		expect(await scene.isVideoOf(taskId, run, item.binary!.data)).toBe(true);
		expect(await run.metadataOf(item.binary!.data)).toEqual({
			fileName: foxFile(taskId),
			mimeType: 'video/mp4',
			fileSize: (await stat(scene.novita.videoFile(taskId))).size,
		});
		expect(await run.leftoverFiles()).toEqual([]);
		expect(scene.novita.requestsTo('video')).toHaveLength(1);
	});

	it.concurrent('goes byte for byte into the next node', async () => {
		const scene = await tests.scene();
		const reader = { name: 'Read', type: 'test.readFile', parameters: { fieldName: 'clip' } };
		const run = await scene.run([kling({ binaryPropertyName: 'clip' }), reader]);
		const expected = await readFile(scene.novita.videoFile(scene.taskIds[0]));
		expect(run.output('Read').map(({ json }) => json)).toEqual([
			{
				size: expected.length,
				sha256: createHash('sha256').update(expected).digest('hex'),
				signature: expected.subarray(0, 12).toString('hex'),
				fileName: foxFile(scene.taskIds[0]),
				mimeType: 'video/mp4',
			},
		]);
	});

	it.concurrent('keeps the lifetime of its link where Novita gives one', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ videoUrlTtl: '3600' });
		const before = Date.now();
		const run = await scene.run(kling());
		const expiresAt = Date.parse(String(run.output(KLING)[0]?.json.videoUrlExpiresAt));
		expect(expiresAt).toBeGreaterThanOrEqual(before + 3_600_000);
		expect(expiresAt).toBeLessThan(before + 3_700_000);
	});

	it.concurrent('comes with the whole answer of Novita where Simplify is off', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ simplify: false }));
		const { json } = run.output(KLING)[0];
		expect(json).toMatchObject({
			taskId: scene.taskIds[0],
			status: 'succeeded',
			raw: {
				task: { task_id: scene.taskIds[0], status: 'TASK_STATUS_SUCCEED', reason: '' },
				videos: [{ video_url: json.videoUrl, video_url_ttl: '0', video_type: 'mp4' }],
			},
		});
		expect(json).not.toHaveProperty('error');
	});

	it.concurrent('is not downloaded with Download Video off', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ downloadVideo: false }));
		expect(run.output(KLING)[0]?.json).toMatchObject({
			status: 'succeeded',
			videoUrl: expect.stringContaining('http'),
		});
		expect(run.output(KLING)[0]).not.toHaveProperty('binary');
		expect(scene.novita.requestsTo('video')).toEqual([]);
		expect(await run.files()).toEqual([]);
	});

	it.concurrent.each([
		['fox.mp4', 'fox.mp4'],
		[' fox ', 'fox.mp4'],
		['=fox {{ $json.number }}.mp4', 'fox 7.mp4'],
		['../../etc/fox.mp4', 'fox.mp4'],
		['C:\\clips\\fox.mp4', 'fox.mp4'],
		['={{ "" }}', undefined],
	])('is named after the option File Name: %s', async (fileName, expected) => {
		const scene = await tests.scene();
		const input = items({ number: 7 });
		const run = await scene.run(kling({ options: { fileName } }), { input });
		const { data } = run.output(KLING)[0].binary!;
		expect(data?.fileName).toBe(expected ?? foxFile(scene.taskIds[0]));
	});
});

describe('Do Not Wait', () => {
	it.concurrent('gives the task ID at once and sends nothing more', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ ending: 'never' });
		const run = await scene.run(kling({ waitMode: 'none' }));
		expect(run.status).toBe('success');
		expect(run.output(KLING)).toEqual([
			{
				json: {
					taskId: scene.taskIds[0],
					status: 'queued',
					operation: 'textToVideo',
					model: 'kling-v2.1-master',
					prompt: 'A fox in the snow',
					...{ aspectRatio: '16:9', estimatedCostUsd: 1.17 },
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent('gives the answer to the submit where Simplify is off', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ waitMode: 'none', simplify: false }));
		expect(run.output(KLING)[0]?.json.raw).toEqual({ task_id: scene.taskIds[0] });
	});
});
