import type { Behaviour } from '../../novita-standin/standin.cts';

/** By which way an item meets its fault: waiting, not waiting, or Get Result for a task that exists. */
export type Way = 'poll' | 'none' | 'getResult';

/**
 * How an item can end for the user:
 * `delivered` (the video, or the task ID where the node does not wait), `unfinished` (Get Result found
 * a task without a video), or a failure of a kind that the node itself tells in `details.kind`.
 */
export type Ending =
	| 'delivered'
	| 'unfinished'
	| 'refused'
	| 'notSent'
	| 'unknownOutcome'
	| 'taskFailed'
	| 'taskLost'
	| 'accessDenied'
	| 'timeout'
	| 'noAnswer'
	| 'downloadFailed';

/** What is expected of a node that tries once, and of one that Retry On Fail lets try five times. */
export type ByTries<T> = readonly [oneTry: T, fiveTries: T];

/** One fault and what must come of it: a row of the matrix. */
export interface FaultRow {
	/** What goes wrong, and for how long. */
	readonly fault: string;
	/** How the stand-in treats the item that meets the fault. */
	readonly behaviour: Behaviour;
	/** How the item ends. */
	readonly ending: ByTries<Ending>;
	/** The same for Get Result without waiting; left out where it is no different. */
	readonly look?: ByTries<Ending>;
	/** How often the item is paid for. */
	readonly paid: ByTries<number>;
	/** What the message to the user says; left out where none is expected. */
	readonly says?: RegExp;
	/** The item's option Timeout, in seconds; long enough for every fault that passes if left out. */
	readonly timeout?: number;
	/** Seconds that one try may take, on a machine with nothing else to do. */
	readonly seconds?: number;
	/** The node waits so long here that only a few cells are worth it. */
	readonly slow?: true;
	/** The only ways on which the fault is tried, where the others would show the same. */
	readonly ways?: readonly Way[];
	/** Nothing listens where the credential's base URL leads. */
	readonly unreachable?: true;
	/** The disk that takes the file is full. */
	readonly fullDisk?: true;
}

/** Both columns alike. */
export function always<T>(value: T): ByTries<T> {
	return [value, value];
}

/** Expectations of a fault that the node lives through. */
export const RIDDEN_OUT = { ending: always<Ending>('delivered'), paid: always(1) };
