import { resultOf } from '../errors/result';
import {
	NO_CLEAR_ANSWER,
	editedAfterSubmit,
	notSentInTime,
	rateLimited,
	unknownOutcome,
} from '../errors/submitFailures';
import { rememberSubmit } from '../poll/recentTasks';
import { type Task, remaining } from '../poll/task';
import { buildRequestBody } from '../request/requestBody';
import type { VideoRequest } from '../request/videoRequest';
import { type Answer, reasonOf } from '../transport/answers';
import { backoffDelay } from '../transport/backoff';
import type { RateLimit } from '../transport/limits';
import type { NovitaApi } from '../transport/novitaApi';
import { pause } from '../transport/pause';
import { readRetryAfter } from '../transport/retryAfter';
import type { LedgerEntry } from './ledgerEntries';
import type { LedgerRecord } from './ledgerRecord';
import { failureOfAnswer, failureOfFault, taskIdOf } from './submitAnswer';
import { untilStopped } from './untilStopped';

const TOO_MANY_REQUESTS = 429;

/** Milliseconds. The paid request is not cut off for a short time-out: its outcome would be unknown. */
const SHORTEST_SUBMIT = 20_000;

/** What a submit needs of its run. */
export interface Submitting {
	readonly api: Pick<NovitaApi, 'submit'>;
	readonly submitRate: RateLimit;
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

/** What one submit of an item works with. */
interface Attempt extends Submission {
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** An earlier request of unknown outcome; how this one ends proves nothing about it. */
	readonly earlier?: LedgerEntry;
	readonly run: Submitting;
}

/**
 * Submits one item: the only call that costs money.
 *
 * Rules that must not regress:
 * - a task that the ledger knows is never submitted again;
 * - the request is sent again only when Novita said that it refuses it for now (429);
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
	const attempt: Attempt = { ...submission, deadline, run, earlier: record.entry };
	for (let refusals = 1; ; refusals += 1) {
		await run.submitRate.turn(run.signal, deadline);
		if (remaining(deadline) === 0) throw notSentInTime();
		const body = await buildRequestBody(submission.request);
		const claim = await submission.logRequest();
		if ('task' in claim) return { ...claim.task, origin: 'resumed', deadline };
		const logged = claim.request;
		if (run.signal.aborted) logged.refused();
		run.signal.throwIfAborted();
		const submitted = await untilStopped(sendOnce(body, attempt, logged), run);
		if ('task' in submitted) return submitted.task;
		await waitForNextTry(submitted.refusal, refusals, attempt);
	}
}

/** What one request brought: a task, or Novita's word that it refuses the request for now. */
type Submitted = { readonly task: Task } | { readonly refusal: Answer };

/**
 * Sends the request. The ledger and the task log know of it before it leaves, and learn how it ended
 * even if the run ends before.
 */
async function sendOnce(body: Buffer, attempt: Attempt, logged: LoggedRequest): Promise<Submitted> {
	const { record, earlier } = attempt;
	record.enter();
	const result = await resultOf(async () => await submittedBy(body, attempt));
	if ('value' in result && 'task' in result.value) {
		logged.submitted(result.value.task.taskId);
		return result.value;
	}
	if ('failure' in result && result.failure.details.kind === 'unknownOutcome') {
		logged.unknown(result.failure.message);
		throw result.failure;
	}
	// The request surely made no task.
	record.forget(earlier);
	logged.refused();
	if ('failure' in result) throw result.failure;
	return result.value;
}

/** What Novita says to the request. */
async function submittedBy(body: Buffer, attempt: Attempt): Promise<Submitted> {
	const { request, deadline, run } = attempt;
	const timeLimit = Math.max(remaining(deadline), SHORTEST_SUBMIT);
	const answer = await run.api
		.submit(request.path, body, timeLimit)
		.catch(async (error: unknown) => await Promise.reject(failureOfFault(error)));
	const taskId = taskIdOf(answer);
	if (taskId) return { task: taskOf(taskId, answer, attempt) };
	if (answer.status !== TOO_MANY_REQUESTS) throw failureOfAnswer(answer, attempt.request);
	return { refusal: answer };
}

function taskOf(taskId: string, answer: Answer, attempt: Attempt): Task {
	const { record, itemIndex, deadline, run } = attempt;
	record.enterTask(taskId);
	rememberSubmit(taskId);
	run.recordTask(taskId, itemIndex);
	return {
		taskId,
		origin: 'submitted',
		submittedAt: Date.now(),
		deadline,
		submitAnswer: answer.json,
	};
}

async function waitForNextTry(answer: Answer, refusals: number, attempt: Attempt): Promise<void> {
	const { deadline, run } = attempt;
	const retryAfter = readRetryAfter(answer.headers['retry-after'], Date.now()) ?? 0;
	const wait = Math.max(retryAfter, backoffDelay(refusals));
	run.submitRate.pauseFor(wait);
	if (wait > remaining(deadline)) throw rateLimited(reasonOf(answer));
	await pause(wait, run.signal);
}
