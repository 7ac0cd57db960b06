import type { IBinaryData } from 'n8n-workflow';

/** What a video's file says of itself. What it does not say, or not clearly, is missing. */
export interface VideoFacts {
	/** Pixels as a player shows them: turned where the file says so. */
	readonly width?: number;
	readonly height?: number;
	/** Length in seconds, to the millisecond. */
	readonly durationSeconds?: number;
	/** Whether the video has a sound track. */
	readonly hasAudio?: boolean;
}

/** A video in n8n's store. */
export interface StoredVideo {
	readonly file: IBinaryData;
	readonly facts: VideoFacts;
}

/** Reads a video's file while it streams by, in constant memory. */
export interface VideoReader {
	/** Takes the next bytes. */
	take(chunk: Buffer): void;
	/** Whether the file may end here: a player would miss nothing. */
	isWhole(): boolean;
	/** What the file has said of itself. */
	facts(): VideoFacts;
}

/**
 * Bytes of a part that is read as a whole: the description of more than ten hours. A longer part is
 * passed over, and what it says stays unknown.
 */
export const MOST_BYTES_READ = 8 * 1024 * 1024;

const MILLISECONDS = 1000;

/** A length as the facts tell it; undefined where it is none. */
export function wholeMilliseconds(seconds: number | undefined): number | undefined {
	const rounded = Math.round((seconds ?? 0) * MILLISECONDS) / MILLISECONDS;
	return Number.isFinite(rounded) && rounded > 0 ? rounded : undefined;
}
