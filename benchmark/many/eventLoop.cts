/**
 * Watches for how long nothing else could run in this process.
 *
 * @returns ends the watch, and gives the longest of these times in milliseconds
 */
export function watchEventLoop(): () => number {
	let longest = 0;
	let last = performance.now();
	let isWatching = true;
	const look = () => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
		if (isWatching) setImmediate(look);
	};
	setImmediate(look);
	return () => {
		isWatching = false;
		return Math.max(longest, performance.now() - last);
	};
}
