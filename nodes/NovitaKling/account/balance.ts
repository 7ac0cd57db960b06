import type { IDataObject } from 'n8n-workflow';

import { refused } from '../errors/refusals';
import { tryOnce } from '../errors/result';
import { balanceNotRead } from '../errors/runFailures';
import { type Answer, refusalWordsOf, wordsOf } from '../transport/answers';
import { backoffDelay } from '../transport/backoff';
import type { NovitaApi } from '../transport/novitaApi';
import { pause } from '../transport/pause';

/** Novita counts money in these parts of a dollar. Source: the balance page of its API reference. */
export const UNITS_PER_DOLLAR = 10_000;

/** The amounts of the answer, all texts. */
const AMOUNTS = ['availableBalance', 'cashBalance', 'creditLimit', 'outstandingInvoices'] as const;

/** The request is free, so it is worth a few more tries when a fault may pass. */
const MAX_TRIES = 5;

/** What a refusal means for the user. */
const NOT_READ = 'The balance was not read.';

/**
 * Gets what is left on the account: each amount in dollars, and Novita's own texts under `raw`.
 *
 * @param signal fires when the run ends
 * @throws ItemFailure of kind `refused` or `noAnswer`
 */
export async function readBalance(
	api: Pick<NovitaApi, 'balance'>,
	signal: AbortSignal,
): Promise<IDataObject> {
	let words = '';
	for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
		if (tries > 1) await pause(backoffDelay(tries - 1), signal);
		const answer = await tryOnce(async () => await api.balance());
		signal.throwIfAborted();
		if ('failure' in answer) {
			words = answer.failure.message;
			continue;
		}
		const balance = amountsOf(answer.value);
		if (balance) return balance;
		words = wordsOf(answer.value);
		if (isRefusal(answer.value)) throw refused(refusalWordsOf(answer.value), NOT_READ);
	}
	throw balanceNotRead(words);
}

function amountsOf({ status, json }: Answer): IDataObject | undefined {
	if (status !== 200 || !json || dollarsOf(json.availableBalance) === undefined) return undefined;
	const amounts = AMOUNTS.map((name) => [name, dollarsOf(json[name])] as const);
	return {
		...Object.fromEntries(amounts.filter(([, dollars]) => dollars !== undefined)),
		currency: 'USD',
		raw: json,
	};
}

/** An amount in dollars; undefined for anything that is not a number in a text. */
function dollarsOf(amount: unknown): number | undefined {
	if (typeof amount !== 'string' || !amount.trim()) return undefined;
	const units = Number(amount);
	return Number.isFinite(units) ? units / UNITS_PER_DOLLAR : undefined;
}

/** Too many requests and faults of the service pass; any other client error stays as it is. */
function isRefusal({ status }: Answer): boolean {
	return status >= 400 && status < 500 && status !== 429;
}
