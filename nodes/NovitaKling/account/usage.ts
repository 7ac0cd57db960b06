import type { IDataObject } from 'n8n-workflow';

import { usageNotRead } from '../errors/usageFailures';
import { type Answer, isObject } from '../transport/answers';
import type { NovitaApi } from '../transport/novitaApi';
import { type Decimal, decimalText, dividedByTen, readDecimal, sumOf } from './decimal';
import { sendFree } from './freeRequest';
import { type TimeRange, queriesFor } from './usagePeriod';

/** Novita counts money in these parts of a dollar: four decimals. Source: its page on billing. */
const UNIT_DECIMALS = 4;

/** With the pauses between them about a minute, after which a limit a minute has passed. */
const MAX_TRIES = 7;

/**
 * Where a bill has each amount: in dollars to the last decimal, and in units that lose fractions. The
 * first counts where it is there.
 */
const AMOUNTS = {
	amount: ['amountDecimal', 'amount'],
	voucherAmount: ['voucherAmountDecimal', 'voucherAmount'],
	payAmount: ['payableDecimal', 'payAmount'],
} as const;

type AmountName = keyof typeof AMOUNTS;

/** What Novita billed for one product in one hour. */
export interface Bill {
	/** Dollars; the amount is always there. */
	readonly amounts: Readonly<Partial<Record<AmountName, Decimal>>> & { readonly amount: Decimal };
	/** Unix seconds; not a number where the bill does not say. */
	readonly startTime: number;
	readonly endTime: number;
	readonly raw: IDataObject;
}

/**
 * Gets what Novita has billed. Bills are made by the hour, and a long range is split, because Novita answers for seven days at a time.
 *
 * @param productName a part of the product's name; empty for all images, videos and sounds
 * @param signal fires when the run ends
 * @throws ItemFailure of kind `refused` or `noAnswer`
 */
export async function readUsage(
	api: Pick<NovitaApi, 'usage'>,
	range: TimeRange,
	productName: string,
	signal: AbortSignal,
): Promise<Bill[]> {
	const bills: Bill[] = [];
	// One after the other: Novita refuses what comes too fast.
	for (const query of queriesFor(range)) {
		const [startTime, endTime] = [query.from, query.to].map((at) => Math.ceil(at.getTime() / 1000));
		const found = await sendFree(
			{
				send: async () =>
					await api.usage({
						...{ cycleType: 'Hour', productCategory: 'gen_api', startTime, endTime },
						...(productName && { productName }),
					}),
				read: billsIn,
				maxTries: MAX_TRIES,
				effect: 'The usage was not read.',
				notRead: usageNotRead,
			},
			signal,
		);
		// A bill that two queries name counts for the one in which it begins.
		bills.push(
			...found.filter((bill) => !(bill.startTime < startTime || bill.startTime >= endTime)),
		);
	}
	return bills;
}

/** The sum of an amount, to the last decimal. */
export function totalOf(bills: readonly Bill[], name: AmountName): Decimal {
	return sumOf(bills.flatMap(({ amounts }) => amounts[name] ?? []));
}

/** Amounts in dollars as an item has them. */
export function dollarsOf(amounts: Readonly<Partial<Record<AmountName, Decimal>>>): IDataObject {
	const numbers = Object.entries(amounts).map(([name, amount]) => [
		name,
		Number(decimalText(amount)),
	]);
	return {
		...Object.fromEntries(numbers),
		...(amounts.amount && { amountDecimal: decimalText(amounts.amount) }),
		currency: 'USD',
	};
}

/** The bills of an answer; undefined where one of them cannot be read, so that no sum is too small. */
function billsIn({ status, json }: Answer): Bill[] | undefined {
	// An empty list may come as null.
	const list = json?.bills === null ? [] : json?.bills;
	if (status !== 200 || !Array.isArray(list)) return undefined;
	const bills = (list as unknown[]).map(billOf);
	return bills.every((bill) => bill !== undefined) ? bills : undefined;
}

function billOf(raw: unknown): Bill | undefined {
	if (!isObject(raw)) return undefined;
	const names = Object.keys(AMOUNTS) as AmountName[];
	const found = names.flatMap((name) => {
		const amount = amountIn(raw, name);
		return amount ? [[name, amount] as const] : [];
	});
	const amounts = Object.fromEntries(found) as Partial<Record<AmountName, Decimal>>;
	const { amount } = amounts;
	if (!amount) return undefined;
	return {
		amounts: { ...amounts, amount },
		// A bill without a time counts; `Number` would make the year 1970 of it.
		startTime: Number(raw.startTime) || Number.NaN,
		endTime: Number(raw.endTime),
		raw,
	};
}

function amountIn(bill: IDataObject, name: AmountName): Decimal | undefined {
	const [inDollars, inUnits] = AMOUNTS[name].map((field) => readDecimal(textOf(bill[field])));
	return inDollars ?? (inUnits && dividedByTen(inUnits, UNIT_DECIMALS));
}

function textOf(value: unknown): unknown {
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
}
