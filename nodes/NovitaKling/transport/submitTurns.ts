import { pause } from './pause';
import { SubmitLimit } from './submitLimit';
import { type Permit, type RunPace, newRunPace } from './submitPace';

/** Submits that are answered at a time, at least: all of them may be refused where a limit is met. */
const FEWEST_SENT = 3;

/** For so many submits that have passed, one more may be on its way. */
const PASSED_FOR_ONE_MORE = 8;

/** The same for large submits, all of which are in memory. */
const MOST_LARGE_SENT = 4;

/** Milliseconds after which the next submit goes all the same, where answers are slow. */
const SPACING = 50;

/** Limits that this process has met, by account and path: they count for all of its executions. */
const limits = new Map<string, SubmitLimit>();

/** The limit for the submits of an account to one path. */
export function submitLimitOf(account: string, path: string): SubmitLimit {
	const key = JSON.stringify([account, path]);
	const limit = limits.get(key) ?? new SubmitLimit();
	limits.set(key, limit);
	return limit;
}

/** When a submit may be sent. Each turn ends with exactly one of the last three. */
export interface SubmitTurn {
	/**
	 * Waits until few enough submits are on their way.
	 *
	 * @param isLarge whether the submit holds a file
	 * @returns whether the turn still counts; it does not once another submit was refused for now
	 * @throws the signal's reason
	 */
	open(signal: AbortSignal, isLarge?: boolean): Promise<boolean>;
	/** The submit passed the limit, whatever else became of it. */
	passed(): void;
	/** The submit was refused for now. @param wait milliseconds, where the service says how long */
	refused(wait?: number): void;
	/** The submit was not sent. */
	giveBack(): void;
}

/** The turns of one run: by path, because Novita limits the submits of each model. */
export class SubmitTurns {
	private readonly paces = new Map<string, RunPace>();
	/** Submits that have passed since the latest refusal. */
	private passes = 0;
	private sent = 0;
	private sentAt = 0;
	private line: Promise<void> = Promise.resolve();
	private answered = new AbortController();

	constructor(private readonly limitOf: (path: string) => SubmitLimit) {}

	/**
	 * Waits for a turn, but not longer than a deadline.
	 *
	 * @param deadline milliseconds since 1970
	 * @returns undefined where the deadline came first
	 * @throws the signal's reason
	 */
	async next(path: string, signal: AbortSignal, deadline: number): Promise<SubmitTurn | undefined> {
		const limit = this.limitOf(path);
		const pace = this.paces.get(path) ?? newRunPace();
		this.paces.set(path, pace);
		const permit = await limit.permit(pace, signal, deadline);
		return permit && this.turn(limit, pace, permit);
	}

	private turn(limit: SubmitLimit, pace: RunPace, permit: Permit): SubmitTurn {
		const { refusals } = pace;
		let isOpen = false;
		const end = (note: () => void) => {
			if (isOpen) this.leave();
			note();
			limit.change();
		};
		return {
			open: async (signal, isLarge = false) => {
				await this.enter(signal, isLarge);
				isOpen = true;
				return refusals === pace.refusals;
			},
			passed: () =>
				end(() => {
					this.passes += 1;
					limit.pace.passed(pace, permit, Date.now());
				}),
			refused: (wait) =>
				end(() => {
					this.passes = 0;
					limit.pace.refused(pace, permit, Date.now(), wait);
				}),
			giveBack: () => end(() => limit.pace.giveBack(pace)),
		};
	}

	/** Waits, one after the other, until few enough submits are on their way. */
	private async enter(signal: AbortSignal, isLarge: boolean): Promise<void> {
		const entered = this.line.then(async () => {
			while (!this.hasRoom(isLarge)) {
				const soon = AbortSignal.any([signal, this.answered.signal]);
				const wait = isLarge ? SPACING : this.sentAt + SPACING - Date.now();
				await pause(wait, soon).catch(() => undefined);
				signal.throwIfAborted();
			}
			this.sent += 1;
			this.sentAt = Date.now();
		});
		this.line = entered.catch(() => undefined);
		await entered;
	}

	private hasRoom(isLarge: boolean): boolean {
		if (isLarge) return this.sent < MOST_LARGE_SENT;
		const most = Math.max(FEWEST_SENT, Math.floor(this.passes / PASSED_FOR_ONE_MORE));
		return this.sent < most || Date.now() >= this.sentAt + SPACING;
	}

	private leave(): void {
		this.sent -= 1;
		this.answered.abort();
		this.answered = new AbortController();
	}
}
