import { setTimeout as sleep } from 'node:timers/promises';
import type { Price } from '../demo/prices.cts';
import { UNITS_PER_DOLLAR } from '../nodes/NovitaKling/account/balance';
import { buildRequestBody } from '../nodes/NovitaKling/request/requestBody';
import type { VideoRequest } from '../nodes/NovitaKling/request/videoRequest';
import { failureOfAnswer, taskIdOf } from '../nodes/NovitaKling/submit/submitAnswer';
import type { Answers } from './answers.cts';
import { inWords, type Exchange, type Novita } from './novita.cts';
import type { Report, TaskRow } from './report.cts';
import { ENDING_WORDS, follow, type Course } from './course.cts';

/** A request that is paid if Novita accepts it. */
export interface PaidRequest {
	/** For the question and the report: model, operation, length and what is tried. */
	readonly what: string;
	/** Missing where no price is known. */
	readonly price?: Price;
	readonly request: VideoRequest;
}

/** A task that was paid for, and what it showed. */
export interface PaidTask extends Course {
	readonly taskId: string;
	/** US dollars by which the balance fell until the submit was answered, and until some time after the end. */
	readonly dollars: { readonly atSubmit?: number; readonly inTheEnd?: number };
	/** The answers to the submit and to the status requests. */
	readonly exchanges: readonly Exchange[];
}

/** What came of a request that would be paid. */
export type Payment =
	/** The user did not want it, or it was not safe to send it. */
	| { readonly kind: 'notSent' }
	/** Refused for certain, so that nothing was paid. */
	| { readonly kind: 'refused'; readonly exchange: Exchange }
	/** Nobody knows whether it was accepted. */
	| { readonly kind: 'unknown'; readonly exchange: Exchange }
	| { readonly kind: 'task'; readonly task: PaidTask };

/** What the payments of a run work with. */
export interface Payers {
	readonly novita: Novita;
	readonly answers: Answers;
	readonly report: Report;
	readonly stop: AbortSignal;
	/** Seconds after a task's end until the balance is read for the last time. */
	readonly settleSeconds: number;
	readonly say: (line: string) => void;
}

const MILLISECONDS = 1000;

/** A price as the question shows it. */
export function priceText(price: Price | undefined): string {
	if (!price) return 'price unknown: no source names one';
	return `about ${price.dollars.toFixed(2)} US dollars (${price.source})`;
}

/** Sends the requests that are paid: each only when its question was answered with yes. */
export class Payments {
	/** The first task that made a video. */
	finishedTask: string | undefined;
	/** Set when nobody knows whether a request was accepted; nothing more is paid then. */
	isUnclear = false;

	constructor(private readonly payers: Payers) {}

	/** Asks, pays, and follows the task to its end. Task IDs are printed and written as they come. */
	async pay(paid: PaidRequest): Promise<Payment> {
		const { answers, say, stop } = this.payers;
		if (this.isUnclear || stop.aborted) return { kind: 'notSent' };
		say(`\n${paid.what}`);
		if (!(await answers.isYes(`Pay for it? ${priceText(paid.price)}`))) {
			say('  Not sent, not paid.');
			return { kind: 'notSent' };
		}
		const before = await this.readDollars();
		if (before === undefined) {
			say('  The balance cannot be read, so the price would stay unknown. Not sent, not paid.');
			return { kind: 'notSent' };
		}
		return await this.submit(paid, before);
	}

	private async submit({ what, request }: PaidRequest, before: number): Promise<Payment> {
		const { novita, report, say } = this.payers;
		const body = await buildRequestBody(request);
		const first: TaskRow = { submittedAt: Date.now(), what, ending: 'sent; not answered yet' };
		const setRow = report.addTask(first);
		const exchange = await novita.submit(request.path, body, what);
		const taskId = exchange.answer && taskIdOf(exchange.answer);
		if (taskId) {
			say(`  Paid: task ${taskId}. Ctrl+C ends the wait; the task goes on.`);
			setRow({ ...first, taskId, ending: 'accepted' });
			return await this.follow({ ...first, taskId }, setRow, before, exchange);
		}
		const isRefused = exchange.answer
			? failureOfAnswer(exchange.answer, request).details.kind === 'refused'
			: exchange.fault?.neverSent;
		if (isRefused) {
			say(`  Refused, not paid: ${inWords(exchange)}`);
			setRow({ ...first, taskId: 'none', ending: `refused, not paid: ${inWords(exchange)}` });
			return { kind: 'refused', exchange };
		}
		this.isUnclear = true;
		say(`  It is unknown whether Novita accepted it: ${inWords(exchange)}`);
		say('  Nothing more is paid in this run. Check novita.ai to see whether a video was made.');
		setRow({ ...first, ending: `unknown whether it was accepted: ${inWords(exchange)}` });
		return { kind: 'unknown', exchange };
	}

	private async follow(
		row: TaskRow & { readonly taskId: string },
		setRow: (row: TaskRow) => void,
		before: number,
		submitted: Exchange,
	): Promise<Payment> {
		const { novita, stop, settleSeconds } = this.payers;
		const atSubmit = await this.spentSince(before);
		const course = await follow(novita, row, stop, this.payers.say);
		const ending = [ENDING_WORDS[course.ending], course.timeline].filter(Boolean).join(': ');
		setRow({ ...row, ending });
		await sleep(settleSeconds * MILLISECONDS, undefined, { signal: stop }).catch(() => undefined);
		const inTheEnd = stop.aborted ? undefined : await this.spentSince(before);
		const dollars = { atSubmit, inTheEnd };
		setRow({ ...row, ending: `${ending}; ${spentText(dollars)}` });
		if (course.ending === 'succeeded') this.finishedTask ??= row.taskId;
		const exchanges = [submitted, ...course.exchanges];
		return { kind: 'task', task: { ...course, taskId: row.taskId, dollars, exchanges } };
	}

	private async spentSince(before: number): Promise<number | undefined> {
		const after = await this.readDollars();
		return after === undefined ? undefined : before - after;
	}

	private async readDollars(): Promise<number | undefined> {
		const { answer } = await this.payers.novita.balance();
		const units = Number.parseFloat(String(answer?.json?.availableBalance));
		return answer?.status === 200 && Number.isFinite(units) ? units / UNITS_PER_DOLLAR : undefined;
	}
}

/** By how much a task let the balance fall. */
export function spentText({ atSubmit, inTheEnd }: PaidTask['dollars']): string {
	const [first, last] = [atSubmit, inTheEnd].map((dollars) => dollars?.toFixed(4) ?? 'unknown');
	return `the balance fell by ${last} US dollars in the end (${first} at the submit)`;
}
