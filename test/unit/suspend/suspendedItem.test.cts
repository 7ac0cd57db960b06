import type { IDataObject } from 'n8n-workflow';

import { taskFailed } from '../../../nodes/NovitaKling/errors/taskFailures';
import { failedItem, outputItem } from '../../../nodes/NovitaKling/n8n/outputItem';
import {
	type OpenTask,
	failureOfSuspended,
	taskIdsWithVideo,
	openItem,
	finishedItem,
	waitStateOf,
	withNextCheck,
	withoutState,
} from '../../../nodes/NovitaKling/suspend/suspendedItem';

/** What n8n's database does with an item. */
const stored = <T,>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const FAILURE = taskFailed('failed-task', 'content rules');

const finished = outputItem(
	{ taskId: 'finished-task', operation: 'textToVideo' },
	{ itemIndex: 0, simplify: true, binaryPropertyName: 'data' },
	{ file: { data: 'filesystem-v2', mimeType: 'video/mp4', id: 'x' }, facts: { width: 1280 } },
);

const failed = failedItem(FAILURE, 1);

const open: OpenTask = {
	origin: 'submitted',
	submittedAt: 0,
	deadline: 1_000,
	item: {
		itemIndex: 2,
		operation: 'textToVideo',
		taskId: 'open-task',
		settings: {
			timeout: 60_000,
			pollInterval: undefined,
			resubmitUnknown: false,
			downloadVideo: true,
			binaryPropertyName: 'data',
			maxDownloadBytes: 1_000_000,
			fileName: undefined,
			simplify: true,
		},
	},
};

const state = (itemIndex: number) => ({ itemIndex, stopsAtFailure: false });
const suspendedItems = () => [
	finishedItem(finished, state(0)),
	finishedItem(failed, state(1)),
	openItem({ ...state(2), open }),
];

describe('a suspended item', () => {
	it.each([
		['finished', finished, 0],
		['failed', failed, 1],
	])('that is %s comes back as it was', (_name, item, itemIndex) => {
		const suspended = stored(finishedItem(item, state(itemIndex)));
		expect(waitStateOf(suspended)).toEqual(state(itemIndex));
		expect(withoutState(suspended)).toEqual(stored(item));
	});

	it('that is open keeps all that its check needs', () => {
		const suspended = stored(openItem({ ...state(2), open }));
		expect(waitStateOf(suspended)?.open).toEqual(stored(open));
		expect(suspended.pairedItem).toEqual({ item: 2 });
	});

	it('that failed has only the key with which n8n sends it to the error branch', () => {
		const [, failedOne] = suspendedItems();
		expect(Object.keys(failedOne.json)).toEqual(['error']);
	});

	it('that is open tells its task, its status, when it was checked and when it is checked next', () => {
		const lastSeen = { status: 'processing', at: '2026-11-26T03:00:00.000Z' };
		const openOne = openItem({ ...state(2), open: { ...open, lastSeen } });
		const [item] = withNextCheck([openOne], Date.parse('2026-11-26T03:01:06.000Z'));
		expect(withoutState(stored(item)).json).toEqual({
			taskId: 'open-task',
			operation: 'textToVideo',
			status: 'processing',
			lastCheckedAt: lastSeen.at,
			nextCheckAt: '2026-11-26T03:01:06.000Z',
			note: expect.stringContaining('Get Result with Task ID open-task'),
		});
	});

	it('tells the Wait node when the run is checked next, whatever has become of its item', () => {
		const times = withNextCheck(suspendedItems(), 5_000).map(
			(item) => waitStateOf(item)?.nextCheck,
		);
		expect(times).toEqual([5_000, 5_000, 5_000]);
	});

	it('leaves the item that it was made of alone', () => {
		const before = stored(failed);
		finishedItem(failed, state(1));
		expect(stored(failed)).toEqual(before);
	});

	it('names its task, unless that failed at Novita', () => {
		expect(taskIdsWithVideo(stored(suspendedItems()))).toEqual(['finished-task', 'open-task']);
		expect(taskIdsWithVideo(stored(suspendedItems()).map(withoutState))).toEqual([
			'finished-task',
			'open-task',
		]);
	});

	it('gives its failure only where it has one', () => {
		const [finishedOne, failedOne, openOne] = stored(suspendedItems());
		expect(failureOfSuspended(finishedOne)).toBeUndefined();
		expect(failureOfSuspended(openOne)).toBeUndefined();
		const failure = failureOfSuspended(failedOne);
		expect(failure?.message).toBe(FAILURE.message);
		expect(failure?.nextStep).toBe(FAILURE.nextStep);
		expect(failure?.details).toEqual(FAILURE.details);
	});

	it.each<[IDataObject]>([[{}], [{ taskId: 'abc' }], [{ details: null }], [{ details: 'text' }]])(
		'is not seen in %j',
		(json) => {
			expect(waitStateOf({ json })).toBeUndefined();
		},
	);
});
