const { rm } = require('node:fs/promises');
const { dest, src, task } = require('gulp');

/** What n8n reads beside the compiled code: the icons, and the codex that makes the node findable. */
const ASSETS = ['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'credentials/**/*.{svg,png}'];

/** Removes the last build, so that no file outlives its source. */
async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Copies the assets into dist/ at the same relative paths, where the compiled code looks for them. */
function buildAssets() {
	// Without `encoding: false`, gulp reads files as text and damages binary images.
	return src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));
}

task('clean', clean);
task('build:assets', buildAssets);
task('default', buildAssets);
