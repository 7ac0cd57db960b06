import type { IDataObject } from 'n8n-workflow';

import { ItemFailure } from '../errors/itemFailure';
import type { Answer } from '../transport/answers';
import { refusalOf, wordsOf } from '../errors/refusals';
import { outcomeOf } from '../errors/outcome';
import { pause } from '../transport/pacing';
import type { Run } from '../run';
import { faultWait } from '../poll/schedule';

/** Novita counts money in these parts of a dollar. Source: the balance page of its API reference. */
const UNITS_PER_DOLLAR = 10_000;

/** The amounts of the answer, all texts. */
const AMOUNTS = ['availableBalance', 'cashBalance', 'creditLimit', 'outstandingInvoices'] as const;

/** Asking is free, so a passing fault is worth a few more tries. */
const MAX_TRIES = 5;

/**
 * Asks what is left on the account: each amount in dollars, and Novita's own texts under `raw`.
 *
 * @throws ItemFailure of kind `refused` or `noAnswer`
 */
export async function readBalance(run: Run): Promise<IDataObject> {
	let words = '';
	for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
		if (tries > 1) await pause(faultWait(tries - 1), run.signal);
		await run.gate.turn(run.signal, Number.POSITIVE_INFINITY);
		const outcome = await outcomeOf(async () => await run.api.balance());
		run.signal.throwIfAborted();
		if ('failure' in outcome) {
			words = outcome.failure.message;
			continue;
		}
		const balance = amountsOf(outcome.value);
		if (balance) return balance;
		words = wordsOf(outcome.value);
		if (isRefusal(outcome.value)) throw refusalOf(outcome.value, 'The balance was not read.');
	}
	throw new ItemFailure(
		`Novita could not be asked for the balance: ${words}`,
		'Check the network and the Base URL in the credential, or run the workflow again later.',
		{ kind: 'noAnswer', reason: words },
	);
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

/** Too many requests and faults of the service pass; anything else stays as it is. */
function isRefusal({ status }: Answer): boolean {
	return status >= 400 && status < 500 && status !== 429;
}
