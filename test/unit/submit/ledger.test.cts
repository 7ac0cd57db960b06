import type { IDataObject } from 'n8n-workflow';

import { Ledger, type RequestOfItem } from '../../../nodes/NovitaKling/submit/ledger';

const request = (itemIndex: number, fingerprint = 'f'): RequestOfItem => ({
	itemIndex,
	fingerprint,
});
const task = (taskId: string) => ({ sentAt: 1, taskId });

/** What n8n does with a node's context between two tries: it becomes JSON and comes back. */
const stored = (context: IDataObject) => JSON.parse(JSON.stringify(context)) as IDataObject;

const keysIn = (context: IDataObject) => Object.keys(context.novitaKlingTasks as IDataObject);

describe('a ledger', () => {
	it('starts empty', () => {
		expect(new Ledger({}, 0).find(request(0))).toBeUndefined();
	});

	it('finds again what an earlier try wrote, also after it was stored', () => {
		const context: IDataObject = {};
		new Ledger(context, 0).enterTask(request(3), task('abc'));
		expect(new Ledger(context, 0).find(request(3))).toEqual(task('abc'));
		expect(new Ledger(stored(context), 0).find(request(3))).toEqual(task('abc'));
	});

	it('keeps a request of unknown outcome', () => {
		const context: IDataObject = {};
		new Ledger(context, 0).enter(request(0));
		const ledger = new Ledger(stored(context), 0);
		expect(ledger.find(request(0))).toEqual({ sentAt: expect.any(Number) });
		expect(ledger.isUnknown(request(0))).toBe(true);
	});

	it('calls neither a known task nor a request that was never sent an unknown outcome', () => {
		const ledger = new Ledger({}, 0);
		ledger.enterTask(request(0), task('abc'));
		expect(ledger.isUnknown(request(0))).toBe(false);
		expect(ledger.isUnknown(request(1))).toBe(false);
	});

	it('leaves what others keep in the context alone', () => {
		const context: IDataObject = { other: { a: 1 } };
		new Ledger(context, 0).enter(request(0));
		expect(context.other).toEqual({ a: 1 });
	});

	it('does not grow over a long loop', () => {
		const context: IDataObject = {};
		for (let round = 0; round < 1000; round += 1) {
			const ledger = new Ledger(context, round);
			for (let item = 0; item < 3; item += 1) ledger.enterTask(request(item), task('abc'));
			expect(keysIn(context)).toHaveLength(3);
		}
	});

	it.each([9, 10, 99, 100])('drops the rounds before round %i by their number', (round) => {
		const rounds = [0, round - 1, round];
		const entries = rounds.map((earlier) => [`${earlier}/0/f`, task('abc')] as const);
		const context: IDataObject = { novitaKlingTasks: Object.fromEntries(entries) };
		const ledger = new Ledger(context, round);
		expect(keysIn(context)).toEqual([`${round}/0/f`]);
		expect(ledger.find(request(0))).toEqual(task('abc'));
	});

	it.each([[undefined], [null], ['text'], [5], [true]])(
		'starts anew where %j stands in its place',
		(value) => {
			const context = { novitaKlingTasks: value } as IDataObject;
			new Ledger(context, 0).enterTask(request(0), task('abc'));
			expect(new Ledger(stored(context), 0).find(request(0))).toEqual(task('abc'));
		},
	);

	it('keeps rounds, items and requests apart', () => {
		const context: IDataObject = {};
		new Ledger(context, 1).enterTask(request(11), task('abc'));
		const others = [request(1), request(11, 'g'), request(1, '1/f')];
		for (const other of others) expect(new Ledger(stored(context), 1).find(other)).toBeUndefined();
		const inAnotherRound = new Ledger(stored(context), 0);
		expect(inAnotherRound.find(request(11))).toBeUndefined();
	});

	it('finds what this process sent for the item, when an expression gives another value', () => {
		const context: IDataObject = {};
		const ledger = new Ledger(context, 0);
		ledger.enter(request(3));
		expect(new Ledger(context, 0).find(request(3, 'g'))).toEqual(ledger.find(request(3)));
		expect(ledger.find(request(4))).toBeUndefined();
		ledger.forget(request(3));
		expect(ledger.find(request(3, 'g'))).toBeUndefined();
	});

	it('treats a changed request in another process as another one', () => {
		const context: IDataObject = {};
		new Ledger(context, 0).enterTask(request(3), task('abc'));
		const ledger = new Ledger(stored(context), 0);
		expect(ledger.find(request(3, 'g'))).toBeUndefined();
		expect(ledger.find(request(3))).toEqual(task('abc'));
	});

	it('forgets a request, or knows again what it knew before it', () => {
		const ledger = new Ledger({}, 0);
		const earlier = { sentAt: 5 };
		ledger.enter(request(0));
		ledger.forget(request(0), earlier);
		expect(ledger.find(request(0))).toEqual(earlier);
		ledger.forget(request(0));
		expect(ledger.find(request(0))).toBeUndefined();
	});

	it('is emptied where it stands', () => {
		const context: IDataObject = {};
		const ledger = new Ledger(context, 0);
		ledger.enterTask(request(0), task('abc'));
		ledger.clear();
		expect(stored(context)).toEqual({ novitaKlingTasks: {} });
	});
});
