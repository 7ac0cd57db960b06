/** Services that limit submits in the usual ways, as functions of the time. */

const MINUTE = 60_000;

/** @returns milliseconds until a submit is accepted; 0 where this one is */
export type Service = (now: number) => number;

/** Counts what it accepted in the last minute. */
export function slidingWindow(perMinute: number): Service {
	let passes: number[] = [];
	return (now) => {
		passes = passes.filter((at) => at > now - MINUTE);
		if (passes.length >= perMinute) return passes[0] + MINUTE - now;
		passes.push(now);
		return 0;
	};
}

/** Counts anew each minute. @param age of the minute at the first submit */
export function fixedWindow(perMinute: number, age = 0): Service {
	let start: number | undefined;
	let count = 0;
	return (now) => {
		start ??= now - age;
		if (now >= start + MINUTE) {
			start += Math.floor((now - start) / MINUTE) * MINUTE;
			count = 0;
		}
		if (count >= perMinute) return start + MINUTE - now;
		count += 1;
		return 0;
	};
}

/** Gives out what it has, and gets more bit by bit. */
export function tokenBucket(perMinute: number): Service {
	const interval = MINUTE / perMinute;
	let tokens = perMinute;
	let filledAt: number | undefined;
	return (now) => {
		tokens = Math.min(perMinute, tokens + (now - (filledAt ?? now)) / interval);
		filledAt = now;
		if (tokens < 1) return (1 - tokens) * interval;
		tokens -= 1;
		return 0;
	};
}
