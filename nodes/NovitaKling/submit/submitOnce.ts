import { ItemFailure } from '../errors/itemFailure';
import { buildRequestBody } from '../request/requestBody';
import type { VideoRequest } from '../request/videoRequest';
import type { Answer } from '../transport/answers';
import { connectionFaultOf } from '../transport/connectionFaults';
import { isListedRefusal, reasonOf, refusalOf, wordsOf } from '../errors/refusals';
import { readRetryAfter } from '../transport/retryAfter';
import {
	NOT_PAID,
	notReached,
	notSentInTime,
	outOfTime,
	unknownOutcome,
} from '../errors/taskFailures';
import { type LedgerEntry, enterRequest, findKey } from './ledger';
import { pause } from '../transport/pacing';
import { type Run, type Task, remaining } from '../run';
import { faultWait } from '../poll/schedule';

/** A request to be submitted for one item. */
export interface Submission {
	readonly itemIndex: number;
	readonly request: VideoRequest;
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
 * - the request is sent again only when Novita said that it refuses it for now (429);
 * - whatever cannot be known is said to be unknown, and stays in the ledger as such.
 *
 * @throws ItemFailure of kind `refused`, `notSent`, `unknownOutcome` or `canceled`
 */
export async function submitOnce(submission: Submission, run: Run): Promise<Task> {
	const { request, itemIndex } = submission;
	const key = keyOf(itemIndex, request, run);
	const deadline = Date.now() + submission.timeout;
	const known = run.ledger[key];
	if (known?.taskId) {
		return { taskId: known.taskId, submittedAt: known.sentAt, deadline, resumed: true };
	}
	if (known && !submission.resubmitUnknown) {
		throw unknownOutcome('an earlier try of this item got no clear answer');
	}
	const attempt: Attempt = { key, request, deadline, run, earlier: known };
	for (let refusals = 1; ; refusals += 1) {
		await run.submitGate.turn(run.signal, deadline);
		if (remaining(deadline) === 0) throw outOfTime();
		const answer = await sendOnce(attempt);
		const taskId = taskIdOf(answer);
		if (taskId) {
			const submittedAt = Date.now();
			run.ledger[key] = { sentAt: submittedAt, taskId };
			logTask(taskId, itemIndex, run);
			return { taskId, submittedAt, deadline, resumed: false, answer: answer.json };
		}
		if (answer.status !== TOO_MANY_REQUESTS) throw judge(answer, attempt);
		forget(attempt);
		await waitForNextTry(answer, refusals, attempt);
	}
}

/** The key of an item's request in the run's ledger. */
export function keyOf(
	itemIndex: number,
	{ fingerprint }: VideoRequest,
	{ ledger, runIndex }: Run,
): string {
	return findKey(ledger, runIndex, itemIndex, fingerprint);
}

/** What one submit of an item works with. */
interface Attempt {
	readonly key: string;
	readonly request: VideoRequest;
	/** Milliseconds since 1970. */
	readonly deadline: number;
	readonly run: Run;
	/** An earlier try of unknown outcome; what becomes of this one proves nothing about it. */
	readonly earlier?: LedgerEntry;
}

/** The request surely made no task: the ledger says again what it said before. */
function forget({ key, earlier, run }: Attempt): void {
	if (earlier) run.ledger[key] = earlier;
	else delete run.ledger[key];
}

/** The last trace of a paid task, should the process be killed. */
function logTask(taskId: string, itemIndex: number, { context }: Run): void {
	const executionId = context.getExecutionId();
	context.logger.info(
		`Novita took item ${itemIndex} of execution ${executionId} as task ${taskId}`,
		{
			taskId,
			executionId,
		},
	);
}

const TOO_MANY_REQUESTS = 429;

/** The paid request is not cut off for a short time-out: that would leave its outcome unknown. */
const SHORTEST_SUBMIT = 20_000;

/** Sends the request; the ledger knows of it before it leaves, and forgets it if it never left. */
async function sendOnce(attempt: Attempt): Promise<Answer> {
	const { key, request, deadline, run } = attempt;
	const body = await buildRequestBody(request);
	run.signal.throwIfAborted();
	enterRequest(run.ledger, key);
	try {
		return await run.api.submit(request.path, body, Math.max(remaining(deadline), SHORTEST_SUBMIT));
	} catch (error) {
		const fault = connectionFaultOf(error);
		if (fault.neverSent) {
			forget(attempt);
			throw notReached(fault.reason);
		}
		throw unknownOutcome(
			run.signal.aborted ? 'the run ended while it was being sent' : fault.reason,
		);
	}
}

/**
 * Whether an answer proves that no task was made: Novita's own refusal, or a client error, which no
 * service acts on. A proxy's 408 and any other server error may hide a task.
 */
function isDefinite(answer: Answer): boolean {
	const { status } = answer;
	if (isListedRefusal(answer)) return true;
	return status >= 300 && status < 500 && status !== REQUEST_TIMEOUT;
}

const REQUEST_TIMEOUT = 408;

/** Any answer without a task: a definite refusal leaves the ledger, all else stays as unknown. */
function judge(answer: Answer, attempt: Attempt): ItemFailure {
	if (!isDefinite(answer)) return unknownOutcome(wordsOf(answer));
	forget(attempt);
	if (answer.status === 404) {
		const { displayName } = attempt.request.model;
		return new ItemFailure(
			`${displayName} is no longer offered by Novita; choose another model`,
			`${NOT_PAID} If every model is refused so, check the Base URL in the credential. Novita says: ${wordsOf(answer)}`,
			{ kind: 'refused', reason: reasonOf(answer) ?? 'API_NOT_FOUND', httpStatus: answer.status },
		);
	}
	return refusalOf(answer, NOT_PAID);
}

async function waitForNextTry(answer: Answer, refusals: number, attempt: Attempt): Promise<void> {
	const { deadline, run } = attempt;
	const asked = readRetryAfter(answer.headers['retry-after'], Date.now()) ?? 0;
	const wait = Math.max(asked, faultWait(refusals));
	run.submitGate.holdBack(wait);
	if (wait > remaining(deadline)) throw notSentInTime(reasonOf(answer));
	await pause(wait, run.signal);
}

function taskIdOf(answer: Answer): string | undefined {
	const taskId = answer.json?.task_id;
	const isSuccess = answer.status >= 200 && answer.status < 300;
	const isId = typeof taskId === 'string' || typeof taskId === 'number';
	return (isSuccess && isId && String(taskId).trim()) || undefined;
}
