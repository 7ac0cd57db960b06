import { readTaskSnapshot } from '../../../nodes/NovitaKling/transport/taskAnswer';
import { answerOf, jsonAnswer } from './answerOf.cts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const VIDEO_URL = 'https://cdn.example.com/video.mp4?signature=abc';

type Changes = { times?: object; task?: object; video?: object; videos?: unknown };

/** The documented answer, with some of its values changed. */
const answerWith = ({ times, task, video, videos }: Changes = {}) => ({
	extra: { seed: '', debug_info: { ...times } },
	task: {
		task_id: 'abc',
		status: 'TASK_STATUS_SUCCEED',
		reason: '',
		task_type: 'KLING_V2_1_T2V',
		eta: 0,
		progress_percent: 0,
		...task,
	},
	images: [],
	videos: videos ?? [{ video_url: VIDEO_URL, video_url_ttl: '3600', video_type: 'mp4', ...video }],
	audios: [],
});

const snapshotOf = async (value: unknown, status = 200) =>
	readTaskSnapshot(await jsonAnswer(value, status), NOW);

describe('readTaskSnapshot', () => {
	it('reads the documented answer', async () => {
		expect(await snapshotOf(answerWith())).toEqual({
			status: 'succeeded',
			taskId: 'abc',
			videoUrl: VIDEO_URL,
			videoUrlExpiresAt: '2026-11-22T13:00:00.000Z',
			videoType: 'mp4',
			raw: answerWith(),
		});
	});

	it.each<[string, number | undefined, object]>([
		['both times', 41_000, { submit_time_ms: '1764000000000', complete_time_ms: '1764000041000' }],
		['no times', undefined, {}],
		['empty times', undefined, { submit_time_ms: '', complete_time_ms: '' }],
		['a submit alone', undefined, { submit_time_ms: '1764000000000', complete_time_ms: '' }],
		['an end alone', undefined, { submit_time_ms: '', complete_time_ms: '1764000041000' }],
		['an end too early', undefined, { submit_time_ms: '41000', complete_time_ms: '1000' }],
		['times of another type', undefined, { submit_time_ms: {}, complete_time_ms: [] }],
	])('reads from %s that the task took %s ms', async (_name, tookMilliseconds, times) => {
		expect(await snapshotOf(answerWith({ times }))).toMatchObject({ tookMilliseconds });
	});

	it('reads the captured answer: no progress, no lifetime, and fields of its own', async () => {
		const video = { video_url_ttl: '0', nsfw_detection_result: null };
		const snapshot = await snapshotOf(answerWith({ video }));
		expect(snapshot).toMatchObject({ status: 'succeeded', videoUrl: VIDEO_URL });
		expect(snapshot?.videoUrlExpiresAt).toBeUndefined();
		expect(snapshot?.progressPercent).toBeUndefined();
		expect(snapshot?.etaSeconds).toBeUndefined();
	});

	it.each([
		['TASK_STATUS_QUEUED', 'queued'],
		['TASK_STATUS_PROCESSING', 'processing'],
		['TASK_STATUS_SUCCEED', 'succeeded'],
		['TASK_STATUS_SUCCEEDED', 'succeeded'],
		['TASK_STATUS_FAILED', 'failed'],
		['TASK_STATUS_UNKNOWN', 'unknown'],
		['TASK_STATUS_CANCELED', 'unknown'],
		['succeeded', 'unknown'],
		['', 'unknown'],
		['constructor', 'unknown'],
		['toString', 'unknown'],
		['hasOwnProperty', 'unknown'],
		['__proto__', 'unknown'],
	])('status %j is %s', async (status, expected) => {
		expect((await snapshotOf(answerWith({ task: { status } })))?.status).toBe(expected);
	});

	it.each([
		['a text', 'content rules', 'content rules'],
		['empty', '', undefined],
		['missing', undefined, undefined],
		['null', null, undefined],
		['an object', { text: 'no' }, undefined],
	])('a reason that is %s', async (_name, reason, expected) => {
		const task = { status: 'TASK_STATUS_FAILED', reason };
		expect((await snapshotOf(answerWith({ task })))?.reason).toBe(expected);
	});

	it.each([
		[30, 30],
		['30', 30],
		[0.5, 0.5],
		[0, undefined],
		['0', undefined],
		['', undefined],
		[-1, undefined],
		['soon', undefined],
		[null, undefined],
		[true, undefined],
		[[30], undefined],
		['Infinity', undefined],
	])('eta and progress of %j are %j', async (value, expected) => {
		const task = { status: 'TASK_STATUS_PROCESSING', eta: value, progress_percent: value };
		const snapshot = await snapshotOf(answerWith({ task }));
		expect(snapshot?.etaSeconds).toBe(expected);
		expect(snapshot?.progressPercent).toBe(expected);
	});

	it.each([
		['3600', '2026-11-22T13:00:00.000Z'],
		[3600, '2026-11-22T13:00:00.000Z'],
		['0', undefined],
		[0, undefined],
		['-1', undefined],
		['', undefined],
		['an hour', undefined],
		[null, undefined],
		[1e300, undefined],
		['1e20', undefined],
	])('a lifetime of %j ends at %j', async (video_url_ttl, expected) => {
		const snapshot = await snapshotOf(answerWith({ video: { video_url_ttl } }));
		expect(snapshot?.videoUrlExpiresAt).toBe(expected);
		expect(snapshot?.videoUrl).toBe(VIDEO_URL);
	});

	it.each<[string, unknown]>([
		['no list', null],
		['an empty list', []],
		['a text', VIDEO_URL],
		['an object', { video_url: VIDEO_URL }],
		['a list of texts', [VIDEO_URL]],
		['a list of lists', [[{ video_url: VIDEO_URL }]]],
		['null in a list', [null]],
		['an empty address', [{ video_url: '' }]],
		['an address of spaces', [{ video_url: '  ' }]],
		['an address that is none', [{ video_url: { href: VIDEO_URL } }]],
	])('videos of %s hold no address', async (_name, videos) => {
		const snapshot = await snapshotOf({ ...answerWith(), videos });
		expect(snapshot?.status).toBe('succeeded');
		expect(snapshot?.videoUrl).toBeUndefined();
	});

	it('gives the first video that has an address', async () => {
		const videos = [null, {}, { video_url: VIDEO_URL, video_type: 'mp4' }, { video_url: 'b' }];
		expect(await snapshotOf(answerWith({ videos }))).toMatchObject({
			videoUrl: VIDEO_URL,
			videoType: 'mp4',
		});
	});
});

describe('what does not speak of a task', () => {
	it.each<[string, string, number]>([
		['another status than 200', JSON.stringify(answerWith()), 500],
		['an answer in Novita form of errors', '{"code":404,"reason":"TASK_NOT_FOUND"}', 404],
		['no task', '{}', 200],
		['a task that is null', '{"task":null}', 200],
		['a task that is a list', '{"task":[{"status":"TASK_STATUS_SUCCEED"}]}', 200],
		['a task without a status', '{"task":{}}', 200],
		['a status that is a number', '{"task":{"status":4}}', 200],
		['a list', '[]', 200],
		['null', 'null', 200],
		['a text', '"TASK_STATUS_SUCCEED"', 200],
		['HTML', '<html></html>', 200],
		['nothing', '', 200],
		['half an answer', '{"task":{"status":"TASK_STATUS_SUCC', 200],
		['a path into the prototype', '{"__proto__":{"task":{"status":"TASK_STATUS_SUCCEED"}}}', 200],
	])('%s', async (_name, body, status) => {
		expect(readTaskSnapshot(await answerOf(body, status), NOW)).toBeUndefined();
	});
});
