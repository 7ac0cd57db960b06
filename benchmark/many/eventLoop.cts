import { monitorEventLoopDelay } from 'node:perf_hooks';

const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * Watches for how long nothing else could run in this process, with a timer of a millisecond.
 *
 * @returns ends the watch, and gives the longest of these times in milliseconds
 */
export function watchEventLoop(): () => number {
	const delays = monitorEventLoopDelay({ resolution: 1 });
	delays.enable();
	return () => {
		delays.disable();
		return delays.max / NANOSECONDS_PER_MILLISECOND;
	};
}
