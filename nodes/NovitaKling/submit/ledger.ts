import type { IDataObject } from 'n8n-workflow';

import type { StoredVideo } from '../video/facts';
import {
	type LedgerEntries,
	type LedgerEntry,
	dropEntries,
	itemIndexOf,
	openEntries,
	placeOf,
	runIndexOf,
} from './ledgerEntries';
import { KnownKeys } from './knownKeys';
import { LedgerRecord } from './ledgerRecord';

/** A request that an earlier execution sent, and that this run has to know of. */
export interface EarlierRequest {
	readonly itemIndex: number;
	readonly fingerprint: string;
	readonly entry: LedgerEntry;
}

/** Which run of an execution a ledger serves. */
export interface RunIdentity {
	/** Round of a loop that this run is, from 0. */
	readonly runIndex: number;
	/** What an item's request is made from; see `LedgerEntry.source`. */
	readonly sourceOf: (itemIndex: number) => string;
	/** Whether an agent uses the node as a tool: n8n may then give every try another run index. */
	readonly isTool: boolean;
}

/**
 * What is known of the submits of an execution. It lives in n8n's node context, which survives
 * Retry On Fail, waiting and the Retry button, so a task that was paid for is found again.
 *
 * Rules that must not regress:
 * - an entry is written before the request is sent, so that no end of the process can hide it;
 * - an entry without a task ID means that the outcome is unknown, and is never submitted again by itself;
 * - a request is known by its place, run and item, as long as the node is unchanged, and by all that is
 *   sent otherwise; no item ever meets another item's task.
 */
export class Ledger {
	private readonly store: LedgerEntries;
	/** The records of this run's items, and their keys. */
	private readonly records = new Map<number, LedgerRecord>();
	private readonly ownKeys = new Set<string>();
	private known: KnownKeys | undefined;

	/**
	 * Opens the ledger, and drops what earlier rounds of a loop left: they can never run again, and a
	 * long loop must not grow the execution's data.
	 *
	 * @param context the node's context
	 */
	constructor(
		context: IDataObject,
		private readonly run: RunIdentity,
	) {
		this.store = openEntries(context);
		if (!run.isTool) dropEntries(this.store, (key) => runIndexOf(key) < run.runIndex);
	}

	/**
	 * The record of an item's request, the same for the whole run.
	 *
	 * @param fingerprint hash of all that is sent; missing where the item failed its checks
	 */
	recordOf(itemIndex: number, fingerprint = ''): LedgerRecord {
		const existing = this.records.get(itemIndex);
		if (existing) return existing;
		const source = this.run.sourceOf(itemIndex);
		const key = this.keyOf(itemIndex, fingerprint, source);
		const place = this.run.isTool ? undefined : placeOf(this.run.runIndex, itemIndex);
		const record = new LedgerRecord(this.store, { key, place, fingerprint, source });
		this.records.set(itemIndex, record);
		this.ownKeys.add(key);
		return record;
	}

	/**
	 * Gives each request its record that is known as it is, first in its own place, then in any. Only
	 * then may an item with other values take what is left in its place.
	 */
	assign(
		requests: ReadonlyArray<{ readonly itemIndex: number; readonly fingerprint: string }>,
	): void {
		if (this.knownKeys().all.length === 0) return;
		for (const isInPlace of [true, false]) {
			for (const { itemIndex, fingerprint } of requests) {
				const ownKey = placeOf(this.run.runIndex, itemIndex) + fingerprint;
				const keys = isInPlace ? [ownKey] : this.knownKeys().withFingerprint(fingerprint);
				if (this.freeKey(keys) !== undefined) this.recordOf(itemIndex, fingerprint);
			}
		}
	}

	/** Enters what earlier executions submitted for this run; what the ledger knows itself counts first. */
	enterEarlier(requests: readonly EarlierRequest[]): void {
		for (const { itemIndex, fingerprint, entry } of requests) {
			const key = placeOf(this.run.runIndex, itemIndex) + fingerprint;
			if (!this.store.entries[key]?.taskId) this.store.entries[key] = entry;
		}
		this.known = undefined;
	}

	/** The requests of this run that are known from earlier tries, by item. */
	entriesByItem(): ReadonlyArray<LedgerEntry & { readonly itemIndex: number }> {
		return Object.entries(this.store.entries)
			.filter(([key]) => runIndexOf(key) === this.run.runIndex)
			.map(([key, entry]) => ({ ...entry, itemIndex: itemIndexOf(key) }));
	}

	/** The video of an item's task, where an earlier try in this process has downloaded it. */
	videoOf(itemIndex: number, taskId: string): StoredVideo | undefined {
		return this.store.memory.videos.get(placeOf(this.run.runIndex, itemIndex) + taskId);
	}

	/** Keeps the video of an item's task for a further try. */
	keepVideo(itemIndex: number, taskId: string, video: StoredVideo): void {
		this.store.memory.videos.set(placeOf(this.run.runIndex, itemIndex) + taskId, video);
	}

	/** Ends the run; its requests are free for a further try. */
	close(): void {
		for (const { key } of this.records.values()) this.store.memory.inUse.delete(key);
	}

	/** Forgets the run: every video of it is delivered, so there is nothing left to protect. */
	clear(): void {
		const delivered = new Set([...this.records.values()].map(({ key }) => key));
		const { isTool, runIndex } = this.run;
		dropEntries(
			this.store,
			(key) => delivered.has(key) || (!isTool && runIndexOf(key) === runIndex),
		);
	}

	/**
	 * The key under which a request is known, or will be once it is sent. Equal requests of a run may
	 * change places; otherwise the place decides, as long as the node is unchanged. For a tool the place
	 * says nothing, so any equal request counts that no run works with at the moment.
	 */
	private keyOf(itemIndex: number, fingerprint: string, source: string): string {
		const place = placeOf(this.run.runIndex, itemIndex);
		const known = this.knownKeys();
		const fromHere = this.run.isTool ? known.all : known.atPlace(place);
		return (
			this.freeKey([place + fingerprint]) ??
			this.freeKey(known.withFingerprint(fingerprint)) ??
			this.freeKey(fromHere.filter((key) => this.store.entries[key]?.source === source)) ??
			newKey(place, fingerprint, this.usedKeys())
		);
	}

	/** The first of some keys that no item works with, of this run, or for a tool of any; one with a task first. */
	private freeKey(keys: readonly string[]): string | undefined {
		const { entries } = this.store;
		const used = this.usedKeys();
		const free = keys.filter((key) => entries[key] !== undefined && !used.has(key));
		return free.find((key) => entries[key].taskId !== undefined) ?? free[0];
	}

	/** Keys that earlier tries of this run left; for a tool, calls side by side add to them at any time. */
	private knownKeys(): KnownKeys {
		const { isTool, runIndex } = this.run;
		if (this.known && !isTool) return this.known;
		const keys = Object.keys(this.store.entries);
		this.known = new KnownKeys(keys.filter((key) => isTool || runIndexOf(key) === runIndex));
		return this.known;
	}

	/** The keys that items work with: of this run, or for a tool of all calls side by side. */
	private usedKeys(): ReadonlySet<string> {
		return this.run.isTool ? this.store.memory.inUse : this.ownKeys;
	}
}

/** A key for a request that was never sent; equal requests side by side are two. */
function newKey(place: string, fingerprint: string, used: ReadonlySet<string>): string {
	let key = place + fingerprint;
	for (let copy = 1; used.has(key); copy += 1) key = `${place}${copy}/${fingerprint}`;
	return key;
}
