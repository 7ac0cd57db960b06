import { type ItemFailure, PassingFault } from '../errors/failure';
import { tryOnce } from '../errors/result';
import {
	accessDenied,
	noAnswer,
	noVideoAddress,
	taskFailed,
	taskLost,
	taskUnknown,
	timedOut,
} from '../errors/taskFailures';
import { type Answer, isNovitasError, reasonOf, wordsOf } from '../transport/answers';
import type { RateLimit } from '../transport/limits';
import type { NovitaApi } from '../transport/novitaApi';
import { pause } from '../transport/pause';
import { readRetryAfter } from '../transport/retryAfter';
import { type TaskSnapshot, readTaskSnapshot } from '../transport/taskAnswer';
import { isJustSubmitted } from './recentTasks';
import { nextPollDelay } from './schedule';
import { type Task, remaining } from './task';

/** Milliseconds. A task that succeeded without a link is not quite ready; after this it never will be. */
const LINK_GRACE = 60_000;

/** Milliseconds for which getting the status once rides out faults; a wait has its own deadline. */
const STATUS_PATIENCE = 60_000;

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
}

/** When polling ends. */
interface PollGoal {
	/** The user's own interval in milliseconds; missing for the adaptive schedule. */
	readonly pollInterval?: number;
	/** Whether a snapshot is what was waited for. */
	readonly isReached: (snapshot: TaskSnapshot) => boolean;
	/** The failure once the deadline has passed. */
	readonly missed: (lastFault?: string, lastStatus?: string) => ItemFailure;
}

/**
 * Polls a task until it has its video, through every fault of the service, up to the deadline.
 *
 * @param pollInterval milliseconds between two requests; undefined for the adaptive schedule
 * @throws ItemFailure of kind `taskFailed`, `taskLost`, `accessDenied`, `timeout` or `downloadFailed`
 */
export async function waitForVideo(
	task: Task,
	pollInterval: number | undefined,
	run: Polling,
): Promise<TaskSnapshot> {
	const { taskId, origin, deadline } = task;
	let succeededAt: number | undefined;
	const hasVideo = (snapshot: TaskSnapshot): boolean => {
		if (snapshot.status !== 'succeeded') return false;
		if (snapshot.videoUrl) return true;
		succeededAt ??= Date.now();
		if (Date.now() - succeededAt < LINK_GRACE) return false;
		throw noVideoAddress(taskId);
	};
	if (origin === 'submitted') {
		const delay = nextPollDelay({ elapsed: 0, fixedInterval: pollInterval, faults: 0 });
		await pause(Math.min(delay, remaining(deadline)), run.signal);
	}
	return await poll(task, run, {
		pollInterval,
		isReached: hasVideo,
		missed: (lastFault, lastStatus) => timedOut(taskId, lastStatus, lastFault),
	});
}

/**
 * Gets the status of a task: the first answer about the task counts, whatever it says.
 *
 * @throws ItemFailure of kind `taskFailed`, `taskLost`, `accessDenied` or `noAnswer`
 */
export async function getTaskStatus(task: Task, run: Polling): Promise<TaskSnapshot> {
	const deadline = Math.min(task.deadline, Date.now() + STATUS_PATIENCE);
	return await poll({ ...task, deadline }, run, {
		isReached: () => true,
		missed: (lastFault) => noAnswer(task.taskId, lastFault),
	});
}

async function poll(task: Task, run: Polling, goal: PollGoal): Promise<TaskSnapshot> {
	let latest: TaskSnapshot | undefined;
	let lastFault: string | undefined;
	let faults = 0;
	for (;;) {
		const polled = await tryOnce(async () => await requestStatus(task, run));
		if ('failure' in polled) {
			run.signal.throwIfAborted();
			const { message, retryAfter } = polled.failure;
			faults += 1;
			lastFault = message;
			if (retryAfter !== undefined) run.pollRate.pauseFor(retryAfter);
		} else {
			latest = polled.value;
			faults = 0;
			lastFault = undefined;
			if (latest.status === 'failed') throw taskFailed(task.taskId, latest.reason);
			if (goal.isReached(latest)) return latest;
		}
		const delay = nextPollDelay({
			elapsed: Date.now() - task.submittedAt,
			fixedInterval: goal.pollInterval,
			eta: latest?.etaSeconds === undefined ? undefined : latest.etaSeconds * 1000,
			faults,
		});
		// One last request at the deadline itself, so that a video that is ready then is not missed.
		const left = remaining(task.deadline);
		if (left === 0) throw goal.missed(lastFault, latest?.status);
		await pause(Math.min(delay, left), run.signal);
	}
}

/**
 * Requests the status of a task once.
 *
 * @throws PassingFault where no answer came, or one that says nothing about the task
 * @throws ItemFailure of kind `taskLost` or `accessDenied`
 */
async function requestStatus(task: Task, run: Polling): Promise<TaskSnapshot> {
	await run.pollRate.turn(run.signal, task.deadline);
	const timeLimit = Math.max(remaining(task.deadline), SHORTEST_REQUEST);
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
		status === 429 ? readRetryAfter(answer.headers['retry-after'], Date.now()) : undefined;
	return new PassingFault(words, retryAfter);
}

/** A proxy that mixes up answers must not give one task's video to another. */
function isOtherTask({ taskId }: TaskSnapshot, task: Task): boolean {
	return taskId !== undefined && taskId.toLowerCase() !== task.taskId.toLowerCase();
}
