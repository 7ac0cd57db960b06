/**
 * Runs the rules of n8n's scanner, which n8n's verification requires: `npm run scan`. The scanner itself
 * takes a published package; here its rules get the packed one and the source. What it looks up besides,
 * npm's provenance and the source on GitHub, exists only after publishing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** npm is a script of the shell on Windows. */
const SHELL = process.platform === 'win32';

const folder = mkdtempSync(join(tmpdir(), 'scan-package-'));
try {
	const packArguments = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const packed = execFileSync('npm', packArguments, { encoding: 'utf8', shell: SHELL });
	const [{ filename }] = JSON.parse(packed);
	execFileSync('tar', ['-xzf', filename], { cwd: folder });
	await scan('the packed package', join(folder, 'package'));
	await scan('the source', process.cwd(), SOURCE_FILE_PATTERNS);
} finally {
	rmSync(folder, { recursive: true, force: true });
}

/** Prints what the scanner finds in a folder; a finding makes this script fail. */
async function scan(what, packageFolder, filePatterns) {
	const { passed, message, details = '' } = await analyzePackage(packageFolder, filePatterns);
	console.log(
		passed ? `n8n's scanner finds nothing in ${what}` : `In ${what}: ${message}\n${details}`,
	);
	if (!passed) process.exitCode = 1;
}
