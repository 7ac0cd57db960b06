import type { IDataObject } from 'n8n-workflow';

import type { StoredVideo } from '../video/facts';

/** Where the ledger stands in the node's context; stored with executions, so it never changes. */
const CONTEXT_KEY = 'novitaKlingTasks';

/** What is known of one request; stored with executions. */
export interface LedgerEntry {
	/** Milliseconds since 1970 at which the request was sent. */
	readonly sentAt: number;
	/** The task at Novita; missing while the outcome of the request is unknown. */
	readonly taskId?: string;
	/** What the task probably costs, in millionths of a US dollar; missing where that is not known. */
	readonly cost?: number;
	/**
	 * Hash of what the request was made from, whatever its expressions give: the node's parameters as
	 * the user wrote them, and for a tool the arguments of the agent.
	 */
	readonly source?: string;
}

/** Entries by run, item and fingerprint, as plain data that n8n can store. */
type Entries = Record<string, LedgerEntry>;

/** What only this process knows of an execution's requests. */
export interface ProcessMemory {
	/** Keys of the requests that runs of this moment work with. */
	readonly inUse: Set<string>;
	/** The videos that were downloaded, by run, item and task ID. */
	readonly videos: Map<string, StoredVideo>;
}

const processMemory = new WeakMap<Entries, ProcessMemory>();

/** The entries of an execution, and what this process keeps beside them. */
export interface LedgerEntries {
	readonly entries: Entries;
	readonly memory: ProcessMemory;
}

/** Finds or makes the entries in a node's context. */
export function openEntries(context: IDataObject): LedgerEntries {
	const stored = context[CONTEXT_KEY];
	const entries = (typeof stored === 'object' && stored !== null ? stored : {}) as Entries;
	context[CONTEXT_KEY] = entries as unknown as IDataObject;
	const memory = processMemory.get(entries) ?? { inUse: new Set(), videos: new Map() };
	processMemory.set(entries, memory);
	return { entries, memory };
}

/** Drops entries, and what the process keeps under keys of the same kind. */
export function dropEntries(
	{ entries, memory }: LedgerEntries,
	condition: (key: string) => boolean,
): void {
	for (const key of Object.keys(entries).filter(condition)) delete entries[key];
	for (const key of [...memory.videos.keys()].filter(condition)) memory.videos.delete(key);
}

/** The part of a key that says the run and the item. */
export function placeOf(runIndex: number, itemIndex: number): string {
	return `${runIndex}/${itemIndex}/`;
}

/** The run that a key belongs to. */
export function runIndexOf(key: string): number {
	return Number(key.split('/')[0]);
}

/** The item that a key belongs to. */
export function itemIndexOf(key: string): number {
	return Number(key.split('/')[1]);
}

/** The request that a key belongs to. */
export function fingerprintOf(key: string): string {
	return key.slice(key.lastIndexOf('/') + 1);
}
