import type { Behaviour } from '../../novita-standin/standin.cts';

/** How the node runs when an item meets its fault: it waits, does not wait, or gets a task's result. */
export type Mode = 'poll' | 'none' | 'getResult';

/**
 * How an item can end for the user:
 * `delivered` (the video, or the task ID where the node does not wait), `unfinished` (Get Result found
 * a task without a video), or a failure, by the kind that the node gives in `error.kind`.
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

/** What is expected of a node that runs once, and of one that Retry On Fail runs up to five times. */
export type ByTries<T> = readonly [oneTry: T, fiveTries: T];

/** One fault and its expected ending: a row of the matrix. */
export interface FaultRow {
	/** What goes wrong, and for how long. */
	readonly fault: string;
	/** How the stand-in treats the item that meets the fault. */
	readonly behaviour: Behaviour;
	/** How the item ends. */
	readonly ending: ByTries<Ending>;
	/** The same for Get Result without waiting; left out where it does not differ. */
	readonly getResultEnding?: ByTries<Ending>;
	/** How often the item is paid for. */
	readonly paid: ByTries<number>;
	/** What the message to the user says; left out where none is expected. */
	readonly says?: RegExp;
	/** The item's option Timeout, in seconds; long enough for every passing fault if left out. */
	readonly timeout?: number;
	/** Seconds that one try may take, on a machine with nothing else to do. */
	readonly seconds?: number;
	/** The node waits so long here that only a few cells are run. */
	readonly slow?: true;
	/** The only modes in which the fault is tried, where the others would show the same. */
	readonly modes?: readonly Mode[];
	/** Nothing listens where the credential's base URL leads. */
	readonly unreachable?: true;
	/** The disk that takes the file is full. */
	readonly fullDisk?: true;
}

/** The same for one try and for five. */
export function always<T>(value: T): ByTries<T> {
	return [value, value];
}

/** What is expected of a fault that the node rides out. */
export const RIDDEN_OUT = { ending: always<Ending>('delivered'), paid: always(1) };

/** Repeats a fault without end. */
export const FOREVER = { times: Infinity };

const ODD_SHAPES = [
	'array',
	'null',
	'emptyObject',
	'emptyBody',
	'truncated',
	'wrongTypes',
] as const;

/** Answers that are JSON, but not what Novita documents. */
export const ODD_JSON = [
	...ODD_SHAPES.map((shape) => [`odd JSON: ${shape}`, { kind: 'oddJson', shape }] as const),
	['deep JSON', { kind: 'oddJson', shape: 'deep' }],
	['JSON with __proto__', { kind: 'oddJson', shape: 'proto' }],
] as const;
