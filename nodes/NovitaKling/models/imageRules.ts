import type { ImageField } from './types';

/** An image's rules as text, for messages and the panel. */
export function imageRules(field: ImageField): string {
	const { maxBytes, minSidePixels, maxSideRatio } = field;
	const rules = `a JPEG or PNG of at least ${minSidePixels} x ${minSidePixels} px and at most ${inMegabytes(maxBytes)}`;
	return maxSideRatio
		? `${rules}, its long side at most ${maxSideRatio} times the short one`
		: rules;
}

/**
 * Megabytes as n8n shows them, rounded up so that a file over the limit never reads as the limit.
 *
 * @param bytes size of a file
 */
export function inMegabytes(bytes: number): string {
	return `${Math.ceil(bytes / 100_000) / 10} MB`;
}
