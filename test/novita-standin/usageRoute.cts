import type { FastifyInstance } from 'fastify';
import { Refusal } from './errors.cts';
import { Exchange } from './exchange.cts';
import type { StandInState } from './state.cts';

/**
 * A bill as the pages have it: every amount is a text. `amount` and its kind are in units of 0.0001 USD
 * and lose fractions; the decimals are in dollars.
 */
export interface Bill {
	/** Unix seconds, as text. */
	readonly startTime: string;
	readonly endTime: string;
	readonly productName: string;
	readonly category: string;
	readonly amount: string;
	readonly voucherAmount?: string;
	readonly payAmount?: string;
	readonly amountDecimal?: string;
	readonly voucherAmountDecimal?: string;
	readonly payableDecimal?: string;
	readonly [field: string]: unknown;
}

const PATH = '/openapi/v1/billing/bill/list';

const DAY = 24 * 60 * 60;

/** Seconds for which bills of each cycle are given at most. */
const CYCLES: Readonly<Record<string, number>> = {
	Hour: 7 * DAY,
	Day: 31 * DAY,
	Week: 31 * DAY,
	Month: 31 * DAY,
};

const CATEGORIES = [
	...['summary', 'gpu', 'llm', 'serverless', 'cloud_storage', 'gen_api', 'cloud_sandbox'],
	...['llm_dedicated_endpoint', 'web_search', 'bare_metal'],
];

/** Serves the usage bills. No page says what becomes of a bill at the edge of a range: both sides get it. */
export function usageRoute(app: FastifyInstance, state: StandInState): void {
	const config = { kind: 'usage' as const };
	app.get(PATH, { config }, async (request, reply) => {
		const {
			cycleType = '',
			productCategory = '',
			productName = '',
			...times
		} = request.record.query;
		const longest = CYCLES[cycleType];
		if (longest === undefined) throw new Refusal('INVALID_BILL_CYCLE');
		if (!CATEGORIES.includes(productCategory)) throw new Refusal('INVALID_PRODUCT_CATEGORY');
		const [start, end] = [times.startTime, times.endTime].map(secondsIn);
		if (!(start < end) || end - start > longest) {
			throw new Refusal('INVALID_REQUEST_BODY', { message: 'invalid time range' });
		}
		const exchange = new Exchange(request, reply, state);
		if (await exchange.meets(state.meetUsage())) return reply;
		const bills = state.bills.filter(
			(bill) =>
				Number(bill.startTime) <= end &&
				Number(bill.endTime) >= start &&
				bill.productName.toLowerCase().includes(productName.toLowerCase()),
		);
		return { bills };
	});
}

function secondsIn(text: string | undefined): number {
	return /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
}
