import type { IDataObject } from 'n8n-workflow';

import {
	clearLedger,
	enterRequest,
	findKey,
	ledgerKey,
	openLedger,
} from '../../../nodes/NovitaKling/submit/ledger';

const entry = (taskId: string) => ({ sentAt: 1, taskId });

/** What n8n does with a node's context between two tries: it becomes JSON and comes back. */
const stored = (context: IDataObject) => JSON.parse(JSON.stringify(context)) as IDataObject;

describe('openLedger', () => {
	it('starts empty', () => {
		expect(openLedger({}, 0)).toEqual({});
	});

	it('finds again what an earlier try wrote, also after it was stored', () => {
		const context: IDataObject = {};
		openLedger(context, 0)[ledgerKey(0, 3, 'f')] = entry('abc');
		expect(openLedger(context, 0)[ledgerKey(0, 3, 'f')]).toEqual(entry('abc'));
		expect(openLedger(stored(context), 0)[ledgerKey(0, 3, 'f')]).toEqual(entry('abc'));
	});

	it('keeps a request of unknown outcome', () => {
		const context: IDataObject = {};
		openLedger(context, 0)[ledgerKey(0, 0, 'f')] = { sentAt: 5 };
		expect(openLedger(stored(context), 0)).toEqual({ [ledgerKey(0, 0, 'f')]: { sentAt: 5 } });
	});

	it('leaves what others keep in the context alone', () => {
		const context: IDataObject = { other: { a: 1 } };
		openLedger(context, 0);
		expect(context.other).toEqual({ a: 1 });
	});

	it('does not grow over a long loop', () => {
		const context: IDataObject = {};
		for (let round = 0; round < 1000; round += 1) {
			const ledger = openLedger(context, round);
			for (let item = 0; item < 3; item += 1) ledger[ledgerKey(round, item, 'f')] = entry('abc');
			expect(Object.keys(ledger)).toHaveLength(3);
		}
	});

	it.each([9, 10, 99, 100])('drops the rounds before round %i by their number', (round) => {
		const context: IDataObject = {};
		const ledger = openLedger(context, 0);
		for (const earlier of [0, round - 1, round]) ledger[ledgerKey(earlier, 0, 'f')] = entry('abc');
		expect(Object.keys(openLedger(context, round))).toEqual([ledgerKey(round, 0, 'f')]);
	});

	it.each([[undefined], [null], ['text'], [5], [true]])(
		'starts anew where %j stands in its place',
		(value) => {
			const context = { novitaKlingTasks: value } as IDataObject;
			const ledger = openLedger(context, 0);
			ledger[ledgerKey(0, 0, 'f')] = entry('abc');
			expect(openLedger(stored(context), 0)).toEqual({ [ledgerKey(0, 0, 'f')]: entry('abc') });
		},
	);
});

describe('ledgerKey', () => {
	it('is another for every round, item and request', () => {
		const keys = [
			ledgerKey(0, 0, 'f'),
			ledgerKey(1, 0, 'f'),
			ledgerKey(0, 1, 'f'),
			ledgerKey(0, 0, 'g'),
			ledgerKey(1, 11, 'f'),
			ledgerKey(11, 1, 'f'),
		];
		expect(new Set(keys).size).toBe(keys.length);
	});
});

describe('findKey', () => {
	it('finds what this process sent for the item, when an expression gives another value', () => {
		const context: IDataObject = {};
		const ledger = openLedger(context, 0);
		enterRequest(ledger, ledgerKey(0, 3, 'f'));
		expect(findKey(openLedger(context, 0), 0, 3, 'g')).toBe(ledgerKey(0, 3, 'f'));
		expect(findKey(ledger, 0, 4, 'f')).toBe(ledgerKey(0, 4, 'f'));
		expect(findKey(ledger, 1, 3, 'g')).toBe(ledgerKey(1, 3, 'g'));
		delete ledger[ledgerKey(0, 3, 'f')];
		expect(findKey(ledger, 0, 3, 'g')).toBe(ledgerKey(0, 3, 'g'));
	});

	it('takes a changed request in another execution for another one', () => {
		const context: IDataObject = {};
		enterRequest(openLedger(context, 0), ledgerKey(0, 3, 'f'));
		const ledger = openLedger(stored(context), 0);
		expect(findKey(ledger, 0, 3, 'g')).toBe(ledgerKey(0, 3, 'g'));
		expect(findKey(ledger, 0, 3, 'f')).toBe(ledgerKey(0, 3, 'f'));
	});
});

describe('clearLedger', () => {
	it('empties the ledger where it stands', () => {
		const context: IDataObject = {};
		const ledger = openLedger(context, 0);
		ledger[ledgerKey(0, 0, 'f')] = entry('abc');
		clearLedger(ledger);
		expect(stored(context)).toEqual({ novitaKlingTasks: {} });
	});
});
