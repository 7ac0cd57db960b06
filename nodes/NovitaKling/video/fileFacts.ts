import type { VideoFacts } from './facts';
import { formatOf } from './format';

/** What a whole video file says of itself; undefined where it is no video. */
export function factsOfFile(bytes: Buffer): VideoFacts | undefined {
	const reader = formatOf(bytes, true)?.createReader?.();
	reader?.take(bytes);
	return reader?.facts();
}
