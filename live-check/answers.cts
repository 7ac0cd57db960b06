import { createInterface, type Interface } from 'node:readline';
import type { ReadStream } from 'node:tty';

/** Milliseconds. A question that nobody answers in this time is answered with no. */
const ANSWER_LIMIT = 10 * 60_000;

const YES = /^\s*y(es)?\s*$/i;

/**
 * Reads answers from standard input, a line each. Only a line that says yes means yes: the end of the
 * input, an empty line, a stop and silence all mean no.
 */
export class Answers {
	private readonly reader: Interface;
	private readonly lines: string[] = [];
	private hasEnded = false;
	private answer: (line: string) => void = () => undefined;

	/** @param stop answers the question that is open, and every later one, with no */
	constructor(
		private readonly input: ReadStream,
		private readonly stop: AbortSignal,
	) {
		// Not as a terminal: there Ctrl+C would be a key of the line, and not a signal.
		this.reader = createInterface({ input, terminal: false });
		this.reader.on('line', (line) => {
			this.lines.push(line);
			// A program that writes without end is read only as far as there are questions.
			if (!input.isTTY) this.reader.pause();
			this.answerFromLines();
		});
		this.reader.on('close', () => {
			this.hasEnded = true;
			this.answerFromLines();
		});
	}

	/** Asks a question; what was typed at a terminal before it does not answer it. */
	async isYes(question: string): Promise<boolean> {
		if (this.input.isTTY) this.lines.length = 0;
		process.stdout.write(`${question} [yes/no] `);
		const line = await new Promise<string>((resolve) => {
			const limit = AbortSignal.any([AbortSignal.timeout(ANSWER_LIMIT), this.stop]);
			limit.addEventListener('abort', () => resolve(''), { once: true });
			if (limit.aborted) resolve('');
			this.answer = resolve;
			this.answerFromLines();
			if (this.lines.length === 0 && !this.hasEnded) this.reader.resume();
		});
		this.answer = () => undefined;
		if (!this.input.isTTY) process.stdout.write('\n');
		return YES.test(line) && !this.stop.aborted;
	}

	/** Lets go of standard input. */
	close(): void {
		this.reader.close();
		// Closing a reader that is paused leaves a pipe open, and the process would wait for it.
		this.input.destroy();
	}

	private answerFromLines(): void {
		if (this.lines.length > 0 || this.hasEnded) this.answer(this.lines.shift() ?? '');
	}
}
