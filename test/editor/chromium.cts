import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { runCommand } from '../server/fixture/runCommand.cts';

/** Names a Chromium or Chrome program of the user's own. */
const CHROMIUM_VARIABLE = 'CHROMIUM_PATH';

/** Where Debian's and Ubuntu's packages put it. */
const DEBIAN_PROGRAM = '/usr/bin/chromium';

/** Enough for a download of 100 MB with its libraries on a slow network. */
const INSTALL_LIMIT_MS = 10 * 60_000;

/**
 * Makes the browser quiet and the same everywhere: no sandbox (containers lack the rights for it), no graphics card, and no requests beyond this machine.
 */
export const CHROMIUM_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// The editor requests things from the internet (an assistant, a forum) that no test should wait for.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/**
 * The browser's program. Where there is none, Debian's package is installed with apt-get, which needs root.
 *
 * @param report called with a sentence about what takes so long
 * @throws Error that says how to install one when apt-get is missing or fails
 */
export async function chromiumProgram(report?: (message: string) => void): Promise<string> {
	const program = process.env[CHROMIUM_VARIABLE] || DEBIAN_PROGRAM;
	if (await isProgram(program)) return program;
	if (program !== DEBIAN_PROGRAM) {
		throw new Error(`${CHROMIUM_VARIABLE} names ${program}, which is no program`);
	}
	report?.('Installing Chromium with apt-get (once, a minute)');
	await installWithApt();
	return program;
}

async function isProgram(path: string): Promise<boolean> {
	return await access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
}

async function installWithApt(): Promise<void> {
	const options = {
		folder: homedir(),
		limitMs: INSTALL_LIMIT_MS,
		environment: { DEBIAN_FRONTEND: 'noninteractive' },
	};
	try {
		await runCommand('apt-get', ['update'], options);
		await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
	} catch (error) {
		throw new Error(
			`The editor tests need Chromium, and it could not be installed with apt-get. Install it by hand and name its program in ${CHROMIUM_VARIABLE}.`,
			{ cause: error },
		);
	}
}
