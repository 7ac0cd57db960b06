import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from './findings.cts';
import { inWords, type Exchange, type Novita } from './novita.cts';

/** The amounts that a payment could change. */
const AMOUNTS = ['availableBalance', 'cashBalance', 'outstandingInvoices'];

/** How often a balance that could not be read is asked for. */
const TRIES = 3;
/** Milliseconds between them. */
const PAUSE = 1000;

/** A field with the ID of a task, wherever it stands in an answer. */
const TASK_ID = /"task_?id"\s*:\s*"?[^"\s,}\]]/i;

/** Why no more bodies are posted. */
export class PostsStopped extends Error {
	/** @param finding what was seen, for the report */
	constructor(readonly finding: Finding) {
		super(finding.text);
	}
}

/** The amounts that tell whether something was paid; undefined where the answer has none. */
export function amountsOf({ answer }: Exchange): string | undefined {
	const { status, json } = answer ?? {};
	if (status !== 200 || json?.availableBalance === undefined) return undefined;
	return AMOUNTS.map((name) => `${name} ${String(json[name])}`).join(', ');
}

/**
 * Posts bodies that lack what a page requires, so that no task can come of them and nothing can be
 * billed. It does not rely on that: it reads the balance before the first and after each, and stops at
 * the first sign of a task.
 */
export class UnpaidPosts {
	private amounts: string | undefined;

	constructor(private readonly novita: Novita) {}

	/**
	 * Posts one body.
	 *
	 * @param what the body in words
	 * @throws PostsStopped at an answer that a body with a fault must not get, at a change of the
	 * balance, and where the balance cannot be read
	 */
	async post(path: string, body: string, what: string): Promise<Exchange> {
		this.amounts ??= await this.readAmounts([]);
		const exchange = await this.novita.post(path, body, what);
		const sign = signOfTask(exchange);
		if (sign) throw stopped(`${exchange.request} ${sign}: ${inWords(exchange)}`, [exchange]);
		const amounts = await this.readAmounts([exchange]);
		if (amounts === this.amounts) return exchange;
		throw stopped(
			`The balance changed after ${exchange.request}. Either that was billed, or something else uses this account`,
			[exchange],
		);
	}

	private async readAmounts(after: readonly Exchange[]): Promise<string> {
		let balance: Exchange | undefined;
		for (let tries = 0; tries < TRIES; tries += 1) {
			if (tries > 0) await sleep(PAUSE);
			balance = await this.novita.balance();
			const amounts = amountsOf(balance);
			if (amounts !== undefined) return amounts;
		}
		const words = balance ? inWords(balance) : '';
		throw stopped(`The balance could not be read: ${words}`, [
			...after,
			...(balance ? [balance] : []),
		]);
	}
}

/** What speaks for a task, in words after the request. */
function signOfTask({ answer }: Exchange): string | undefined {
	if (!answer) return undefined;
	const { status, json, beginning } = answer;
	if (TASK_ID.test(json ? JSON.stringify(json) : beginning)) return 'was answered with a task ID';
	return status >= 200 && status < 300 ? 'was not refused' : undefined;
}

function stopped(what: string, exchanges: readonly Exchange[]): PostsStopped {
	const text = `${what}. Nothing more was sent; check the bills at novita.ai.`;
	return new PostsStopped({ verdict: 'different', text, exchanges });
}
