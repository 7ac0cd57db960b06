/**
 * Installs the dev dependencies where they are missing or older than the lock file, so that each
 * command of the README works on a fresh clone. Runs on the machine's own Node.js, before anything
 * is installed; the packages then bring the Node.js 24 that n8n needs.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** What npm writes last when an installation is complete. */
const INSTALLED = 'node_modules/.package-lock.json';

const changedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (changedAt(INSTALLED) < changedAt('package-lock.json')) {
	console.log('Installing the dev dependencies; this takes a few minutes the first time …');
	const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit'], {
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	process.exit(status ?? 1);
}
