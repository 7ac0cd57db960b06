import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process of its own that answers one message at a time. */
export class Child {
	private constructor(private readonly process: ChildProcess) {}

	/**
	 * Starts a file of this project in a process of its own.
	 *
	 * @param file absolute path of a `.cts` file, run by the same loader as this one
	 * @param nodeFlags flags of Node.js for it, besides those of this process
	 */
	static start(
		file: string,
		args: readonly string[] = [],
		nodeFlags: readonly string[] = [],
	): Child {
		const execArgv = [...process.execArgv, ...nodeFlags];
		return new Child(
			fork(file, args, { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
		);
	}

	/**
	 * Waits for the next message.
	 *
	 * @throws Error if the process ends without one
	 */
	async next<Answer>(): Promise<Answer> {
		const finished = new AbortController();
		const { signal } = finished;
		try {
			return await Promise.race([
				once(this.process, 'message', { signal }).then(([message]) => message as Answer),
				once(this.process, 'exit', { signal }).then(([code]) => {
					throw new Error(`A process of the measurement ended early with code ${code}.`);
				}),
			]);
		} finally {
			finished.abort();
		}
	}

	/** Sends a message and waits for the answer. */
	async ask<Answer>(message: object): Promise<Answer> {
		const answer = this.next<Answer>();
		this.process.send(message);
		return await answer;
	}

	/** Ends the process and waits until it is gone. */
	async stop(): Promise<void> {
		if (this.process.exitCode !== null || this.process.signalCode !== null) return;
		const gone = once(this.process, 'exit');
		this.process.disconnect();
		await gone;
	}
}
