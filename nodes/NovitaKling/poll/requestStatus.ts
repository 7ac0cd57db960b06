import { type ItemFailure, PassingFault } from '../errors/failure';
import { accessDenied, taskLost, taskUnknown } from '../errors/taskFailures';
import {
	type Answer,
	TOO_MANY_REQUESTS,
	isNovitasError,
	reasonOf,
	wordsOf,
} from '../transport/answers';
import type { RateLimit } from '../transport/limits';
import type { NovitaApi } from '../transport/novitaApi';
import { readRetryAfter } from '../transport/retryAfter';
import { type TaskSnapshot, readTaskSnapshot } from '../transport/taskAnswer';
import { isJustSubmitted } from './recentTasks';
import { type Task, remaining } from './task';

/** Milliseconds that the last request before the deadline still gets. */
const SHORTEST_REQUEST = 1_000;

/** HTTP statuses of Novita's own that end a wait, because polling again cannot change them. */
const ACCESS_DENIED = [401, 403];
const NOT_FOUND = 404;

/** What polling needs of its run. */
export interface Polling {
	readonly api: Pick<NovitaApi, 'taskResult'>;
	readonly pollRate: RateLimit;
	/** Fires when the run ends. */
	readonly signal: AbortSignal;
	/** Tells how long a task took from its submit, in milliseconds, where that was seen. */
	readonly noteTime?: (taskId: string, milliseconds: number) => void;
}

/**
 * Requests the status of a task once.
 *
 * @param patience milliseconds for which the answer is waited for at most
 * @throws PassingFault where no answer came, or one that says nothing about the task
 * @throws ItemFailure of kind `taskLost` or `accessDenied`
 */
export async function requestStatus(
	task: Task,
	run: Polling,
	patience = Number.POSITIVE_INFINITY,
): Promise<TaskSnapshot> {
	await run.pollRate.turn(run.signal, task.deadline);
	const timeLimit = Math.max(Math.min(remaining(task.deadline), patience), SHORTEST_REQUEST);
	const answer = await run.api.taskResult(task.taskId, timeLimit);
	const snapshot = readTaskSnapshot(answer, Date.now());
	if (!snapshot) throw faultOfAnswer(answer, task);
	if (isOtherTask(snapshot, task)) throw new PassingFault('the answer is about another task');
	return snapshot;
}

/** An answer that holds no task: only Novita's own word ends the wait, all others may pass. */
function faultOfAnswer(answer: Answer, task: Task): ItemFailure | PassingFault {
	const { status } = answer;
	const words = wordsOf(answer);
	if (isNovitasError(answer)) {
		const reason = reasonOf(answer);
		if (ACCESS_DENIED.includes(status)) return accessDenied(task.taskId, words, reason, status);
		if (status === NOT_FOUND && reason === 'TASK_NOT_FOUND' && !isJustSubmitted(task)) {
			const { taskId, origin } = task;
			return origin === 'named' ? taskUnknown(taskId, words) : taskLost(taskId, words);
		}
	}
	const retryAfter =
		status === TOO_MANY_REQUESTS
			? readRetryAfter(answer.headers['retry-after'], Date.now())
			: undefined;
	return new PassingFault(words, retryAfter);
}

/** A proxy that mixes up answers must not give one task's video to another. */
function isOtherTask({ taskId }: TaskSnapshot, task: Task): boolean {
	return taskId !== undefined && taskId.toLowerCase() !== task.taskId.toLowerCase();
}
