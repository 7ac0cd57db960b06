import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { factsOfFile } from '../nodes/NovitaKling/video/fileFacts';

/** A checked video on disk. */
export interface SavedVideo {
	/** Path as the user would type it. */
	readonly path: string;
	readonly bytes: number;
	readonly width: number;
	readonly height: number;
	readonly seconds: number;
}

/**
 * Writes a video into a folder, once it has been checked to be one. The name appears only when the
 * file is whole.
 *
 * @throws Error if it is no video or cannot be written
 */
export async function saveVideo(folder: string, name: string, bytes: Buffer): Promise<SavedVideo> {
	const { width, height, durationSeconds: seconds } = factsOfFile(bytes) ?? {};
	if (!width || !height || !seconds) throw new Error('The file that n8n stored is not a video.');
	const path = join(folder, name);
	await writeFile(`${path}.part`, bytes);
	await rename(`${path}.part`, path);
	return { path, bytes: bytes.length, width, height, seconds };
}
