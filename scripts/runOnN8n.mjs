/**
 * Runs the engine tests on another version of n8n's engine: `npm run test:compatibility -- 2.20.0`.
 * The checkout is copied into a cache folder, where that version of n8n-core is installed once; what
 * follows the version goes to jest, e.g. the test files to run.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKOUT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Written last, into node_modules: without it they are left from an interrupted installation. */
const MARKER_FILE = join('node_modules', 'installed-for.json');

const RESULT_FILE = 'test-artifacts/compatibility.json';

/** npm is a script of the shell on Windows. */
const SHELL = process.platform === 'win32';

/** Older n8n requires packages that are ES modules, which jest can do only with this. */
const JEST_ENVIRONMENT = { NODE_OPTIONS: '--experimental-vm-modules' };

const [version, ...jestArguments] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+/.test(version ?? '')) {
	console.error('Give the version of n8n-core, e.g. npm run test:compatibility -- 2.20.0');
	process.exit(2);
}
const userCache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
const folder = join(userCache, 'n8n-nodes-novita-kling', 'compatibility', version);

const workflowVersion = readRegistry(`n8n-core@${version}`, 'dependencies.n8n-workflow');
copyCheckout();
const dependencies = chooseDependencies();
if (!areInstalled(dependencies)) install(dependencies);
build();
process.exitCode = runTests();

/** A field of a package's entry in the registry. */
function readRegistry(name, field) {
	return execFileSync('npm', ['view', name, field], { encoding: 'utf8', shell: SHELL }).trim();
}

/** Replaces the files of an earlier run by the tracked files as they are now. */
function copyCheckout() {
	mkdirSync(folder, { recursive: true });
	for (const name of readdirSync(folder)) {
		if (name !== 'node_modules') rmSync(join(folder, name), { recursive: true });
	}
	const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: CHECKOUT, encoding: 'utf8' });
	for (const path of tracked.split('\0').filter(Boolean)) {
		const source = join(CHECKOUT, path);
		// A file that was removed stays tracked until the removal is committed.
		if (existsSync(source)) cpSync(source, join(folder, path));
	}
}

/** Writes the wanted n8n into the copy's package.json; returns its dependencies as one text. */
function chooseDependencies() {
	const file = join(folder, 'package.json');
	const contents = JSON.parse(readFileSync(file, 'utf8'));
	Object.assign(contents.devDependencies, {
		'n8n-core': version,
		'n8n-workflow': workflowVersion,
	});
	writeFileSync(file, JSON.stringify(contents, null, '\t'));
	return JSON.stringify(contents.devDependencies);
}

function areInstalled(dependencies) {
	const marker = join(folder, MARKER_FILE);
	return existsSync(marker) && readFileSync(marker, 'utf8') === dependencies;
}

function install(dependencies) {
	console.log(`Installing n8n-core ${version} into ${folder} (once, a few minutes) …`);
	rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
	run('npm', ['install', '--no-fund', '--no-audit', '--loglevel=error']);
	writeFileSync(join(folder, MARKER_FILE), dependencies);
}

/**
 * Compiles what is shipped: the code as it is against n8n's current types. An older n8n's lack
 * what the code uses where it is there, so they are left out.
 */
function build() {
	run('npm', ['exec', '--', 'tsc', '--noCheck']);
	run('npm', ['exec', '--', 'gulp', '--silent']);
}

/** Runs the tests, prints how many passed, and returns the exit code. */
function runTests() {
	const testMatch = ['--testMatch', '<rootDir>/test/engine/**/*.test.cts'];
	// Older n8n leaves something open at the end, for which jest would wait without end.
	const report = ['--forceExit', '--json', '--outputFile', RESULT_FILE];
	mkdirSync(join(folder, dirname(RESULT_FILE)), { recursive: true });
	start('npm', ['exec', '--', 'jest', ...testMatch, ...report, ...jestArguments], JEST_ENVIRONMENT);
	const result = JSON.parse(readFileSync(join(folder, RESULT_FILE), 'utf8'));
	// The tests of a file that cannot be loaded are not counted by jest; the file is one failure.
	const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
	const names = `n8n-core ${version} with n8n-workflow ${workflowVersion}`;
	console.log(`${names}: ${result.numPassedTests} passed, ${failed} failed`);
	return result.success ? 0 : 1;
}

/** Runs a command in the copy, and ends this script where it fails. */
function run(command, commandArguments) {
	const status = start(command, commandArguments);
	if (status !== 0) process.exit(status ?? 1);
}

/** Runs a command in the copy, and returns its exit code. */
function start(command, commandArguments, variables = {}) {
	const env = { ...process.env, ...variables };
	const options = { cwd: folder, env, stdio: 'inherit', shell: SHELL };
	return spawnSync(command, commandArguments, options).status;
}
