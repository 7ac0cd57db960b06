import { MILLIONTHS } from '../errors/dollars';
import {
	type Costs,
	type Period,
	balanceTooLow,
	overPeriodLimit,
	overRunLimit,
	priceNotKnown,
	spentNotKnown,
	tooManyVideos,
} from '../errors/spendingFailures';
import type { PreparedItem } from '../request/preparedItem';
import type { RunBounds } from '../request/runBounds';

/** What a run is about to pay for. */
export interface Order {
	readonly costs: Costs;
	/** What the prices are taken from, in words; empty where none is known. */
	readonly basis: string;
	/** Names of the models whose price is not known. */
	readonly unpricedModels: readonly string[];
}

/** What some items cost, which are to be paid for. */
export function orderOf(items: readonly PreparedItem[]): Order {
	const estimates = items.flatMap(({ estimate }) => estimate ?? []);
	const unpriced = items.filter(({ estimate }) => estimate === undefined);
	const names = unpriced.map(({ request }) => request?.model.displayName ?? '');
	return {
		costs: {
			videos: items.length,
			cost: estimates.reduce((sum, { cost }) => sum + cost, 0),
			unpriced: unpriced.length,
		},
		basis: [...new Set(estimates.map(({ basis }) => basis))].join(' and '),
		unpricedModels: [...new Set(names)],
	};
}

/**
 * Checks what a run may pay for, whatever was paid for before.
 *
 * @throws ItemFailure of kind `limitReached`
 */
export function checkOrder(
	{ costs, basis, unpricedModels }: Order,
	{ maxVideos, spendingLimit, spendingPeriod }: RunBounds,
): void {
	if (costs.videos > maxVideos) throw tooManyVideos(costs, maxVideos, basis);
	if (spendingLimit === undefined) return;
	if (costs.unpriced > 0) throw priceNotKnown(costs, unpricedModels);
	const isOver = spendingPeriod === 'run' && costs.cost > spendingLimit;
	if (isOver) throw overRunLimit(costs, spendingLimit, basis);
}

/**
 * Checks what a run may pay for after what the day or the month has cost so far.
 *
 * @param spent what the task log has for the period
 * @throws ItemFailure of kind `limitReached`
 */
export function checkPeriod(
	{ costs, basis }: Order,
	spent: Costs,
	limit: number,
	period: Period,
): void {
	if (spent.unpriced > 0) throw spentNotKnown(spent, period);
	if (spent.cost + costs.cost > limit) {
		throw overPeriodLimit(costs, spent, { limit, period, basis });
	}
}

/**
 * Checks whether the account has enough for a run to start.
 *
 * @param dollars the balance in US dollars
 * @param minimum in millionths of a US dollar
 * @throws ItemFailure of kind `limitReached`
 */
export function checkBalance(dollars: number, minimum: number): void {
	const balance = Math.round(dollars * MILLIONTHS);
	if (balance < minimum) throw balanceTooLow(balance, minimum);
}
