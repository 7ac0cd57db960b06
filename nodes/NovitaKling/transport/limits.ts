import { pause } from './pause';

/** Status requests a second at most, whatever the number of items; Novita documents no limit for them. */
const REQUESTS_PER_SECOND = 50;

/** Requests that may go out at once after a quiet time; then the rate above holds. */
const BURST = 100;

/** Runs a limited number of jobs at a time; the others wait in the order they came. */
export class ConcurrencyLimit {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/** Runs a job as soon as fewer than the limit are running. */
	async run<T>(job: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free -= 1;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await job();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free += 1;
		}
	}
}

/** Keeps the status requests of a run under one rate, and slows all of them down when Novita asks for it. */
export class RateLimit {
	private readonly spacing = 1000 / REQUESTS_PER_SECOND;
	/** When the next request may go out, if requests were evenly spaced. */
	private nextAt = 0;
	private pausedUntil = 0;

	/**
	 * Waits until a request may be sent, but not longer than its deadline.
	 *
	 * @param deadline milliseconds since 1970
	 */
	async turn(signal: AbortSignal, deadline: number): Promise<void> {
		for (;;) {
			await this.endOfPause(signal, deadline);
			const now = Date.now();
			const scheduledAt = Math.max(this.nextAt, now - BURST * this.spacing);
			this.nextAt = scheduledAt + this.spacing;
			await pause(Math.min(scheduledAt, deadline) - now, signal);
			// The answer to another item may have paused the requests while this one waited for its turn.
			if (this.pausedUntil <= Date.now() || deadline <= Date.now()) return;
		}
	}

	private async endOfPause(signal: AbortSignal, deadline: number): Promise<void> {
		for (;;) {
			const left = Math.min(this.pausedUntil, deadline) - Date.now();
			if (!(left > 0)) return;
			await pause(left, signal);
		}
	}

	/** Holds all requests back for a time in milliseconds. */
	pauseFor(milliseconds: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + milliseconds);
		// No burst after the pause: a service that asked for less gets the even rate.
		this.nextAt = Math.max(this.nextAt, this.pausedUntil);
	}
}
