import { ItemFailure } from '../failure';
import { buildRequestBody } from '../request/requestBody';
import type { VideoRequest } from '../request/videoRequest';
import type { Answer } from '../transport/answers';
import { connectionFaultOf } from '../transport/connectionFaults';
import { isListedRefusal, reasonOf, refusalOf, wordsOf } from '../transport/refusals';
import { readRetryAfter } from '../transport/retryAfter';
import { NOT_PAID, notReached, notSentInTime, unknownOutcome } from './failures';
import { ledgerKey } from './ledger';
import { pause } from './pacing';
import { type Run, type Task, remaining } from './run';
import { faultWait } from './schedule';

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
	const key = ledgerKey(run.runIndex, itemIndex, request.fingerprint);
	const deadline = Date.now() + submission.timeout;
	const known = run.ledger[key];
	if (known?.taskId) {
		return { taskId: known.taskId, submittedAt: known.sentAt, deadline, resumed: true };
	}
	if (known && !submission.resubmitUnknown) {
		throw unknownOutcome('an earlier try of this item got no clear answer');
	}
	for (let refusals = 1; ; refusals += 1) {
		await run.submitGate.turn(run.signal, deadline);
		if (remaining(deadline) === 0) throw notSentInTime();
		const answer = await sendOnce(key, request, deadline, run);
		const taskId = taskIdOf(answer);
		if (taskId) {
			const submittedAt = Date.now();
			run.ledger[key] = { sentAt: submittedAt, taskId };
			run.context.logger.info(`Novita took item ${itemIndex} as task ${taskId}`, { taskId });
			return { taskId, submittedAt, deadline, resumed: false, answer: answer.json };
		}
		if (answer.status !== TOO_MANY_REQUESTS) throw judge(answer, key, request, run);
		delete run.ledger[key];
		await waitForNextTry(answer, refusals, deadline, run);
	}
}

const TOO_MANY_REQUESTS = 429;

/** The paid request is not cut off for a short time-out: that would leave its outcome unknown. */
const SHORTEST_SUBMIT = 20_000;

/** Sends the request; the ledger knows of it before it leaves, and forgets it if it never left. */
async function sendOnce(
	key: string,
	request: VideoRequest,
	deadline: number,
	run: Run,
): Promise<Answer> {
	const body = await buildRequestBody(request);
	run.signal.throwIfAborted();
	run.ledger[key] = { sentAt: Date.now() };
	try {
		return await run.api.submit(request.path, body, Math.max(remaining(deadline), SHORTEST_SUBMIT));
	} catch (error) {
		const fault = connectionFaultOf(error);
		if (fault.neverSent) {
			delete run.ledger[key];
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
function judge(answer: Answer, key: string, request: VideoRequest, run: Run): ItemFailure {
	if (!isDefinite(answer)) return unknownOutcome(wordsOf(answer));
	delete run.ledger[key];
	if (answer.status === 404) {
		const { displayName } = request.model;
		return new ItemFailure(
			`${displayName} is no longer offered by Novita; choose another model`,
			`${NOT_PAID} If every model is refused so, check the Base URL in the credential. Novita says: ${wordsOf(answer)}`,
			{ kind: 'refused', reason: reasonOf(answer) ?? 'API_NOT_FOUND', httpStatus: answer.status },
		);
	}
	return refusalOf(answer, NOT_PAID);
}

async function waitForNextTry(
	answer: Answer,
	refusals: number,
	deadline: number,
	run: Run,
): Promise<void> {
	const asked = readRetryAfter(answer.headers['retry-after'], Date.now()) ?? 0;
	const wait = Math.max(asked, faultWait(refusals));
	run.submitGate.holdBack(wait);
	if (wait > remaining(deadline)) throw notSentInTime(reasonOf(answer), answer.status);
	await pause(wait, run.signal);
}

function taskIdOf(answer: Answer): string | undefined {
	const taskId = answer.json?.task_id;
	const isSuccess = answer.status >= 200 && answer.status < 300;
	const isId = typeof taskId === 'string' || typeof taskId === 'number';
	return (isSuccess && isId && String(taskId).trim()) || undefined;
}
