import type { Behaviour, Faults, Match, Repeated } from './faults.cts';

/**
 * Finds the fault that the nth request meets.
 *
 * @param faults the list, or undefined for none
 * @param index 0 for the first request
 * @returns the fault, or undefined where the request is to be answered normally
 */
export function faultAt<F extends Repeated>(
	faults: Faults<F> | undefined,
	index: number,
): F | undefined {
	let firstIndexAfter = 0;
	for (const entry of faults ?? []) {
		firstIndexAfter += entry === 'none' ? 1 : (entry.times ?? 1);
		if (index < firstIndexAfter) {
			return entry === 'none' ? undefined : entry;
		}
	}
	return undefined;
}

/** A registered behaviour, with the number of submits that it has met so far. */
export interface Rule {
	readonly match: Match;
	readonly behaviour: Behaviour;
	submits: number;
}

function fits(pattern: string | RegExp | undefined, candidates: readonly string[]): boolean {
	if (pattern === undefined) return true;
	return candidates.some((candidate) =>
		typeof pattern === 'string' ? candidate === pattern : candidate.search(pattern) >= 0,
	);
}

/** Tells whether a submit is one that the match describes. */
export function matches(match: Match, path: string, body: unknown): boolean {
	const prompt = (body as { prompt?: unknown } | undefined)?.prompt;
	return (
		fits(match.path, [path, path.slice(path.lastIndexOf('/') + 1)]) &&
		fits(match.prompt, typeof prompt === 'string' ? [prompt] : [])
	);
}
