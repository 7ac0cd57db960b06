import type { IDataObject } from 'n8n-workflow';

import { balanceNotRead } from '../errors/runFailures';
import type { Answer } from '../transport/answers';
import type { NovitaApi } from '../transport/novitaApi';
import { sendFree } from './freeRequest';

/** Novita counts money in these parts of a dollar. Source: the balance page of its API reference. */
export const UNITS_PER_DOLLAR = 10_000;

/** The amounts of the answer, all texts. */
const AMOUNTS = ['availableBalance', 'cashBalance', 'creditLimit', 'outstandingInvoices'] as const;

/** The request is free, so it is worth a few more tries when a fault may pass. */
const MAX_TRIES = 5;

/**
 * Gets what is left on the account: each amount in dollars.
 *
 * @param signal fires when the run ends
 * @throws ItemFailure of kind `refused` or `noAnswer`
 */
export async function readBalance(
	api: Pick<NovitaApi, 'balance'>,
	signal: AbortSignal,
): Promise<IDataObject> {
	return await sendFree(
		{
			send: async () => await api.balance(),
			read: amountsOf,
			maxTries: MAX_TRIES,
			effect: 'The balance was not read.',
			notRead: balanceNotRead,
		},
		signal,
	);
}

function amountsOf({ status, json }: Answer): IDataObject | undefined {
	if (status !== 200 || !json || dollarsOf(json.availableBalance) === undefined) return undefined;
	const amounts = AMOUNTS.map((name) => [name, dollarsOf(json[name])] as const);
	return {
		...Object.fromEntries(amounts.filter(([, dollars]) => dollars !== undefined)),
		currency: 'USD',
	};
}

/** An amount in dollars; undefined for anything that is not a number in a text. */
function dollarsOf(amount: unknown): number | undefined {
	if (typeof amount !== 'string' || !amount.trim()) return undefined;
	const units = Number(amount);
	return Number.isFinite(units) ? units / UNITS_PER_DOLLAR : undefined;
}
