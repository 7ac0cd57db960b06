import { dollarsText } from './dollars';
import { ItemFailure } from './failure';
import { NOT_PAID } from './submitFailures';
import { WAY_TO_A_LOG, whyNoLog } from './taskLogFailures';

/** Videos that are to be paid for or were, and what they cost by estimate. */
export interface Costs {
	readonly videos: number;
	/** Millionths of a US dollar, of those whose price is known. */
	readonly cost: number;
	/** How many of the videos have no known price. */
	readonly unpriced: number;
}

/** Days and months as messages name them. */
const PERIODS = {
	day: { now: 'today', each: 'a day', next: 'tomorrow' },
	month: { now: 'this month', each: 'a month', next: 'next month' },
};

/** A stretch of time that a limit is for. */
export type Period = keyof typeof PERIODS;

/** How every message about a price goes on. */
const estimateNote = (basis: string) =>
	basis === '' ? '' : ` The price is an estimate by ${basis}; the bill is Novita's.`;

/** The run would make more videos than its user allows. */
export function tooManyVideos(costs: Costs, maxVideos: number, basis: string): ItemFailure {
	return new ItemFailure(
		`This run would make ${costsText(costs)}, more than the ${maxVideos} that the option Max Videos allows`,
		`${NOT_PAID} If you want all of them, raise the option Max Videos; otherwise pass fewer items to the node.${estimateNote(basis)}`,
		{ kind: 'limitReached', parameter: 'maxVideos' },
	);
}

/** The run would cost more than its user allows for a run. */
export function overRunLimit(costs: Costs, limit: number, basis: string): ItemFailure {
	return new ItemFailure(
		`This run would make ${costsText(costs)}, more than the Spending Limit of ${limitText(limit)} US dollars`,
		`${NOT_PAID} Raise the option Spending Limit, or pass fewer items to the node.${estimateNote(basis)}`,
		{ kind: 'limitReached', parameter: 'spendingLimit' },
	);
}

/**
 * The run would cost more than what is left for a day or a month.
 *
 * @param spent what the task log holds for the period
 */
export function overPeriodLimit(
	costs: Costs,
	spent: Costs,
	{ limit, period, basis }: { limit: number; period: Period; basis: string },
): ItemFailure {
	const { now, each, next } = PERIODS[period];
	return new ItemFailure(
		`This run would make ${costsText(costs)}, more than the Spending Limit of ${limitText(limit)} US dollars ${each} leaves: the task log has ${costsText(spent)} for ${now}`,
		`${NOT_PAID} Raise the option Spending Limit, or run the workflow again ${next}.${estimateNote(basis)}`,
		{ kind: 'limitReached', parameter: 'spendingLimit' },
	);
}

/**
 * A limit is set, but not what the videos cost.
 *
 * @param models the models whose price is not known, by their names
 */
export function priceNotKnown({ unpriced }: Costs, models: readonly string[]): ItemFailure {
	return new ItemFailure(
		`The Spending Limit cannot be checked, because the price of ${videosText(unpriced)} with ${models.join(' and ')} is not known`,
		`${NOT_PAID} Set the option Price per Video to what one video costs you; Novita's list is at novita.ai/pricing. Or remove the option Spending Limit.`,
		{ kind: 'limitReached', parameter: 'pricePerVideo' },
	);
}

/** A limit for a day or a month is set, but the task log has videos whose price is not known. */
export function spentNotKnown({ videos, unpriced }: Costs, period: Period): ItemFailure {
	const { now } = PERIODS[period];
	const part = unpriced === videos ? '' : `${unpriced} of `;
	return new ItemFailure(
		`The Spending Limit cannot be checked, because the price of ${part}the ${videosText(videos)} that the task log has for ${now} is not known`,
		`${NOT_PAID} Set the option Price per Video, which then counts for those videos too, or enter what they cost into the column estimatedCostUsd of the task log.`,
		{ kind: 'limitReached', parameter: 'pricePerVideo' },
	);
}

/**
 * A limit for a day or a month is set, but there is no task log to check it with.
 *
 * @param fault what n8n says, where the log is on
 */
export function noLogForPeriod(period: Period, fault: string | undefined): ItemFailure {
	return new ItemFailure(
		`The Spending Limit for ${PERIODS[period].each} cannot be checked without the task log, ${whyNoLog(fault)}`,
		`${NOT_PAID} ${WAY_TO_A_LOG}; or set the option Spending Period to Run.`,
		{ kind: 'limitReached', parameter: 'taskLog' },
	);
}

/** The account has less than the run's user wants. */
export function balanceTooLow(balance: number, minimum: number): ItemFailure {
	return new ItemFailure(
		`The Novita account has ${dollarsText(balance)} US dollars, less than the Minimum Balance of ${limitText(minimum)}`,
		`${NOT_PAID} Add credits at novita.ai under Billing, or lower the option Minimum Balance.`,
		{ kind: 'limitReached', parameter: 'minimumBalance' },
	);
}

/** The balance has to be checked, but cannot be read. */
export function balanceNotChecked({ message, nextStep, details }: ItemFailure): ItemFailure {
	return new ItemFailure(
		`The Minimum Balance could not be checked: ${message}`,
		`${NOT_PAID} ${nextStep}`,
		{ ...details, parameter: 'minimumBalance' },
	);
}

/**
 * The note in the output panel about what the videos of a run cost.
 *
 * @param paidBefore how many of them an earlier try or execution paid for
 * @param bases what the prices are taken from, in words
 * @returns undefined where no price is known
 */
export function costHint(
	costs: Costs,
	paidBefore: number,
	bases: readonly string[],
): string | undefined {
	if (costs.unpriced === costs.videos) return undefined;
	const paid =
		paidBefore === 0 ? '' : `; ${paidBefore} ${paidBefore === 1 ? 'was' : 'were'} already paid`;
	const basis = bases.length === 0 ? '' : ` by ${bases.join(' and ')}`;
	return `${costsText(costs)}${paid} (estimated${basis}; the bill is Novita's)`;
}

/** Videos with their sum, as far as their prices are known. */
function costsText({ videos, cost, unpriced }: Costs): string {
	const count = videosText(videos);
	if (videos === unpriced) return videos === 0 ? count : `${count} of unknown price`;
	const sum = `about ${dollarsText(cost)} US dollars`;
	return unpriced === 0
		? `${count}, ${sum}`
		: `${count}, ${sum} without the ${unpriced} of unknown price`;
}

function videosText(videos: number): string {
	return videos === 1 ? '1 video' : `${videos === 0 ? 'no' : videos} videos`;
}

/** A limit as its user wrote it. */
function limitText(millionths: number): string {
	return dollarsText(millionths).replace(/\.00$/, '');
}
