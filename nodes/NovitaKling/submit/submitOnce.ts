import {
	NO_CLEAR_ANSWER,
	editedAfterSubmit,
	notSentInTime,
	rateLimited,
	unknownOutcome,
} from '../errors/submitFailures';
import { type Task, remaining } from '../poll/task';
import { buildRequestBody } from '../request/requestBody';
import type { VideoRequest } from '../request/videoRequest';
import { type Answer, reasonOf } from '../transport/answers';
import { backoffDelay } from '../transport/backoff';
import type { RateLimit } from '../transport/limits';
import type { NovitaApi } from '../transport/novitaApi';
import { pause } from '../transport/pause';
import { readRetryAfter } from '../transport/retryAfter';
import type { ImageForms } from './imageForms';
import type { LedgerRecord } from './ledgerRecord';
import { type Attempt, type Submitted, sendOnce } from './sendOnce';
import { untilStopped } from './untilStopped';

/** What a submit needs of its run. */
export interface Submitting {
	readonly api: Pick<NovitaApi, 'submit'>;
	readonly submitRate: RateLimit;
	readonly imageForms: ImageForms;
	/** Fires when the run ends. */
	readonly signal: AbortSignal;
	/** Milliseconds that a request which is being answered still gets once the run has ended. */
	readonly stopGrace: () => number;
	/** Writes a new task's ID into the execution and into n8n's log, where it outlives a Stop. */
	readonly recordTask: (taskId: string, itemIndex: number) => void;
}

/** A request whose row is in the task log, and how it ended. */
export interface LoggedRequest {
	/** The request made a task. */
	submitted(taskId: string): void;
	/** The request surely made no task. */
	refused(): void;
	/** Nobody knows whether the request made a task. */
	unknown(why: string): void;
}

/** Whether a request may leave, or an order of the same key has its task already. */
export type Claim =
	| { readonly request: LoggedRequest }
	| { readonly task: Pick<Task, 'taskId' | 'submittedAt'> };

/** A request to be submitted for one item. */
export interface Submission {
	readonly itemIndex: number;
	readonly request: VideoRequest;
	/** What the ledger knows of the request. */
	readonly record: LedgerRecord;
	/** Commits the request to the task log, right before it leaves. */
	readonly logRequest: () => Promise<Claim>;
	/** Milliseconds that the whole item may take. */
	readonly timeout: number;
	/** Whether the user allows a request of unknown outcome to be sent again. */
	readonly resubmitUnknown: boolean;
}

/**
 * Submits one item: the only call that costs money.
 *
 * Rules that must not regress:
 * - a task that the ledger knows is never submitted again;
 * - the request is sent again only when Novita said that it refuses it for now (429), and once in the
 *   other form when it refused exactly the form of the image;
 * - whatever cannot be known is said to be unknown, and stays in the ledger as such;
 * - a stop does not cut a request off: its answer is still taken and written down.
 *
 * @throws ItemFailure of kind `refused`, `notSent`, `unknownOutcome` or `alreadySubmitted`, or the
 * signal's reason
 */
export async function submitOnce(submission: Submission, run: Submitting): Promise<Task> {
	const { record, timeout, resubmitUnknown } = submission;
	const deadline = Date.now() + timeout;
	const known = record.entry ?? record.beforeEdit;
	if (known?.taskId) {
		if (known !== record.entry) throw editedAfterSubmit(known.taskId);
		const { taskId, sentAt: submittedAt } = known;
		const { hasOtherValues } = record;
		return { taskId, origin: 'resumed', submittedAt, deadline, hasOtherValues };
	}
	if (known && !resubmitUnknown) throw unknownOutcome(NO_CLEAR_ANSWER);
	const attempt = { ...submission, deadline, run, earlier: record.entry };
	let isBase64Refused = false;
	for (let refusals = 1; ; refusals += 1) {
		const forms = await run.imageForms.formsFor(submission.request, isBase64Refused, run.signal);
		const submitted = await tryToSubmit({ ...attempt, forms, isBase64Refused }).finally(() =>
			forms.ended(),
		);
		if ('task' in submitted) return submitted.task;
		({ isBase64Refused } = submitted);
		await waitForNextTry(submitted.refusal, refusals, attempt);
	}
}

/** Sends the request when it is its turn, once it is in the task log. */
async function tryToSubmit(attempt: Attempt): Promise<Submitted> {
	const { run, deadline, request, forms } = attempt;
	await run.submitRate.turn(run.signal, deadline);
	if (remaining(deadline) === 0) throw notSentInTime();
	const body = await buildRequestBody(request, forms.first);
	const claim = await attempt.logRequest();
	if ('task' in claim) return { task: { ...claim.task, origin: 'resumed', deadline } };
	const logged = claim.request;
	if (run.signal.aborted) logged.refused();
	run.signal.throwIfAborted();
	return await untilStopped(sendOnce(body, attempt, logged), run);
}

async function waitForNextTry(
	answer: Answer,
	refusals: number,
	attempt: Pick<Attempt, 'deadline' | 'run'>,
): Promise<void> {
	const { deadline, run } = attempt;
	const retryAfter = readRetryAfter(answer.headers['retry-after'], Date.now()) ?? 0;
	const wait = Math.max(retryAfter, backoffDelay(refusals));
	run.submitRate.pauseFor(wait);
	if (wait > remaining(deadline)) throw rateLimited(reasonOf(answer));
	await pause(wait, run.signal);
}
