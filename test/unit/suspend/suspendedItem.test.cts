import type { IDataObject, INode } from 'n8n-workflow';

import { taskFailed } from '../../../nodes/NovitaKling/errors/taskFailures';
import { failedItem, outputItem } from '../../../nodes/NovitaKling/n8n/outputItem';
import { parkedWorkflow } from '../../../nodes/NovitaKling/suspend/waitingWorkflow';
import {
	type OpenTask,
	failureOfParked,
	livingTaskIds,
	parkOpen,
	parkResult,
	parkedStateOf,
	unparked,
} from '../../../nodes/NovitaKling/suspend/suspendedItem';

/** What n8n's database does with an item. */
const stored = <T,>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const FAILURE = taskFailed('failed-task', { status: 'failed', reason: 'content rules', raw: {} });

const finished = outputItem(
	{ taskId: 'finished-task', operation: 'textToVideo' },
	{ itemIndex: 0, simplify: true, binaryPropertyName: 'data' },
	{ data: 'filesystem-v2', mimeType: 'video/mp4', id: 'x' },
);

const failed = failedItem(FAILURE, 1);

const open: OpenTask = {
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
const parkedItems = () => [
	parkResult(finished, state(0)),
	parkResult(failed, state(1)),
	parkOpen({ ...state(2), open }),
];

describe('a parked item', () => {
	it.each([
		['finished', finished, 0],
		['failed', failed, 1],
	])('that is %s comes back as it was', (_name, item, itemIndex) => {
		const parked = stored(parkResult(item, state(itemIndex)));
		expect(parkedStateOf(parked)).toEqual(state(itemIndex));
		expect(unparked(parked)).toEqual(stored(item));
	});

	it('that is open keeps all that its check needs', () => {
		const parked = stored(parkOpen({ ...state(2), open }));
		expect(parkedStateOf(parked)?.open).toEqual(stored(open));
		expect(parked.pairedItem).toEqual({ item: 2 });
	});

	it('that failed or is open has only the keys with which n8n sends it to the error branch', () => {
		for (const parked of parkedItems().slice(1)) {
			expect(Object.keys(parked.json).sort()).toEqual(['details', 'error']);
		}
	});

	it('leaves the item that it was made of alone', () => {
		const before = stored(failed);
		parkResult(failed, state(1));
		expect(stored(failed)).toEqual(before);
	});

	it('names its task, unless that failed at Novita', () => {
		expect(livingTaskIds(stored(parkedItems()))).toEqual(['finished-task', 'open-task']);
		expect(livingTaskIds(stored(parkedItems()).map(unparked))).toEqual([
			'finished-task',
			'open-task',
		]);
	});

	it('gives its failure only where it has one', () => {
		const [finishedItem, failedOne, openItem] = stored(parkedItems());
		expect(failureOfParked(finishedItem)).toBeUndefined();
		expect(failureOfParked(openItem)).toBeUndefined();
		const failure = failureOfParked(failedOne);
		expect(failure?.message).toBe(FAILURE.message);
		expect(failure?.nextStep).toBe(FAILURE.nextStep);
		expect(failure?.details).toEqual(FAILURE.details);
	});

	it.each<[IDataObject]>([[{}], [{ taskId: 'abc' }], [{ details: null }], [{ details: 'text' }]])(
		'is not seen in %j',
		(json) => {
			expect(parkedStateOf({ json })).toBeUndefined();
		},
	);
});

describe('parkedWorkflow', () => {
	const node: INode = {
		id: '1',
		name: 'Novita AI Kling',
		type: 'n8n-nodes-novita-kling.novitaKling',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { novitaApi: { id: '7', name: 'My account' } },
	};
	const workflow = parkedWorkflow(node, 'workflow-id');

	it('checks with the same node and the same credential', () => {
		const check = workflow.nodes.find(({ type }) => type === node.type);
		expect(check).toMatchObject({
			typeVersion: 1,
			credentials: node.credentials,
			parameters: { isParkedCheck: true },
		});
	});

	it('leads only to nodes that it has', () => {
		const names = workflow.nodes.map(({ name }) => name);
		const targets = Object.values(workflow.connections)
			.flatMap(({ main }) => main)
			.flatMap((connections) => connections ?? [])
			.map(({ node: name }) => name);
		expect(names).toEqual(expect.arrayContaining(targets));
		expect(names).toEqual(expect.arrayContaining(Object.keys(workflow.connections)));
		expect(new Set(names).size).toBe(names.length);
	});

	it('holds no key', () => {
		expect(JSON.stringify(workflow)).not.toMatch(/apiKey|Bearer/);
	});
});
