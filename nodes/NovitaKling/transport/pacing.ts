import { sleep } from 'n8n-workflow';

/** Older n8n does not wake a sleep on cancel, so nothing sleeps longer than this at a time. */
const LONGEST_SLEEP = 500;

/**
 * Waits, and ends at once when the run is stopped.
 *
 * @param milliseconds how long
 * @throws the signal's reason
 */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	const endsAt = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = endsAt - Date.now()) {
		signal.throwIfAborted();
		await sleep(Math.min(left, LONGEST_SLEEP), signal);
	}
	signal.throwIfAborted();
}

/** Lets a limited number of jobs run at a time; the others wait in the order they came. */
export class Slots {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/** Runs a job as soon as there is a slot for it. */
	async use<T>(job: () => Promise<T>): Promise<T> {
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

/** Requests of one kind, submits or questions, a second at most, whatever the number of items. */
const REQUESTS_PER_SECOND = 20;

/** Requests that may go out at once after a quiet time; then the rate above holds. */
const BURST = 20;

/** Keeps the requests of one kind under one rate, and slows all of them down when Novita asks for it. */
export class RequestGate {
	private readonly spacing = 1000 / REQUESTS_PER_SECOND;
	/** When the next request may go out, if requests were evenly spaced. */
	private nextAt = 0;
	private pausedUntil = 0;

	/**
	 * Waits for a request's turn, but not longer than its deadline.
	 *
	 * @param deadline milliseconds since 1970
	 */
	async turn(signal: AbortSignal, deadline: number): Promise<void> {
		for (;;) {
			await this.endOfBreak(signal, deadline);
			const now = Date.now();
			const scheduledAt = Math.max(this.nextAt, now - BURST * this.spacing);
			this.nextAt = scheduledAt + this.spacing;
			await pause(Math.min(scheduledAt, deadline) - now, signal);
			// Another item's answer may have asked for a break while this one waited for its turn.
			if (this.pausedUntil <= Date.now() || deadline <= Date.now()) return;
		}
	}

	private async endOfBreak(signal: AbortSignal, deadline: number): Promise<void> {
		for (;;) {
			const left = Math.min(this.pausedUntil, deadline) - Date.now();
			if (!(left > 0)) return;
			await pause(left, signal);
		}
	}

	/** Holds all requests back for a time in milliseconds. */
	holdBack(milliseconds: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + milliseconds);
		// No burst after the break: a service that asked for less gets the even rate.
		this.nextAt = Math.max(this.nextAt, this.pausedUntil);
	}
}
