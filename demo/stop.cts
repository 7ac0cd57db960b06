/** Signals by which a user or a system tells a program to end. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A second signal within this time is the first one again, sent on by npm or by the loader. */
const ECHO_MILLISECONDS = 500;

/** What a shell expects of a program that was ended by Ctrl+C. */
export const STOPPED_EXIT_CODE = 130;

/** The user's request to stop. */
export interface Stop {
	/** Fires with the first Ctrl+C. */
	readonly signal: AbortSignal;
	/** Stops handling the signals. */
	release(): void;
}

/** Turns Ctrl+C into a signal that can be waited for; a second one ends the process at once. */
export function onStop(announce: () => void): Stop {
	const controller = new AbortController();
	let stoppedAt: number | undefined;
	const stop = () => {
		if (stoppedAt === undefined) {
			stoppedAt = performance.now();
			announce();
			controller.abort();
		} else if (performance.now() - stoppedAt > ECHO_MILLISECONDS) {
			process.exit(STOPPED_EXIT_CODE);
		}
	};
	for (const name of SIGNALS) process.on(name, stop);
	return {
		signal: controller.signal,
		release: () => {
			for (const name of SIGNALS) process.off(name, stop);
		},
	};
}
