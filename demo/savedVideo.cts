import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readVideoFacts, type VideoFacts } from './mp4Facts.cts';

/** A checked video on disk. */
export interface SavedVideo extends VideoFacts {
	/** Path as the user would type it. */
	readonly path: string;
	readonly bytes: number;
}

/**
 * Writes a video into a folder, once it has been checked to be one. The name appears only when the
 * file is whole.
 *
 * @throws Error if it is no MP4 video or cannot be written
 */
export async function saveVideo(folder: string, name: string, bytes: Buffer): Promise<SavedVideo> {
	const facts = readVideoFacts(bytes);
	if (facts === undefined) throw new Error('The file that n8n stored is not an MP4 video.');
	const path = join(folder, name);
	await writeFile(`${path}.part`, bytes);
	await rename(`${path}.part`, path);
	return { path, bytes: bytes.length, ...facts };
}
