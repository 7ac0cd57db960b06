import type { IExecuteFunctions } from 'n8n-workflow';

import { readBalance } from './account/balance';
import { startOf } from './account/calendar';
import { checkBalance, checkOrder, checkPeriod, orderOf } from './account/spendingRules';
import { unpaidItems } from './checkItems';
import { type Result, resultOf } from './errors/result';
import { type Period, balanceNotChecked, noLogForPeriod } from './errors/spendingFailures';
import { parameterReader } from './n8n/inputItem';
import type { PreparedItem } from './request/preparedItem';
import { type RunBounds, readRunBounds } from './request/runBounds';
import type { Ledger } from './submit/ledger';
import type { LoggedRequest } from './submit/submission';
import { PeriodSpending } from './taskLog/periodSpending';
import type { TaskLog } from './taskLog/taskLog';
import type { NovitaApi } from './transport/novitaApi';

/** A day or a month that the Spending Limit is for, and what it has cost so far. */
interface LimitedPeriod {
	readonly name: Period;
	/** Millionths of a US dollar. */
	readonly limit: number;
	readonly spending: PeriodSpending;
}

/**
 * What a run may spend. The whole run is checked before its first payment, and each request once more
 * right before it leaves, when its row is in the task log.
 *
 * Rules that must not regress:
 * - of requests that reach the limit of a period at the same time, the rows with the lowest numbers win;
 * - where a bound cannot be checked, nothing is paid.
 */
export class Spending {
	/** Orders that were checked with the whole run, or on their own. */
	private readonly orders: Map<string, PreparedItem>;
	private readonly period: LimitedPeriod | undefined;

	constructor(
		items: readonly PreparedItem[],
		private readonly bounds: RunBounds,
		private readonly log: TaskLog,
		{ timeZone, ownPrice }: { timeZone: string; ownPrice: number | undefined },
	) {
		this.orders = new Map(items.map((item) => [orderKeyOf(item), item]));
		const { spendingLimit: limit, spendingPeriod: name } = bounds;
		if (limit === undefined || name === 'run') return;
		log.writer.beNeeded();
		const since = startOf(name, new Date(), timeZone);
		this.period = { name, limit, spending: new PeriodSpending(log.writer, since, ownPrice) };
	}

	/**
	 * Checks the whole run.
	 *
	 * @throws ItemFailure of kind `limitReached`
	 */
	async checkRun(signal?: AbortSignal): Promise<void> {
		if (this.orders.size === 0) return;
		const items = [...this.orders.values()];
		checkOrder(orderOf(items), this.bounds);
		await this.checkPeriod(items, undefined, signal);
	}

	/**
	 * Checks whether the account has enough; free of charge.
	 *
	 * @throws ItemFailure, also where the balance cannot be read
	 */
	async checkBalance(api: Pick<NovitaApi, 'balance'>, signal: AbortSignal): Promise<void> {
		const { minimumBalance } = this.bounds;
		if (minimumBalance === undefined || this.orders.size === 0) return;
		const balance = await resultOf(async () => await readBalance(api, signal));
		signal.throwIfAborted();
		if ('failure' in balance) throw balanceNotChecked(balance.failure);
		checkBalance(Number(balance.value.availableBalance), minimumBalance);
	}

	/**
	 * Lets a request leave, or takes its row out of the log.
	 *
	 * @param signal fires when the run ends
	 * @throws ItemFailure of kind `limitReached`, or the signal's reason
	 */
	async admit(item: PreparedItem, request: LoggedRequest, signal: AbortSignal): Promise<void> {
		await this.check(item, request.row, signal).catch(async (error: unknown) => {
			request.refused();
			return await Promise.reject(error);
		});
	}

	private async check(
		item: PreparedItem,
		row: number | undefined,
		signal: AbortSignal,
	): Promise<void> {
		const key = orderKeyOf(item);
		if (!this.orders.has(key)) {
			// The task of an earlier try has failed, so that this one pays after all.
			checkOrder(orderOf([...this.orders.values(), item]), this.bounds);
			this.orders.set(key, item);
		}
		if (this.period && row === undefined) throw this.noLog(this.period);
		await this.checkPeriod([item], row, signal);
	}

	/** @param before number of the row of the item, where it is stored */
	private async checkPeriod(
		items: readonly PreparedItem[],
		before?: number,
		signal?: AbortSignal,
	): Promise<void> {
		const { period } = this;
		if (!period) return;
		const spent = await period.spending.sum(before, signal);
		if (!spent) throw this.noLog(period);
		checkPeriod(orderOf(items), spent, period.limit, period.name);
	}

	private noLog({ name }: LimitedPeriod) {
		return noLogForPeriod(name, this.log.writer.fault);
	}
}

/**
 * Checks what a run may spend, before its first payment. Items whose task is known cost nothing.
 *
 * @throws ItemFailure of kind `limitReached` or `invalidInput`
 */
export async function checkSpending(
	checked: ReadonlyArray<Result<PreparedItem>>,
	context: IExecuteFunctions,
	ledger: Ledger,
	log: TaskLog,
): Promise<Spending | undefined> {
	const paysForVideos = checked.some((item) => 'value' in item && item.value.request);
	if (!paysForVideos) return undefined;
	const bounds = readRunBounds(parameterReader(context, 0));
	const unpaid = unpaidItems(checked, ledger);
	const { maxVideos, spendingLimit, minimumBalance } = bounds;
	const isBounded = spendingLimit !== undefined || minimumBalance !== undefined;
	const items =
		isBounded || unpaid.length > maxVideos
			? await withoutPaidOrders(unpaid, log, String(context.getWorkflow().id))
			: unpaid;
	const prices = checked.flatMap((item) =>
		'value' in item ? (item.value.settings.pricePerVideo ?? []) : [],
	);
	const timeZone = context.getTimezone();
	const spending = new Spending(items, bounds, log, { timeZone, ownPrice: prices[0] });
	await spending.checkRun(context.getExecutionCancelSignal());
	return spending;
}

/** The items that are orders of their own, and not known from an earlier execution. */
async function withoutPaidOrders(
	items: readonly PreparedItem[],
	log: TaskLog,
	workflowId: string,
): Promise<PreparedItem[]> {
	const firstOfOrder = new Map<string, PreparedItem>();
	for (const item of items) {
		const key = orderKeyOf(item);
		if (!firstOfOrder.has(key)) firstOfOrder.set(key, item);
	}
	const orders = [...firstOfOrder.values()];
	const keys = orders.flatMap(({ settings }) => settings.idempotencyKey ?? []);
	const paid = await log.paidKeys(keys, workflowId);
	return orders.filter(
		({ settings: { idempotencyKey } }) => idempotencyKey === undefined || !paid.has(idempotencyKey),
	);
}

/** The same for items that are one order: those with the same idempotency key. */
function orderKeyOf({ itemIndex, settings }: PreparedItem): string {
	const { idempotencyKey } = settings;
	return idempotencyKey === undefined ? `item ${itemIndex}` : `key ${idempotencyKey}`;
}
