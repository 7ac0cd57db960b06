import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What ffmpeg makes of a file: written by scripts/makeVideoCorpus.mjs. */
export interface CorpusFile {
	readonly name: string;
	readonly mimeType: string;
	/** What a player shows. */
	readonly plays: {
		readonly width: number;
		readonly height: number;
		readonly durationSeconds?: number;
		readonly hasAudio: boolean;
	};
	/** Bytes after which the file may be cut so that a player shows all of it, or not. */
	readonly cut: { readonly wholeAt: readonly number[]; readonly damagedAt: readonly number[] };
}

/** The path of a file of the corpus. */
export function corpusPath(name: string): string {
	return join(__dirname, 'files', name);
}

/** All files of the corpus. */
export const CORPUS = JSON.parse(readFileSync(corpusPath('facts.json'), 'utf8')) as CorpusFile[];
