/** Milliseconds in which a limit counts, Novita's being a minute; a little more, for clocks that differ. */
const WINDOW = 60_100;

/** Milliseconds until a refusal is put to the test, where the service does not say how long to wait. */
const FIRST_INTERVAL = 1_000;

/** How much longer it takes to the next test after each that is refused, and milliseconds at most. */
const INTERVAL_GROWTH = 3;
const LONGEST_INTERVAL = 60_000;

/** By how many submits a limit must be passed to be none. */
const LIMIT_SLACK = 2;

/** Submits that pass one by one, before a service that refills bit by bit is tested for more. */
const TRICKLE_ROUND = 16;

/** How the interval of a trickle changes when more passes than it gives, and when less does. */
const TRICKLE_SHRINKS = 0.85;
const TRICKLE_GROWS = 1.25;

/**
 * Why a submit may go: nothing was refused so far; a place is free, as far as the limit is known; to
 * test whether one is free all the same; or because such a test has just passed.
 */
export type Permit = 'free' | 'predicted' | 'test' | 'more';

/** What one run has met. Times are milliseconds since 1970. */
export interface RunPace {
	/** Whether a submit of this run was refused for now. */
	isLimited: boolean;
	/** How many were. */
	refusals: number;
	/** Until then nothing goes: the service asked for it. */
	notBefore: number;
	/** When the next test is due. */
	testAt: number;
	/** Milliseconds between two tests. */
	interval: number;
	/** Since when no more than that many have passed. */
	fullSince: number;
	passedSince: number;
	/** When a test passed, and how many submits may be on their way since; 0 after a refusal. */
	testedAt: number;
	width: number;
	/** Whether one submit passes in each interval, as where a service refills bit by bit. */
	isTrickle: boolean;
	/** Whether places are free a minute after others passed. */
	hasWindow: boolean;
	/** Submits that are on their way. */
	open: number;
}

/** What is believed of a limit before it is tested. */
const UNTESTED = { interval: FIRST_INTERVAL, isTrickle: false, hasWindow: true };

/** A run that was never refused. */
export function newRunPace(): RunPace {
	return {
		...UNTESTED,
		...{ isLimited: false, refusals: 0, notBefore: 0, testAt: 0, testedAt: 0 },
		...{ fullSince: 0, passedSince: 0, width: 0, open: 0 },
	};
}

/**
 * Finds out from its refusals how many submits a service takes, and when. What passed in the minute
 * before a refusal is the limit, and a place is free once the oldest of them is a minute old: exact for
 * a window that slides, or that begins with the first submit. Ever rarer tests find a window that
 * begins at another time, and a service that refills bit by bit.
 *
 * Pure: whoever asks tells the time, in milliseconds since 1970.
 */
export class SubmitPace {
	/** When submits of the last minute passed, the oldest first. */
	private passes: number[] = [];
	/** Submits that fit into a window; undefined as long as that is unknown. */
	private limit: number | undefined;
	/** Submits of all runs that are on their way. */
	private open = 0;

	/** Takes a place for a submit. @returns undefined where it has to wait */
	take(run: RunPace, now: number): Permit | undefined {
		const permit = this.permitFor(run, now);
		if (!permit) return undefined;
		this.open += 1;
		run.open += 1;
		return permit;
	}

	/** When a run that has to wait may get its next place. */
	nextTime({ testAt, notBefore }: RunPace, now: number): number {
		const passes = this.passesAt(now);
		const leaving = this.limit === undefined ? undefined : passes[passes.length - this.limit];
		const predicted = leaving === undefined ? Number.POSITIVE_INFINITY : leaving + WINDOW;
		return Math.max(Math.min(predicted, testAt), notBefore);
	}

	/** Gives a place back whose submit was not sent. */
	giveBack(run: RunPace): void {
		this.open -= 1;
		run.open -= 1;
	}

	/** A submit passed the limit, whatever else became of it. */
	passed(run: RunPace, permit: Permit, now: number): void {
		this.giveBack(run);
		this.passes = [...this.passesAt(now), now];
		run.passedSince += 1;
		if (permit === 'free') this.limit &&= Math.max(this.limit, this.passes.length);
		else if (run.isTrickle) trickle(run, permit);
		else if (permit === 'test') [run.width, run.testedAt] = [1, now];
		else if (permit === 'more') this.widen(run);
		run.testAt = now + run.interval;
	}

	/**
	 * A submit was refused for now.
	 *
	 * @param wait milliseconds for which the service asks to wait; undefined where it does not say
	 */
	refused(run: RunPace, permit: Permit, now: number, wait?: number): void {
		this.giveBack(run);
		// What an earlier limit of this run was like says nothing about a new one.
		if (!run.isLimited) Object.assign(run, UNTESTED);
		if (permit === 'predicted' && run.isTrickle) run.hasWindow = false;
		if (permit !== 'test') this.learnLimit(run, now);
		else if (run.isTrickle) run.interval *= TRICKLE_GROWS;
		else run.interval = Math.min(run.interval * INTERVAL_GROWTH, LONGEST_INTERVAL);
		run.isLimited = true;
		run.refusals += 1;
		run.width = 0;
		run.notBefore = Math.max(run.notBefore, now + (wait ?? 0));
		run.testAt = wait ? run.notBefore : now + run.interval;
	}

	private permitFor(run: RunPace, now: number): Permit | undefined {
		if (!run.isLimited) return 'free';
		if (now < run.notBefore) return undefined;
		if (run.hasWindow && this.placesAt(now) > 0) return 'predicted';
		if (run.open < run.width) return 'more';
		return now >= run.testAt && run.open === 0 ? 'test' : undefined;
	}

	/** Nothing more fits: what passed is the limit, in a minute or bit by bit. */
	private learnLimit(run: RunPace, now: number): void {
		const { limit = 0 } = this;
		if (run.width > 0 && run.passedSince < limit / 2) {
			run.isTrickle = true;
			// The latest bit came somewhere between the last pass and now.
			run.interval = (now - run.fullSince) / (run.passedSince + 0.5);
		}
		this.limit = this.passesAt(now).length || undefined;
		run.fullSince = now;
		run.passedSince = 0;
	}

	/** Two in a row passed though nothing should: a new window has begun, or there is no such limit. */
	private widen(run: RunPace): void {
		this.passes = this.passes.filter((at) => at >= run.testedAt);
		const { limit = 0 } = this;
		const count = this.passes.length;
		run.isLimited = count <= limit + LIMIT_SLACK;
		run.width = count < limit ? run.width + 1 : 1;
	}

	/** Places that are free, as far as a limit is known. */
	private placesAt(now: number): number {
		return this.limit === undefined ? 0 : this.limit - this.passesAt(now).length - this.open;
	}

	private passesAt(now: number): number[] {
		return this.passes.filter((at) => at > now - WINDOW);
	}
}

/** Where a service refills bit by bit, more is tried only now and then. */
function trickle(run: RunPace, permit: Permit): void {
	if (permit === 'more') run.interval *= TRICKLE_SHRINKS;
	run.width = permit === 'test' && run.passedSince % TRICKLE_ROUND === 0 ? 1 : 0;
}
