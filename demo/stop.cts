/** Signals by which a user or a system asks a program to end. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A second signal within this time is the first one again, sent on by npm or by the loader. */
const ECHO_MILLISECONDS = 500;

/** The exit code of a program that was stopped twice and did not wait. */
const FORCED_EXIT_CODE = 130;

/** The user's wish to stop. */
export interface Stop {
	/** Fires with the first Ctrl+C. */
	readonly signal: AbortSignal;
	/** Gives the signals back. */
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
			process.exit(FORCED_EXIT_CODE);
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
