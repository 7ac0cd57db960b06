import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from '../fixture/waitFor.cts';

/** A start takes a second, on a busy machine longer. */
const START_LIMIT_MS = 30_000;

/** A shutdown takes a second. */
const STOP_LIMIT_MS = 15_000;

/** How a service is started. */
export interface ServiceOptions {
	program: string;
	programArguments: string[];
	/** The folder that holds its data, in which it runs. */
	folder: string;
	/** The user it runs as; this process's own by default. */
	user?: string;
	/** What it writes when it takes requests. */
	readyText: string;
}

/** A server from Debian's packages, run by the test itself with its data in a temporary folder. */
export class LocalService {
	private output = '';

	private constructor(
		private readonly child: ChildProcess,
		private readonly name: string,
	) {
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
		}
		child.once('error', (error) => (this.output += `\n${error.message}`));
	}

	/** Starts it and waits until it takes requests. @throws Error with its log when it does not */
	static async start(options: ServiceOptions): Promise<LocalService> {
		const { program, programArguments, folder, user, readyText } = options;
		const asUser = user ? [`--reuid=${user}`, `--regid=${user}`, '--init-groups'] : [];
		// It ends with the test process, however that ends.
		const launcher = [...asUser, '--pdeathsig=KILL', program, ...programArguments];
		const child = spawn('setpriv', launcher, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
		const service = new LocalService(child, program);
		try {
			await waitFor(async () => service.isReady(readyText), {
				what: `${program} to be ready`,
				limitMs: START_LIMIT_MS,
				describe: () => service.output,
			});
		} catch (error) {
			await service.stop('SIGKILL');
			throw error;
		}
		return service;
	}

	/** Ends it and waits until it is gone. @throws Error when it has not ended within fifteen seconds */
	async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		if (this.hasEnded || this.child.pid === undefined) return;
		const exit = once(this.child, 'exit', { signal: AbortSignal.timeout(STOP_LIMIT_MS) });
		this.child.kill(signal);
		await exit;
	}

	private isReady(readyText: string): true | undefined {
		if (this.hasEnded || this.child.pid === undefined) {
			throw new Error(`${this.name} ended while starting:\n${this.output}`);
		}
		return this.output.includes(readyText) || undefined;
	}

	private get hasEnded(): boolean {
		return this.child.exitCode !== null || this.child.signalCode !== null;
	}
}
