import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A file on disk in n8n's store. */
export interface StoredFile {
	/** Its path below the store's folder, with forward slashes: the part of a file's ID after the colon. */
	path: string;
	/** Its length in bytes. */
	bytes: number;
}

/** The ending of the file that n8n writes beside each file to describe it. */
const METADATA_ENDING = '.metadata';

/** Every file in a folder of the store, also partial ones; none if the folder is not there. */
export async function filesIn(storageFolder: string, below = ''): Promise<StoredFile[]> {
	const entries = await readdir(join(storageFolder, below), {
		recursive: true,
		withFileTypes: true,
	}).catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	});
	const files = entries.filter((entry) => entry.isFile());
	return await Promise.all(
		files.map(async ({ parentPath, name }) => {
			const path = join(parentPath, name);
			const { size } = await stat(path);
			return { path: relative(storageFolder, path).replaceAll('\\', '/'), bytes: size };
		}),
	);
}

/** Those files that no output names: what a fault left behind. */
export function unnamedFiles(files: StoredFile[], namedIds: string[]): StoredFile[] {
	const named = new Set(namedIds.map((id) => id.slice(id.indexOf(':') + 1)));
	return files.filter(({ path }) => {
		const described = path.endsWith(METADATA_ENDING)
			? path.slice(0, -METADATA_ENDING.length)
			: path;
		return !named.has(described);
	});
}
