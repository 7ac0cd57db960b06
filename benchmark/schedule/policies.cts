import { nextPollDelay } from '../../nodes/NovitaKling/poll/schedule';

/** What a client knows when it plans its next request. Times are in milliseconds. */
export interface Known {
	/** Since the submit. */
	readonly elapsed: number;
	/** What the service says that the task takes still; undefined where it says nothing. */
	readonly eta?: number;
}

/** A way to wait for a task. */
export interface Policy {
	readonly name: string;
	/** Milliseconds until the next request. */
	readonly delay: (known: Known) => number;
	/** What the service says, from what the task really takes still; silent where left out. */
	readonly eta?: (left: number) => number | undefined;
}

const SECOND = 1000;

/** The intervals of the clients that people use. */
const FIXED_SECONDS = [2, 5, 10, 15];

const fixed = (seconds: number): Policy => ({
	name: `every ${seconds} s`,
	delay: () => seconds * SECOND,
});

const adaptive = (name: string, eta?: Policy['eta']): Policy => ({
	name: `this node${name}`,
	delay: ({ elapsed, eta: told }) => nextPollDelay({ elapsed, eta: told, faults: 0 }),
	eta,
});

/** Whole seconds, as the service counts. */
const whole = (milliseconds: number) => Math.ceil(milliseconds / SECOND) * SECOND;

/** The node as captured answers let it work: without an estimate. */
export const THIS_NODE = adaptive('');

/** What the node is compared with at the target. */
export const EVERY_TWO_SECONDS = fixed(2);

/** All ways to wait that the table shows. */
export const POLICIES: readonly Policy[] = [
	EVERY_TWO_SECONDS,
	...FIXED_SECONDS.slice(1).map(fixed),
	THIS_NODE,
	adaptive(', true eta', whole),
	adaptive(', eta twice too long', (left) => whole(2 * left)),
	adaptive(', eta half too short', (left) => whole(left / 2)),
	adaptive(', eta always 60 s', () => 60 * SECOND),
	adaptive(', eta of two days', () => 2 * 24 * 60 * 60 * SECOND),
];
