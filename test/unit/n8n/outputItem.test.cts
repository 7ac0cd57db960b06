import { ItemFailure } from '../../../nodes/NovitaKling/errors/failure';
import { failedItem, outputItem } from '../../../nodes/NovitaKling/n8n/outputItem';
import type { TaskSnapshot } from '../../../nodes/NovitaKling/transport/taskAnswer';
import type { StoredVideo } from '../../../nodes/NovitaKling/video/facts';

const FACTS = {
	taskId: 'abc',
	operation: 'textToVideo' as const,
	model: 'kling-v2.1-master',
	prompt: 'A red fox',
};
const SETTINGS = { itemIndex: 2, simplify: true, binaryPropertyName: 'data' };
const RAW = { task: { task_id: 'abc' }, error: null };
const VIDEO: StoredVideo = {
	file: { data: '', mimeType: 'video/mp4', fileName: 'abc.mp4' },
	facts: { width: 1280, height: 720, durationSeconds: 5, hasAudio: false },
};

const finished: TaskSnapshot = {
	status: 'succeeded',
	videoUrl: 'https://cdn.example.com/a.mp4',
	videoUrlExpiresAt: '2026-11-22T13:00:00.000Z',
	videoType: 'mp4',
	raw: RAW,
};

const running: TaskSnapshot = {
	status: 'processing',
	progressPercent: 40,
	etaSeconds: 90,
	raw: RAW,
};

describe('outputItem', () => {
	it('of a finished task', () => {
		expect(outputItem({ ...FACTS, snapshot: finished, raw: RAW }, SETTINGS, VIDEO)).toStrictEqual({
			json: {
				...FACTS,
				status: 'succeeded',
				videoUrl: finished.videoUrl,
				videoUrlExpiresAt: finished.videoUrlExpiresAt,
				videoType: 'mp4',
				...VIDEO.facts,
				aspectRatio: '16:9',
			},
			binary: { data: VIDEO.file },
			pairedItem: { item: 2 },
		});
	});

	it('is in an order that reads well as a table', () => {
		const facts = { ...FACTS, snapshot: finished, waited: 243_219, resumed: true };
		const { json } = outputItem(facts, SETTINGS, VIDEO);
		expect(Object.keys(json)).toEqual([
			...['taskId', 'videoUrl', 'status', 'prompt', 'model'],
			...['durationSeconds', 'width', 'height', 'aspectRatio', 'hasAudio', 'waitedSeconds'],
			...['resumed', 'operation', 'videoUrlExpiresAt', 'videoType'],
		]);
		expect(json.waitedSeconds).toBe(243.2);
	});

	it('has the shape that was asked for where there is no file', () => {
		const { json } = outputItem({ ...FACTS, aspectRatio: '9:16', snapshot: finished }, SETTINGS);
		expect(json.aspectRatio).toBe('9:16');
	});

	it('of a task that was only submitted', () => {
		expect(outputItem(FACTS, SETTINGS)).toStrictEqual({
			json: { ...FACTS, status: 'queued' },
			pairedItem: { item: 2 },
		});
	});

	it('of a running task', () => {
		expect(outputItem({ ...FACTS, snapshot: running }, SETTINGS).json).toStrictEqual({
			...FACTS,
			status: 'processing',
			progressPercent: 40,
			etaSeconds: 90,
		});
	});

	it('of a task that succeeded but has no address yet', () => {
		const snapshot: TaskSnapshot = { status: 'succeeded', raw: RAW };
		expect(outputItem({ ...FACTS, snapshot }, SETTINGS).json).toStrictEqual({
			...FACTS,
			status: 'processing',
		});
	});

	it('of a task that this node did not submit', () => {
		const { json } = outputItem(
			{ taskId: 'abc', operation: 'getResult' as const, snapshot: finished },
			SETTINGS,
		);
		expect(json).not.toHaveProperty('model');
	});

	it('leaves out progress and estimate once a task is finished', () => {
		const snapshot = { ...finished, progressPercent: 99, etaSeconds: 1 };
		const { json } = outputItem({ ...FACTS, snapshot }, SETTINGS);
		expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['progressPercent']));
		expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['etaSeconds']));
	});

	it('adds the whole answer under raw where it is not simplified', () => {
		const settings = { ...SETTINGS, simplify: false };
		expect(outputItem({ ...FACTS, snapshot: finished, raw: RAW }, settings).json.raw).toEqual(RAW);
		expect(outputItem(FACTS, settings).json).not.toHaveProperty('raw');
	});

	it.each<[string, TaskSnapshot | undefined]>([
		['nothing', undefined],
		['running', running],
		['finished', finished],
		['unknown', { status: 'unknown', reason: 'odd', raw: RAW }],
	])('has no key error and no undefined key, whatever is known (%s)', (_name, snapshot) => {
		for (const simplify of [true, false]) {
			const { json } = outputItem({ ...FACTS, snapshot, raw: RAW }, { ...SETTINGS, simplify });
			expect(Object.keys(json)).not.toContain('error');
			expect(Object.values(json)).not.toContain(undefined);
		}
	});

	it('puts the video under any name', () => {
		for (const binaryPropertyName of ['video', 'my video', '__proto__']) {
			const { binary } = outputItem(FACTS, { ...SETTINGS, binaryPropertyName }, VIDEO);
			expect(Object.keys(binary ?? {})).toEqual([binaryPropertyName]);
		}
	});
});

describe('failedItem', () => {
	it('has only the key with which every n8n sends it to the error branch', () => {
		const failure = new ItemFailure('It was refused', 'Do this.', {
			kind: 'refused',
			reason: 'ILLEGAL_PROMPT',
			httpStatus: 400,
			taskId: undefined,
		});
		expect(failedItem(failure, 1)).toStrictEqual({
			json: {
				error: {
					message: 'It was refused',
					kind: 'refused',
					reason: 'ILLEGAL_PROMPT',
					httpStatus: 400,
					nextStep: 'Do this.',
				},
			},
			pairedItem: { item: 1 },
		});
	});
});
