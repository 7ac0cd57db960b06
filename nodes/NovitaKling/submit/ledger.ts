import type { IDataObject } from 'n8n-workflow';

/**
 * What is known of the submits of an execution. It lives in n8n's node context, which survives
 * Retry On Fail, waiting and the Retry button, so a task that was paid for is found again.
 *
 * Rules that must not regress:
 * - an entry is written before the request is sent, so that no end of the process can hide it;
 * - an entry without a task ID means that the outcome is unknown, and is never submitted again by itself;
 * - a key holds the run, the item and the request, so that no item ever meets a foreign task.
 */
export interface LedgerEntry {
	/** Milliseconds since 1970 at which the request was sent. */
	readonly sentAt: number;
	/** The task at Novita; missing while the outcome of the request is unknown. */
	readonly taskId?: string;
}

/** Entries by their key, as plain data that n8n can store. */
export type Ledger = Record<string, LedgerEntry>;

/** Where the ledger stands in the node's context. */
const CONTEXT_KEY = 'novitaKlingTasks';

/**
 * Finds or makes the ledger in a node's context, and drops what earlier rounds of a loop left: they
 * can never be run again, and a long loop must not grow the execution's data.
 */
export function openLedger(context: IDataObject, runIndex: number): Ledger {
	const stored = context[CONTEXT_KEY];
	const ledger = (typeof stored === 'object' && stored !== null ? stored : {}) as Ledger;
	context[CONTEXT_KEY] = ledger as unknown as IDataObject;
	for (const key of Object.keys(ledger)) {
		if (runIndexOf(key) < runIndex) delete ledger[key];
	}
	return ledger;
}

/** The key of one item's request in one round of a loop. */
export function ledgerKey(runIndex: number, itemIndex: number, fingerprint: string): string {
	return `${runIndex}/${itemIndex}/${fingerprint}`;
}

/** The part of a key that says the run and the item. */
const placeOf = (key: string) => key.slice(0, key.lastIndexOf('/'));

/**
 * The keys under which this process sent requests, by run and item. At each try of Retry On Fail an
 * expression may give another value, such as the time or a freshly signed address. Nobody can edit a
 * parameter while an execution runs, so there the item and not its value says which request it is.
 */
const sentKeys = new WeakMap<Ledger, Map<string, string>>();

/** The key under which the ledger knows an item's request, or would know it once it is sent. */
export function findKey(
	ledger: Ledger,
	runIndex: number,
	itemIndex: number,
	fingerprint: string,
): string {
	const key = ledgerKey(runIndex, itemIndex, fingerprint);
	const sent = sentKeys.get(ledger)?.get(placeOf(key));
	return ledger[key] === undefined && sent !== undefined && ledger[sent] !== undefined ? sent : key;
}

/** Enters a request that is about to be sent. */
export function enterRequest(ledger: Ledger, key: string): void {
	const keys = sentKeys.get(ledger) ?? new Map<string, string>();
	sentKeys.set(ledger, keys.set(placeOf(key), key));
	ledger[key] = { sentAt: Date.now() };
}

/** Empties the ledger: every video of the run is delivered, so there is nothing left to protect. */
export function clearLedger(ledger: Ledger): void {
	for (const key of Object.keys(ledger)) delete ledger[key];
}

function runIndexOf(key: string): number {
	return Number(key.slice(0, key.indexOf('/')));
}
