import { type Result, resultOf } from '../errors/result';
import { imageRefusedInBothForms, notSentInTime } from '../errors/submitFailures';
import { rememberSubmit } from '../poll/recentTasks';
import { type Task, remaining } from '../poll/task';
import { buildRequestBody } from '../request/requestBody';
import type { ImageForm } from '../request/imageField';
import { type Answer, TOO_MANY_REQUESTS, refusalWordsOf } from '../transport/answers';
import type { SubmitTurn } from '../transport/submitTurns';
import type { FormsToSend } from './imageForms';
import type { LedgerEntry } from './ledgerEntries';
import type { LoggedRequest, Submission, Submitting } from './submission';
import {
	failureOfAnswer,
	failureOfFault,
	isFormRefused,
	retryAfterOf,
	taskIdOf,
} from './submitAnswer';

/** Milliseconds. The paid request is not cut off for a short time-out: its outcome would be unknown. */
const SHORTEST_SUBMIT = 20_000;

/** What one submit of an item works with. */
export interface Attempt extends Submission {
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** An earlier request of unknown outcome; how this one ends proves nothing about it. */
	readonly earlier?: LedgerEntry;
	/** How an image file may be written. */
	readonly forms: FormsToSend;
	/** Whether Novita has refused raw base64 for this item before. */
	readonly isBase64Refused: boolean;
	readonly run: Submitting;
}

/** What one request brought: a task, or Novita's word that it refuses the request for now. */
export type Submitted =
	| { readonly task: Task }
	| { readonly refusal: Answer; readonly isBase64Refused: boolean };

/**
 * Sends the request. The ledger and the task log know of it before it leaves, and learn how it ended
 * even if the run ends before.
 */
export async function sendOnce(
	body: Buffer,
	turn: SubmitTurn,
	logged: LoggedRequest,
	attempt: Attempt,
): Promise<Submitted> {
	const { record, earlier } = attempt;
	record.enter(attempt.cost);
	const result = await resultOf(async () => await submittedBy(body, attempt));
	endTurn(turn, result);
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

/** Tells the rate limit what became of a request. */
function endTurn(turn: SubmitTurn, result: Result<Submitted>): void {
	if ('failure' in result && result.failure.details.kind === 'notSent') turn.giveBack();
	else if ('value' in result && 'refusal' in result.value) {
		turn.refused(retryAfterOf(result.value.refusal));
	} else turn.passed();
}

/** What Novita says to the request; where it refuses the form of the image, to the other form too. */
async function submittedBy(body: Buffer, attempt: Attempt): Promise<Submitted> {
	const { first, second } = attempt.forms;
	const answer = await send(body, attempt);
	if (!second || !isFormRefused(answer)) return resultOfAnswer(answer, first, attempt);
	const { run, deadline, request } = attempt;
	if (remaining(deadline) === 0) throw notSentInTime();
	const other = await buildRequestBody(request, second);
	// A stop sends nothing new, and this form was surely not accepted.
	run.signal.throwIfAborted();
	return resultOfAnswer(await send(other, attempt), second, { ...attempt, isBase64Refused: true });
}

async function send(body: Buffer, { request, deadline, run }: Attempt): Promise<Answer> {
	const timeLimit = Math.max(remaining(deadline), SHORTEST_SUBMIT);
	return await run.api
		.submit(request.path, body, timeLimit)
		.catch(async (error: unknown) => await Promise.reject(failureOfFault(error)));
}

function resultOfAnswer(answer: Answer, form: ImageForm, attempt: Attempt): Submitted {
	const { request, forms, isBase64Refused } = attempt;
	const taskId = taskIdOf(answer);
	if (taskId) {
		forms.ended(form);
		return { task: taskOf(taskId, answer, attempt) };
	}
	if (isBase64Refused && isFormRefused(answer)) {
		throw imageRefusedInBothForms(refusalWordsOf(answer));
	}
	if (answer.status !== TOO_MANY_REQUESTS) throw failureOfAnswer(answer, request);
	return { refusal: answer, isBase64Refused };
}

function taskOf(taskId: string, answer: Answer, attempt: Attempt): Task {
	const { record, itemIndex, deadline, cost, run } = attempt;
	record.enterTask(taskId, cost);
	rememberSubmit(taskId);
	run.recordTask(taskId, itemIndex);
	return {
		taskId,
		origin: 'submitted',
		submittedAt: Date.now(),
		deadline,
		cost,
		submitAnswer: answer.json,
	};
}
