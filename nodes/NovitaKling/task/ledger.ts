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

/** Empties the ledger: every video of the run is delivered, so there is nothing left to protect. */
export function clearLedger(ledger: Ledger): void {
	for (const key of Object.keys(ledger)) delete ledger[key];
}

function runIndexOf(key: string): number {
	return Number(key.slice(0, key.indexOf('/')));
}
