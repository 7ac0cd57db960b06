import { globSync } from 'node:fs';
import { join, sep } from 'node:path';

export const ROOT = join(__dirname, '../../..');

/** What is not the project's own: installed, built, or left behind by a run. */
const NOT_OURS = ['node_modules', '.git', 'dist', 'coverage', 'demo-output', 'test-artifacts'];

/** The project's text files, as paths below its folder. */
export const TEXT_FILES = globSync(['*', '.github/**/*', '*/**/*.{md,json,yml,ts,cts,mjs}'], {
	cwd: ROOT,
	withFileTypes: true,
	exclude: ({ name }) => NOT_OURS.includes(name),
})
	.filter((entry) => entry.isFile())
	.map((entry) =>
		join(entry.parentPath, entry.name)
			.slice(ROOT.length + 1)
			.split(sep)
			.join('/'),
	);

/** The pages that people read; a template becomes one elsewhere. */
export const PAGES = TEXT_FILES.filter((file) => /(?<!template)\.md$/.test(file));
