import { type LedgerEntries, type LedgerEntry, fingerprintOf } from './ledgerEntries';

/** Where a record stands, and what it is compared with. */
export interface RecordPlace {
	readonly key: string;
	/** The run and the item; missing for a tool, where they say nothing. */
	readonly place?: string;
	readonly fingerprint: string;
	readonly source: string;
}

/** What the ledger knows of one item's request. */
export class LedgerRecord {
	readonly key: string;
	/** What the request is made from. */
	readonly source: string;

	constructor(
		private readonly store: LedgerEntries,
		private readonly at: RecordPlace,
	) {
		this.key = at.key;
		this.source = at.source;
		store.memory.inUse.add(at.key);
	}

	/** The request as it is known; undefined where it was never sent, or surely made no task. */
	get entry(): LedgerEntry | undefined {
		return this.store.entries[this.key];
	}

	/** Whether the request was sent and its outcome is unknown. */
	get isUnknown(): boolean {
		return this.entry !== undefined && this.entry.taskId === undefined;
	}

	/** Whether the request was sent with other values than the item has now. */
	get hasOtherValues(): boolean {
		return this.entry !== undefined && fingerprintOf(this.key) !== this.at.fingerprint;
	}

	/** A request that was sent for this item before the user edited the node. */
	get beforeEdit(): LedgerEntry | undefined {
		const { entries, memory } = this.store;
		const { place } = this.at;
		if (this.entry || place === undefined) return undefined;
		// A request that another item works with was sent for that one: the list has changed, not the node.
		const earlier = Object.keys(entries).find(
			(key) => key.startsWith(place) && entries[key].source !== undefined && !memory.inUse.has(key),
		);
		return earlier === undefined ? undefined : entries[earlier];
	}

	/** Enters the request, which is about to be sent. @param cost what it probably costs */
	enter(cost?: number): void {
		this.store.entries[this.key] = this.entryOf({ cost });
	}

	/** Enters the task that the request made. @param cost what it probably costs */
	enterTask(taskId: string, cost?: number): void {
		this.store.entries[this.key] = this.entryOf({ taskId, cost });
	}

	private entryOf({ taskId, cost }: Pick<LedgerEntry, 'taskId' | 'cost'>): LedgerEntry {
		return {
			sentAt: Date.now(),
			...(taskId !== undefined && { taskId }),
			...(cost !== undefined && { cost }),
			source: this.at.source,
		};
	}

	/**
	 * Forgets the request: it surely made no task, or its task has failed at Novita.
	 *
	 * @param earlier what was known before the request was sent, which then counts again
	 */
	forget(earlier?: LedgerEntry): void {
		if (earlier) this.store.entries[this.key] = earlier;
		else delete this.store.entries[this.key];
	}
}
