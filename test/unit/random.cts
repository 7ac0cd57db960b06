/** A number from 0 to below 1, the same sequence for the same seed. */
export type Random = () => number;

const UINT32_RANGE = 2 ** 32;

/** Numbers that look random and repeat with their seed: xorshift32, published by G. Marsaglia. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) / UINT32_RANGE;
	};
}

/** A whole number from 0 to below a bound. */
export function wholeBelow(bound: number, random: Random): number {
	return Math.floor(random() * bound);
}

/** Bytes of a chosen length. */
export function randomBytes(length: number, random: Random): Buffer {
	return Buffer.from(Array.from({ length }, () => wholeBelow(256, random)));
}
