import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandIn, type StandIn, type StandInOptions } from '../novita-standin/standin.cts';

const PROJECT = join(__dirname, '../..');
const TSX = require.resolve('tsx/cli');

/** How the command is run. */
export interface CommandOptions {
	readonly flags?: readonly string[];
	/** In place of the stand-in's key; none where it is empty. */
	readonly apiKey?: string;
	/** Questions about a request whose description matches are answered with yes, all others with no. */
	readonly yes?: RegExp;
	/** Does something while the command runs; the function that it gets stops it as Ctrl+C does. */
	readonly meanwhile?: (stop: () => void) => Promise<void>;
}

/** How the command ended. */
export interface CommandEnd {
	readonly exitCode: number | null;
	/** Standard output and standard error. */
	readonly output: string;
	/** The report, where there is one. */
	readonly report: string | undefined;
}

/** A stand-in and the command that asks it; the report is in a folder of its own. */
export class LiveCheck {
	private readonly folder = mkdtempSync(join(tmpdir(), 'live-check-'));
	/** The report. */
	readonly file = join(this.folder, 'report.md');

	/** Use `withLiveCheck`. */
	constructor(readonly standIn: StandIn) {}

	/** Runs what `npm run check:live` runs. */
	async run({ flags = [], apiKey, yes, meanwhile }: CommandOptions = {}): Promise<CommandEnd> {
		const child = spawn(
			process.execPath,
			[TSX, ...commandLine(), '--output', this.file, ...flags],
			{
				cwd: PROJECT,
				env: {
					...process.env,
					NOVITA_API_KEY: apiKey ?? this.standIn.apiKey,
					NOVITA_BASE_URL: this.standIn.url,
				},
				stdio: [yes ? 'pipe' : 'ignore', 'pipe', 'pipe'],
			},
		);
		let output = '';
		child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stdout?.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			if (!yes || !output.endsWith('[yes/no] ')) return;
			const question = output.split('\n\n').at(-1) ?? '';
			child.stdin?.write(yes.test(question) ? 'yes\n' : 'no\n');
		});
		const ended = new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		await meanwhile?.(() => child.kill('SIGINT'));
		const exitCode = await ended;
		const report = existsSync(this.file) ? readFileSync(this.file, 'utf8') : undefined;
		return { exitCode, output, report };
	}

	/** Lets the stand-in charge for the next task. */
	async charge(dollars: number): Promise<void> {
		await this.standIn.waitFor(({ tasks }) => tasks.length > 0, LIMIT_MILLISECONDS);
		this.standIn.setBalance({ availableBalance: String(BALANCE - dollars * UNITS_PER_DOLLAR) });
	}

	/** Removes the report. */
	remove(): void {
		rmSync(this.folder, { recursive: true });
	}
}

/** The stand-in's balance at its start, in units of 0.0001 US dollars. */
const BALANCE = 1_000_000;
const UNITS_PER_DOLLAR = 10_000;

/** Long enough for the command on a busy machine, where a process takes half a minute to start. */
export const LIMIT_MILLISECONDS = 150_000;
jest.setTimeout(LIMIT_MILLISECONDS);

/** The words of the script in package.json, without the program. */
function commandLine(): string[] {
	const text = readFileSync(join(PROJECT, 'package.json'), 'utf8');
	const { scripts } = JSON.parse(text) as { scripts: Record<string, string> };
	return scripts['check:live'].split(' ').slice(1);
}

/** Gives a test a stand-in of its own, whose tasks end at once. */
export async function withLiveCheck(
	test: (check: LiveCheck) => Promise<void>,
	options: StandInOptions = {},
): Promise<void> {
	const standIn = await startStandIn({ taskSeconds: 0, ...options });
	const check = new LiveCheck(standIn);
	try {
		await test(check);
	} finally {
		await standIn.close();
		check.remove();
	}
}
