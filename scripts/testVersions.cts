/**
 * Runs a selection of the server tests (test/server/versions.test.cts) on other versions of n8n:
 * `npm run test:versions -- 2.30.8 2.20.12`, or without versions those below. Each n8n is installed
 * into the cache of the server tests, one after the other, and removed again unless it was there before.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installN8n, installationFolder } from '../test/server/fixture/installN8n.cts';
import { traitsOf } from '../test/server/fixture/n8nVersions.cts';

/** The oldest, the last of n8n 1, and versions of n8n 2 between which something changed. */
const VERSIONS = ['1.100.1', '1.123.81', '2.0.3', '2.8.4', '2.20.12', '2.30.8', '2.41.1'];

const FILE = 'test/server/versions.test.cts';

const HELP = `Usage: npm run test:versions -- [--keep] [version ...]

--keep  leaves the n8n that it installs in the cache (about 3 GB each)

Without versions: ${VERSIONS.join(', ')}`;

/** What jest writes about a run, as far as it is read here. */
interface JestResult {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	/** Files that could not be run at all. */
	readonly numRuntimeErrorTestSuites: number;
}

const { values: flags, positionals } = parseArgs({
	options: { keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
	allowPositionals: true,
});

/** Installs one version, runs the tests on it, and says in a line how they went. */
async function tryVersion(version: string): Promise<{ line: string; isGood: boolean }> {
	const name = `n8n ${version} on Node.js ${traitsOf(version).nodeVersion}`;
	const folder = installationFolder(version);
	const isNew = !existsSync(folder);
	try {
		await installN8n({ version, report: console.error });
		const { numPassedTests: passed, ...result } = runTests(version);
		const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
		return { line: `${name}: ${passed} passed, ${failed} failed`, isGood: failed === 0 };
	} catch (error) {
		console.error(error);
		return { line: `${name}: could not be tried`, isGood: false };
	} finally {
		if (isNew && !flags.keep) rmSync(folder, { recursive: true, force: true });
	}
}

function runTests(version: string): JestResult {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-versions-'));
	const resultFile = join(folder, 'result.json');
	// The server suite leaves this file out.
	const file = ['--testPathIgnorePatterns', '/node_modules/', '--runTestsByPath', FILE];
	const jest = ['exec', '--', 'jest', '-c', 'jest.server.config.cjs', ...file];
	try {
		spawnSync('npm', [...jest, '--json', '--outputFile', resultFile], {
			env: { ...process.env, N8N_SERVER_VERSION: version },
			// Jest writes the result to its standard output too, and what people read to the other one.
			stdio: ['inherit', 'ignore', 'inherit'],
			shell: process.platform === 'win32',
		});
		return JSON.parse(readFileSync(resultFile, 'utf8')) as JestResult;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function main(): Promise<void> {
	if (flags.help) {
		console.log(HELP);
		return;
	}
	const versions = positionals.length > 0 ? positionals : VERSIONS;
	const odd = versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version));
	if (odd.length > 0) throw new Error(`Not a version of n8n: ${odd.join(', ')}`);
	const outcomes = [];
	for (const version of versions) outcomes.push(await tryVersion(version));
	console.log(['', ...outcomes.map(({ line }) => line)].join('\n'));
	if (!outcomes.every(({ isGood }) => isGood)) process.exitCode = 1;
}

void main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
});
