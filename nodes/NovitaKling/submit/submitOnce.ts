import type { ItemFailure } from '../errors/failure';
import { isListedRefusal, refused } from '../errors/refusals';
import {
	NOT_PAID,
	NO_CLEAR_ANSWER,
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
import type { Ledger, LedgerEntry, RequestOfItem } from './ledger';

const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;
const NOT_FOUND = 404;

/** Milliseconds. The paid request is not cut off for a short time-out: its outcome would be unknown. */
const SHORTEST_SUBMIT = 20_000;

/** What a submit needs of its run. */
export interface Submitting {
	readonly api: Pick<NovitaApi, 'submit'>;
	readonly submitRate: RateLimit;
	readonly ledger: Ledger;
	/** Fires when the run ends. */
	readonly signal: AbortSignal;
	/** Writes a new task's ID into n8n's log: the last trace of it, should the process be killed. */
	readonly logTask: (taskId: string, itemIndex: number) => void;
}

/** A request to be submitted for one item. */
export interface Submission {
	readonly itemIndex: number;
	readonly request: VideoRequest;
	/** Milliseconds that the whole item may take. */
	readonly timeout: number;
	/** Whether the user allows a request of unknown outcome to be sent again. */
	readonly resubmitUnknown: boolean;
}

/** What one submit of an item works with. */
interface Attempt {
	readonly entry: RequestOfItem;
	readonly request: VideoRequest;
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
 * - whatever cannot be known is said to be unknown, and stays in the ledger as such.
 *
 * @throws ItemFailure of kind `refused`, `notSent` or `unknownOutcome`, or the signal's reason
 */
export async function submitOnce(submission: Submission, run: Submitting): Promise<Task> {
	const { request, itemIndex, timeout, resubmitUnknown } = submission;
	const entry = requestOf(itemIndex, request);
	const deadline = Date.now() + timeout;
	const known = run.ledger.find(entry);
	if (known?.taskId) {
		return { taskId: known.taskId, origin: 'resumed', submittedAt: known.sentAt, deadline };
	}
	if (known && !resubmitUnknown) throw unknownOutcome(NO_CLEAR_ANSWER);
	const attempt: Attempt = { entry, request, deadline, run, earlier: known };
	for (let refusals = 1; ; refusals += 1) {
		await run.submitRate.turn(run.signal, deadline);
		if (remaining(deadline) === 0) throw notSentInTime();
		const answer = await sendOnce(attempt);
		const taskId = taskIdOf(answer);
		if (taskId) return enterTask(taskId, answer, attempt);
		if (answer.status !== TOO_MANY_REQUESTS) throw failureOfAnswer(answer, attempt);
		forget(attempt);
		await waitForNextTry(answer, refusals, attempt);
	}
}

/** How the ledger knows an item's request. */
export function requestOf(itemIndex: number, { fingerprint }: VideoRequest): RequestOfItem {
	return { itemIndex, fingerprint };
}

/** The request surely made no task: the ledger says again what it said before. */
function forget({ entry, earlier, run }: Attempt): void {
	run.ledger.forget(entry, earlier);
}

function enterTask(taskId: string, answer: Answer, { entry, deadline, run }: Attempt): Task {
	const submittedAt = Date.now();
	run.ledger.enterTask(entry, { sentAt: submittedAt, taskId });
	run.logTask(taskId, entry.itemIndex);
	return { taskId, origin: 'submitted', submittedAt, deadline, submitAnswer: answer.json };
}

/** Sends the request; the ledger knows of it before it leaves, and forgets it if it never left. */
async function sendOnce(attempt: Attempt): Promise<Answer> {
	const { entry, request, deadline, run } = attempt;
	const body = await buildRequestBody(request);
	run.signal.throwIfAborted();
	run.ledger.enter(entry);
	try {
		return await run.api.submit(request.path, body, Math.max(remaining(deadline), SHORTEST_SUBMIT));
	} catch (error) {
		const fault = connectionFaultOf(error);
		if (fault.neverSent) {
			forget(attempt);
			throw notReached(fault.message);
		}
		throw unknownOutcome(
			run.signal.aborted ? 'the run ended while it was being sent' : fault.message,
		);
	}
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
	forget(attempt);
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
