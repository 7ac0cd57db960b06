import type { ItemFailure } from '../errors/failure';
import { isListedRefusal, refused } from '../errors/refusals';
import {
	NOT_PAID,
	NO_CLEAR_ANSWER,
	editedAfterSubmit,
	modelNotOffered,
	notReached,
	notSentInTime,
	rateLimited,
	unknownOutcome,
} from '../errors/submitFailures';
import { type Task, remaining } from '../poll/task';
import { buildRequestBody } from '../request/requestBody';
import type { VideoRequest } from '../request/videoRequest';
import { type Answer, reasonOf, refusalWordsOf, wordsOf } from '../transport/answers';
import { backoffDelay } from '../transport/backoff';
import { connectionFaultOf } from '../transport/connectionFaults';
import type { RateLimit } from '../transport/limits';
import type { NovitaApi } from '../transport/novitaApi';
import { pause } from '../transport/pause';
import { readRetryAfter } from '../transport/retryAfter';
import type { LedgerRecord } from './ledger';
import type { LedgerEntry } from './ledgerEntries';
import { untilStopped } from './untilStopped';

const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;
const NOT_FOUND = 404;

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

/** A request to be submitted for one item. */
export interface Submission {
	readonly itemIndex: number;
	readonly request: VideoRequest;
	/** What the ledger knows of the request. */
	readonly record: LedgerRecord;
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
		return { taskId: known.taskId, origin: 'resumed', submittedAt: known.sentAt, deadline };
	}
	if (known && !resubmitUnknown) throw unknownOutcome(NO_CLEAR_ANSWER);
	const attempt: Attempt = { ...submission, deadline, run, earlier: record.entry };
	for (let refusals = 1; ; refusals += 1) {
		await run.submitRate.turn(run.signal, deadline);
		if (remaining(deadline) === 0) throw notSentInTime();
		const body = await buildRequestBody(submission.request);
		run.signal.throwIfAborted();
		const submitted = await untilStopped(sendOnce(body, attempt), run);
		if ('task' in submitted) return submitted.task;
		await waitForNextTry(submitted.refusal, refusals, attempt);
	}
}

/** What one request brought: a task, or Novita's word that it refuses the request for now. */
type Submitted = { readonly task: Task } | { readonly refusal: Answer };

/** Sends the request; the ledger knows of it before it leaves, and forgets it if it made no task. */
async function sendOnce(body: Buffer, attempt: Attempt): Promise<Submitted> {
	const { record, request, deadline, earlier, run } = attempt;
	record.enter();
	let answer: Answer;
	try {
		answer = await run.api.submit(
			request.path,
			body,
			Math.max(remaining(deadline), SHORTEST_SUBMIT),
		);
	} catch (error) {
		const fault = connectionFaultOf(error);
		if (!fault.neverSent) throw unknownOutcome(fault.message);
		record.forget(earlier);
		throw notReached(fault.message);
	}
	const taskId = taskIdOf(answer);
	if (taskId) return { task: taskOf(taskId, answer, attempt) };
	if (answer.status !== TOO_MANY_REQUESTS) throw failureOfAnswer(answer, attempt);
	record.forget(earlier);
	return { refusal: answer };
}

function taskOf(taskId: string, answer: Answer, attempt: Attempt): Task {
	const { record, itemIndex, deadline, run } = attempt;
	record.enterTask(taskId);
	run.recordTask(taskId, itemIndex);
	return {
		taskId,
		origin: 'submitted',
		submittedAt: Date.now(),
		deadline,
		submitAnswer: answer.json,
	};
}

/**
 * Whether an answer proves that no task was made: Novita's own refusal, or a client error, which no
 * service acts on. A proxy's 408 and any other server error may hide a task.
 */
function isDefinite(answer: Answer): boolean {
	const { status, json } = answer;
	if (status < 300) return false;
	const isInNovitasForm = typeof json?.code === 'number';
	if (isInNovitasForm && isListedRefusal(reasonOf(answer))) return true;
	return status < 500 && status !== REQUEST_TIMEOUT;
}

/** Any answer without a task: a definite refusal leaves the ledger, all else stays as unknown. */
function failureOfAnswer(answer: Answer, attempt: Attempt): ItemFailure {
	if (!isDefinite(answer)) return unknownOutcome(wordsOf(answer));
	attempt.record.forget(attempt.earlier);
	if (answer.status === NOT_FOUND) {
		const { displayName } = attempt.request.model;
		return modelNotOffered(displayName, wordsOf(answer), reasonOf(answer));
	}
	return refused(refusalWordsOf(answer), NOT_PAID);
}

async function waitForNextTry(answer: Answer, refusals: number, attempt: Attempt): Promise<void> {
	const { deadline, run } = attempt;
	const retryAfter = readRetryAfter(answer.headers['retry-after'], Date.now()) ?? 0;
	const wait = Math.max(retryAfter, backoffDelay(refusals));
	run.submitRate.pauseFor(wait);
	if (wait > remaining(deadline)) throw rateLimited(reasonOf(answer));
	await pause(wait, run.signal);
}

function taskIdOf(answer: Answer): string | undefined {
	const taskId = answer.json?.task_id;
	const isSuccess = answer.status >= 200 && answer.status < 300;
	const isId = typeof taskId === 'string' || typeof taskId === 'number';
	return (isSuccess && isId && String(taskId).trim()) || undefined;
}
