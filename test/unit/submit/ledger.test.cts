import type { IDataObject } from 'n8n-workflow';

import { Ledger } from '../../../nodes/NovitaKling/submit/ledger';
import type { StoredVideo } from '../../../nodes/NovitaKling/video/facts';

const VIDEO: StoredVideo = {
	file: { data: 'filesystem-v2', mimeType: 'video/mp4' },
	facts: { width: 1280 },
};

/** What n8n does with a node's context between two executions: it becomes JSON and comes back. */
const stored = (context: IDataObject) => JSON.parse(JSON.stringify(context)) as IDataObject;

const keysIn = (context: IDataObject) => Object.keys(context.novitaKlingTasks as IDataObject);

/** The ledger of a run; each item of a tool is a call of an agent with its own arguments. */
const ledgerOf = (context: IDataObject, { runIndex = 0, source = 'node', isTool = false } = {}) =>
	new Ledger(context, { runIndex, sourceOf: () => source, isTool });

describe('a ledger', () => {
	it('starts empty', () => {
		expect(ledgerOf({}).recordOf(0, 'f').entry).toBeUndefined();
	});

	it('finds again what an earlier try wrote, also after it was stored', () => {
		const context: IDataObject = {};
		ledgerOf(context).recordOf(3, 'f').enterTask('abc');
		expect(ledgerOf(context).recordOf(3, 'f').entry).toMatchObject({ taskId: 'abc' });
		expect(ledgerOf(stored(context)).recordOf(3, 'f').entry).toMatchObject({ taskId: 'abc' });
	});

	it('keeps a request of unknown outcome', () => {
		const context: IDataObject = {};
		ledgerOf(context).recordOf(0, 'f').enter();
		const { isUnknown, entry } = ledgerOf(stored(context)).recordOf(0, 'f');
		expect(isUnknown).toBe(true);
		expect(entry).not.toHaveProperty('taskId');
	});

	it('calls neither a known task nor a request that was never sent an unknown outcome', () => {
		const ledger = ledgerOf({});
		ledger.recordOf(0, 'f').enterTask('abc');
		expect(ledger.recordOf(0, 'f').isUnknown).toBe(false);
		expect(ledger.recordOf(1, 'f').isUnknown).toBe(false);
	});

	it('leaves what others keep in the context alone', () => {
		const context: IDataObject = { other: { a: 1 } };
		ledgerOf(context).recordOf(0, 'f').enter();
		expect(context.other).toEqual({ a: 1 });
	});

	it('does not grow over a long loop', () => {
		const context: IDataObject = {};
		for (let runIndex = 0; runIndex < 1000; runIndex += 1) {
			const ledger = ledgerOf(context, { runIndex });
			for (let item = 0; item < 3; item += 1) ledger.recordOf(item, 'f').enterTask('abc');
			expect(keysIn(context)).toHaveLength(3);
		}
	});

	it.each([9, 10, 99, 100])('drops the rounds before round %i by their number', (runIndex) => {
		const rounds = [0, runIndex - 1, runIndex];
		const entries = rounds.map((round) => [`${round}/0/f`, { sentAt: 1 }] as const);
		const context: IDataObject = { novitaKlingTasks: Object.fromEntries(entries) };
		ledgerOf(context, { runIndex });
		expect(keysIn(context)).toEqual([`${runIndex}/0/f`]);
	});

	it.each([[undefined], [null], ['text'], [5], [true]])(
		'starts anew where %j stands in its place',
		(value) => {
			const context = { novitaKlingTasks: value } as IDataObject;
			ledgerOf(context).recordOf(0, 'f').enterTask('abc');
			expect(ledgerOf(stored(context)).recordOf(0, 'f').entry).toMatchObject({ taskId: 'abc' });
		},
	);

	it('keeps rounds and items apart', () => {
		const context: IDataObject = {};
		ledgerOf(context, { runIndex: 1 }).recordOf(11, 'f').enterTask('abc');
		const ledger = ledgerOf(context, { runIndex: 1 });
		for (const item of [0, 1, 111]) expect(ledger.recordOf(item, 'g').entry).toBeUndefined();
		expect(ledgerOf(context, { runIndex: 0 }).recordOf(11, 'f').entry).toBeUndefined();
	});

	it('finds a request whose item has changed its place, for one item alone', () => {
		const context: IDataObject = {};
		ledgerOf(context).recordOf(2, 'f').enterTask('abc');
		const ledger = ledgerOf(stored(context));
		expect(ledger.recordOf(0, 'f').entry).toMatchObject({ taskId: 'abc' });
		expect(ledger.recordOf(2, 'f').entry).toBeUndefined();
		ledger.recordOf(2, 'f').enterTask('def');
		expect(ledger.recordOf(0, 'f').entry).toMatchObject({ taskId: 'abc' });
	});

	it('forgets a request, or knows again what it knew before it', () => {
		const record = ledgerOf({}).recordOf(0, 'f');
		const earlier = { sentAt: 5 };
		record.enter();
		record.forget(earlier);
		expect(record.entry).toEqual(earlier);
		record.forget();
		expect(record.entry).toBeUndefined();
	});

	it('is emptied where it stands', () => {
		const context: IDataObject = {};
		const ledger = ledgerOf(context);
		ledger.recordOf(0, 'f').enterTask('abc');
		ledger.clear();
		expect(stored(context)).toEqual({ novitaKlingTasks: {} });
	});
});

describe('a request whose values have changed', () => {
	it('is known by its place as long as the node is unchanged, also after it was stored', () => {
		const context: IDataObject = {};
		ledgerOf(context).recordOf(3, 'f').enterTask('abc');
		const { entry, hasOtherValues } = ledgerOf(stored(context)).recordOf(3, 'g');
		expect(entry).toMatchObject({ taskId: 'abc' });
		expect(hasOtherValues).toBe(true);
		expect(ledgerOf(context).recordOf(3).entry).toMatchObject({ taskId: 'abc' });
	});

	it('is another one once the user has edited the node, and the earlier one is still told', () => {
		const context: IDataObject = {};
		ledgerOf(context).recordOf(3, 'f').enterTask('abc');
		const { entry, beforeEdit } = ledgerOf(stored(context), { source: 'edited' }).recordOf(3, 'g');
		expect(entry).toBeUndefined();
		expect(beforeEdit).toMatchObject({ taskId: 'abc' });
	});

	it('is its own in a list that has grown at its beginning', () => {
		const context: IDataObject = {};
		const before = ledgerOf(context);
		['a', 'b'].forEach((fingerprint, item) =>
			before.recordOf(item, fingerprint).enterTask(fingerprint),
		);
		const after = ledgerOf(stored(context));
		const grown = ['new', 'a', 'b'].map((fingerprint, itemIndex) => ({ itemIndex, fingerprint }));
		after.assign(grown);
		const records = grown.map(({ itemIndex, fingerprint }) =>
			after.recordOf(itemIndex, fingerprint),
		);
		expect(records.map(({ entry }) => entry?.taskId)).toEqual([undefined, 'a', 'b']);
		expect(records[0].beforeEdit).toBeUndefined();
	});

	it('is the same one where an edit changes nothing that is sent', () => {
		const context: IDataObject = {};
		ledgerOf(context).recordOf(3, 'f').enterTask('abc');
		const { entry, hasOtherValues } = ledgerOf(context, { source: 'edited' }).recordOf(3, 'f');
		expect(entry).toMatchObject({ taskId: 'abc' });
		expect(hasOtherValues).toBe(false);
	});
});

describe('a tool', () => {
	const call = (context: IDataObject, runIndex: number, source = 'A fox') =>
		ledgerOf(context, { runIndex, source, isTool: true });

	it('finds a request of the same arguments under another run index', () => {
		const context: IDataObject = {};
		const first = call(context, 0);
		first.recordOf(0, 'f').enter();
		first.close();
		expect(call(context, 1).recordOf(0, 'g').isUnknown).toBe(true);
	});

	it('does not take over a request of other arguments, nor one of a call beside it', () => {
		const context: IDataObject = {};
		const first = call(context, 0);
		first.recordOf(0, 'f').enterTask('abc');
		expect(call(context, 0, 'A hare').recordOf(0, 'f').entry).toBeUndefined();
		expect(call(context, 0).recordOf(0, 'f').entry).toBeUndefined();
	});

	it('forgets what it delivered, and nothing of the calls beside it', () => {
		const context: IDataObject = {};
		const [first, second] = [call(context, 0), call(context, 0)];
		first.recordOf(0, 'f').enterTask('abc');
		second.recordOf(0, 'f').enterTask('def');
		first.clear();
		expect(Object.values(context.novitaKlingTasks as IDataObject)).toMatchObject([
			{ taskId: 'def' },
		]);
	});
});

describe('a downloaded video', () => {
	it('is kept for a further try of this process, and for no other one', () => {
		const context: IDataObject = {};
		ledgerOf(context).keepVideo(0, 'abc', VIDEO);
		expect(ledgerOf(context).videoOf(0, 'abc')).toEqual(VIDEO);
		expect(ledgerOf(context).videoOf(0, 'def')).toBeUndefined();
		expect(ledgerOf(context).videoOf(1, 'abc')).toBeUndefined();
		expect(ledgerOf(stored(context)).videoOf(0, 'abc')).toBeUndefined();
		expect(JSON.stringify(context)).not.toContain('video/mp4');
	});

	it('goes with its run', () => {
		const context: IDataObject = {};
		const ledger = ledgerOf(context);
		ledger.keepVideo(0, 'abc', VIDEO);
		ledger.clear();
		expect(ledgerOf(context).videoOf(0, 'abc')).toBeUndefined();
	});
});
