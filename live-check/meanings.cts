import { reasonOf } from '../nodes/NovitaKling/transport/answers';
import { ENDING_WORDS } from './course.cts';
import type { Finding } from './findings.cts';
import { inWords } from './novita.cts';
import { spentText, type PaidTask, type Payment } from './payments.cts';

type Meaning = readonly [verdict: Finding['verdict'], says: string];

/** What each end of a payment means for the question that it was made for. */
export interface Meanings {
	/** Refused because of what is in the body. Any other refusal says nothing about the question. */
	readonly refused: Meaning;
	readonly succeeded: Meaning;
	readonly failed: Meaning;
}

/** Novita's reasons for a refusal that is about the body, and not about the account or the moment. */
const ABOUT_BODY = /^INVALID_(REQUEST|IMAGE)|^IMAGE_/;

/** A task as a finding tells it. */
export function describeTask({ taskId, ending, timeline, reason, dollars }: PaidTask): string {
	const why = reason ? ` because "${reason}"` : '';
	return `Task ${taskId} ${ENDING_WORDS[ending]}${why} (${timeline}); ${spentText(dollars)}.`;
}

/** What a payment tells; undefined where none was made. */
export function findingOf(
	payment: Payment,
	what: string,
	{ refused, ...endings }: Meanings,
): Finding | undefined {
	switch (payment.kind) {
		case 'notSent':
			return undefined;
		case 'task': {
			const { task } = payment;
			const [verdict, says] =
				task.ending === 'left' ? (['open', ''] as const) : endings[task.ending];
			const text = [`${what}:`, says, describeTask(task)].filter(Boolean).join(' ');
			return { verdict, text, exchanges: task.exchanges };
		}
		case 'refused':
		case 'unknown': {
			const { exchange } = payment;
			const [verdict, says] = isAboutBody(payment) ? refused : (['open', 'no task.'] as const);
			const text = `${what}: ${says} Novita says: ${inWords(exchange)}`;
			return { verdict, text, exchanges: [exchange] };
		}
	}
}

/** Whether a request was refused because of what is in its body. */
export function isAboutBody(payment: Payment): boolean {
	const answer = payment.kind === 'refused' ? payment.exchange.answer : undefined;
	return answer !== undefined && ABOUT_BODY.test(reasonOf(answer) ?? '');
}
