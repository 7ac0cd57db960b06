import type { IDataObject } from 'n8n-workflow';

/** Where the ledger stands in the node's context; stored with executions, so it never changes. */
const CONTEXT_KEY = 'novitaKlingTasks';

/** What is known of one request. */
export interface LedgerEntry {
	/** Milliseconds since 1970 at which the request was sent. */
	readonly sentAt: number;
	/** The task at Novita; missing while the outcome of the request is unknown. */
	readonly taskId?: string;
}

/** An item's request: the item, and a hash of all that is sent for it. */
export interface RequestOfItem {
	readonly itemIndex: number;
	readonly fingerprint: string;
}

/** Entries by run, item and fingerprint, as plain data that n8n can store. */
type Entries = Record<string, LedgerEntry>;

/**
 * The keys under which this process sent requests, by run and item. At each try of Retry On Fail an
 * expression may give another value, such as the time or a freshly signed address. Nobody can edit a
 * parameter while an execution runs, so there the item and not its value says which request it is.
 */
const sentKeys = new WeakMap<Entries, Map<string, string>>();

/**
 * What is known of the submits of an execution. It lives in n8n's node context, which survives
 * Retry On Fail, waiting and the Retry button, so a task that was paid for is found again.
 *
 * Rules that must not regress:
 * - an entry is written before the request is sent, so that no end of the process can hide it;
 * - an entry without a task ID means that the outcome is unknown, and is never submitted again by itself;
 * - a key holds the run, the item and the request, so that no item ever meets another item's task.
 */
export class Ledger {
	private readonly entries: Entries;

	/**
	 * Finds or makes the ledger in a node's context, and drops what earlier rounds of a loop left: they
	 * can never run again, and a long loop must not grow the execution's data.
	 *
	 * @param context the node's context
	 * @param runIndex round of a loop that this run is, from 0
	 */
	constructor(
		context: IDataObject,
		private readonly runIndex: number,
	) {
		const stored = context[CONTEXT_KEY];
		this.entries = (typeof stored === 'object' && stored !== null ? stored : {}) as Entries;
		context[CONTEXT_KEY] = this.entries as unknown as IDataObject;
		for (const key of Object.keys(this.entries)) {
			if (runIndexOf(key) < runIndex) delete this.entries[key];
		}
	}

	/** What is known of an item's request; undefined where it was never sent, or surely made no task. */
	find(request: RequestOfItem): LedgerEntry | undefined {
		return this.entries[this.keyOf(request)];
	}

	/** Whether an item's request was sent and its outcome is unknown. */
	isUnknown(request: RequestOfItem): boolean {
		const entry = this.find(request);
		return entry !== undefined && entry.taskId === undefined;
	}

	/** Enters a request that is about to be sent. */
	enter(request: RequestOfItem): void {
		const key = this.keyOf(request);
		const keys = sentKeys.get(this.entries) ?? new Map<string, string>();
		sentKeys.set(this.entries, keys.set(this.placeOf(request), key));
		this.entries[key] = { sentAt: Date.now() };
	}

	/** Enters the task that a request made. */
	enterTask(request: RequestOfItem, entry: Required<LedgerEntry>): void {
		this.entries[this.keyOf(request)] = entry;
	}

	/**
	 * Forgets a request that surely made no task, or whose task has failed.
	 *
	 * @param earlier what was known before the request was sent, which then counts again
	 */
	forget(request: RequestOfItem, earlier?: LedgerEntry): void {
		const key = this.keyOf(request);
		if (earlier) this.entries[key] = earlier;
		else delete this.entries[key];
	}

	/** Empties the ledger: every video of the run is delivered, so there is nothing left to protect. */
	clear(): void {
		for (const key of Object.keys(this.entries)) delete this.entries[key];
	}

	/** The key under which the ledger knows an item's request, or would know it once it is sent. */
	private keyOf(request: RequestOfItem): string {
		const key = `${this.placeOf(request)}/${request.fingerprint}`;
		const sent = sentKeys.get(this.entries)?.get(this.placeOf(request));
		const isKnownAsSent = sent !== undefined && this.entries[sent] !== undefined;
		return this.entries[key] === undefined && isKnownAsSent ? sent : key;
	}

	private placeOf({ itemIndex }: RequestOfItem): string {
		return `${this.runIndex}/${itemIndex}`;
	}
}

function runIndexOf(key: string): number {
	return Number(key.slice(0, key.indexOf('/')));
}
