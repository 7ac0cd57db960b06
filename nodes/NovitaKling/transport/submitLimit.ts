import { pause } from './pause';
import { type Permit, type RunPace, SubmitPace } from './submitPace';

/** Milliseconds after which those who wait are looked at again, whatever was foreseen. */
const LONGEST_SLEEP = 500;

/** A submit that waits for its permit. */
interface Waiting {
	/** Milliseconds since 1970. */
	readonly deadline: number;
	readonly end: (permit?: Permit) => void;
}

/**
 * The submits of all runs that one rate limit of an account is for. Runs that met the limit get its
 * places by turns, so that a long one cannot starve a short one; within a run, the first comes first.
 */
export class SubmitLimit {
	readonly pace = new SubmitPace();
	/** Those who wait, by run; the run that has waited longest for a place comes first. */
	private readonly queues = new Map<RunPace, Waiting[]>();
	private isServing = false;
	private changed = new AbortController();

	/**
	 * Waits for a permit, but not longer than a deadline.
	 *
	 * @param deadline milliseconds since 1970
	 * @returns undefined where the deadline came first
	 * @throws the signal's reason
	 */
	async permit(run: RunPace, signal: AbortSignal, deadline: number): Promise<Permit | undefined> {
		signal.throwIfAborted();
		if (!run.isLimited) return this.pace.take(run, Date.now());
		return await new Promise((resolve, reject) => {
			const stop = () => {
				this.drop(run, waiting);
				reject(signal.reason as Error);
			};
			const waiting: Waiting = {
				deadline,
				end: (permit) => {
					signal.removeEventListener('abort', stop);
					resolve(permit);
				},
			};
			signal.addEventListener('abort', stop, { once: true });
			this.queues.set(run, [...(this.queues.get(run) ?? []), waiting]);
			this.change();
			void this.serve();
		});
	}

	/** Something has become known or free. */
	change(): void {
		this.changed.abort();
		this.changed = new AbortController();
	}

	/** Serves those who wait until none is left. */
	private async serve(): Promise<void> {
		if (this.isServing) return;
		this.isServing = true;
		while (this.queues.size > 0) {
			const now = Date.now();
			this.endLate(now);
			if (this.grantOne(now)) continue;
			await pause(this.timeToSleep(now), this.changed.signal).catch(() => undefined);
		}
		this.isServing = false;
	}

	/** Gives the next place to the run that has waited longest for one. */
	private grantOne(now: number): boolean {
		for (const [run, [first, ...others]] of this.queues) {
			const permit = this.pace.take(run, now);
			if (!permit) continue;
			this.queues.delete(run);
			if (others.length > 0) this.queues.set(run, others);
			first.end(permit);
			return true;
		}
		return false;
	}

	private endLate(now: number): void {
		for (const [run, queue] of this.queues) {
			for (const waiting of queue.filter(({ deadline }) => deadline <= now)) {
				this.drop(run, waiting);
				waiting.end();
			}
		}
	}

	private drop(run: RunPace, waiting: Waiting): void {
		const others = this.queues.get(run)?.filter((other) => other !== waiting) ?? [];
		if (others.length > 0) this.queues.set(run, others);
		else this.queues.delete(run);
		this.change();
	}

	private timeToSleep(now: number): number {
		const times = [...this.queues].flatMap(([run, queue]) => [
			this.pace.nextTime(run, now),
			...queue.map(({ deadline }) => deadline),
		]);
		return Math.min(Math.max(Math.min(...times) - now, 1), LONGEST_SLEEP);
	}
}
