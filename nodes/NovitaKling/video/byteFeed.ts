/** What a parser wants next: bytes to read, or bytes to pass over. */
interface Wanted {
	readonly bytes: number;
	readonly isRead: boolean;
}

/**
 * A parser of a file that arrives in chunks of any size. It yields what it wants next, and gets the
 * bytes that it reads, or an empty buffer for those that it passes over.
 */
export type Parser<Result = void> = Generator<Wanted, Result, Buffer>;

/** Wants bytes to read. */
export function read(bytes: number): Wanted {
	return { bytes, isRead: true };
}

/** Wants bytes to pass over; `Infinity` for all that follow. */
export function skip(bytes: number): Wanted {
	return { bytes, isRead: false };
}

/** Feeds a parser with the chunks of a file, and holds no more than what it reads. */
export class ByteFeed {
	private wanted: Wanted | undefined;
	private missing = 0;
	private parts: Buffer[] = [];

	constructor(private readonly parser: Parser) {
		this.next(Buffer.alloc(0));
	}

	/** The bytes that have arrived of what the parser reads at the moment. */
	get unread(): Buffer {
		return Buffer.concat(this.parts);
	}

	/** Takes the next bytes of the file. */
	take(chunk: Buffer): void {
		let rest = chunk;
		while (this.wanted && rest.length > 0) {
			const part = rest.subarray(0, Math.min(this.missing, rest.length));
			if (this.wanted.isRead) this.parts.push(part);
			this.missing -= part.length;
			rest = rest.subarray(part.length);
			if (this.missing === 0) this.next(this.unread);
		}
	}

	/** Moves on to the next bytes that the parser wants. */
	private next(bytes: Buffer): void {
		this.parts = [];
		let step = this.parser.next(bytes);
		while (!step.done && step.value.bytes === 0) step = this.parser.next(Buffer.alloc(0));
		this.wanted = step.done ? undefined : step.value;
		this.missing = this.wanted?.bytes ?? 0;
	}
}
