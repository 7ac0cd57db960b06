import type { FileRules, ImageRules, VideoRules } from './types';

/** What a file has to be as text, for messages and the panel. */
export function fileRules(file: FileRules): string {
	return file.kind === 'image' ? imageRules(file.rules) : videoRules(file.rules);
}

/** An image's rules as text. */
export function imageRules({ maxBytes, minSidePixels, maxSideRatio }: ImageRules): string {
	const limits = [
		minSidePixels && `at least ${minSidePixels} x ${minSidePixels} px`,
		maxBytes && `at most ${inMegabytes(maxBytes)}`,
	].filter(Boolean);
	const rules = limits.length === 0 ? 'a JPEG or PNG' : `a JPEG or PNG of ${limits.join(' and ')}`;
	return maxSideRatio
		? `${rules}, its long side at most ${maxSideRatio} times the short one`
		: rules;
}

function videoRules({ maxBytes, minSidePixels, seconds }: VideoRules): string {
	return `an MP4 or MOV of ${seconds.join(' to ')} seconds and at most ${inMegabytes(maxBytes)}, each side at least ${minSidePixels} px`;
}

/**
 * Megabytes as n8n shows them, rounded up so that a file over the limit never reads as the limit.
 *
 * @param bytes size of a file
 */
export function inMegabytes(bytes: number): string {
	return `${Math.ceil(bytes / 100_000) / 10} MB`;
}
