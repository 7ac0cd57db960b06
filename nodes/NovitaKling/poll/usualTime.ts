/** How long tasks of one kind usually take at Novita, from submit to video. */
export interface UsualTime {
	/** Milliseconds that half of the tasks stay below. */
	readonly middle: number;
	/** How far most of them are from the middle, as a share of it: 0.1 is 10 % to either side. */
	readonly spread: number;
}

/** What a Kling task mostly takes, where nothing is known about its kind: about four minutes. */
export const PRESUMED_TIME: UsualTime = { middle: 240_000, spread: 0.05 };

/**
 * The latest tasks that count. With nine, the middle follows a service that has changed after five
 * tasks, and four odd ones do not move it.
 */
export const COUNTED_TASKS = 9;

/** Fewer tasks than this are chance. */
const FEWEST_TASKS = 3;

/** A few tasks that happen to be alike say little about the spread of others. */
const FEW_TASKS = 5;
const SMALLEST_SPREAD_OF_FEW = 0.1;

/** Tasks never take the same time to the second. */
const SMALLEST_SPREAD = 0.02;

/** Beyond this the times say nothing that is worth aiming at. */
const LARGEST_SPREAD = 0.35;

/** How much wider than the densest half of normally spread values their standard deviation is. */
const DENSEST_HALF_TO_SPREAD = 0.75;

/** Values within so many standard deviations of the densest half belong to it. */
const BELONGS_WITHIN = 2.5;

/** Middle and spread of nine tasks are themselves uncertain. */
const UNCERTAINTY = 1.25;

/**
 * How long tasks usually take, from how long the latest ones took. What counts is the densest half of
 * them and what lies near it, so that neither an outlier nor the time before a change spoils it.
 *
 * @param recent milliseconds, the latest task first
 * @returns undefined where too few tasks are known
 */
export function usualTimeOf(recent: readonly number[]): UsualTime | undefined {
	const logarithms = recent
		.filter((time) => Number.isFinite(time) && time > 0)
		.slice(0, COUNTED_TASKS)
		.map(Math.log)
		.sort((one, other) => one - other);
	if (logarithms.length < FEWEST_TASKS) return undefined;
	const alike = valuesNearDensestHalf(logarithms);
	const middle = meanOf(alike);
	const variance = meanOf(alike.map((value) => (value - middle) ** 2));
	const smallest = alike.length < FEW_TASKS ? SMALLEST_SPREAD_OF_FEW : SMALLEST_SPREAD;
	const spread = Math.max(Math.sqrt(variance) * UNCERTAINTY, smallest);
	return { middle: Math.exp(middle), spread: Math.min(spread, LARGEST_SPREAD) };
}

/** The shortest run of more than half of sorted values, and the values that are not far from it. */
function valuesNearDensestHalf(sorted: readonly number[]): number[] {
	const half = Math.floor(sorted.length / 2);
	const widths = sorted.slice(half).map((value, index) => value - sorted[index]);
	const width = Math.min(...widths);
	const start = sorted[widths.indexOf(width)];
	const center = start + width / 2;
	const reach = BELONGS_WITHIN * Math.max(width * DENSEST_HALF_TO_SPREAD, SMALLEST_SPREAD);
	return sorted.filter((value) => Math.abs(value - center) <= reach);
}

function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Milliseconds since the submit at which a number of spreads from the middle has passed. */
export function timeAt({ middle, spread }: UsualTime, spreads: number): number {
	return middle * Math.exp(spread * spreads);
}
