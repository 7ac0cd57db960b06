import type { ItemFailure } from '../errors/itemFailure';
import type { Answer } from '../transport/answers';
import { connectionFaultOf } from '../transport/connectionFaults';
import { reasonOf, wordsOf } from '../errors/refusals';
import { readRetryAfter } from '../transport/retryAfter';
import { type TaskSnapshot, readTaskSnapshot } from '../transport/taskAnswer';
import {
	accessDenied,
	noAnswer,
	noVideoAddress,
	taskFailed,
	taskLost,
	timedOut,
} from '../errors/taskFailures';
import { pause } from '../transport/pacing';
import { type Run, type Task, remaining } from '../run';
import { nextPollDelay } from './schedule';

/** A task that succeeded without a link is not quite ready; after this time it never will be. */
const LINK_GRACE = 60_000;

/** One question rides out faults for this long, in milliseconds; a wait has its own deadline. */
const ASK_PATIENCE = 60_000;

/** Answers that end a wait, because asking again cannot change them. */
const ACCESS_DENIED = [401, 403];

/**
 * Asks for a task until it has its video, through every fault of the service, up to the deadline.
 *
 * @param pollInterval milliseconds between two requests; undefined for the adaptive schedule
 * @throws ItemFailure of kind `taskFailed`, `taskLost`, `accessDenied`, `timeout` or `downloadFailed`
 */
export async function waitForVideo(
	task: Task,
	pollInterval: number | undefined,
	run: Run,
): Promise<TaskSnapshot> {
	let succeededAt: number | undefined;
	const hasVideo = (snapshot: TaskSnapshot): boolean => {
		if (snapshot.status !== 'succeeded') return false;
		if (snapshot.videoUrl) return true;
		succeededAt ??= Date.now();
		if (Date.now() - succeededAt < LINK_GRACE) return false;
		throw noVideoAddress(task.taskId);
	};
	return await ask(task, pollInterval, run, hasVideo, (lastFault, status) =>
		timedOut(task.taskId, status, lastFault),
	);
}

/**
 * Asks for a task once: the first answer that speaks of the task counts, whatever it says.
 *
 * @throws ItemFailure of kind `taskFailed`, `taskLost`, `accessDenied` or `noAnswer`
 */
export async function askForTask(task: Task, run: Run): Promise<TaskSnapshot> {
	const patience = Math.min(task.deadline, Date.now() + ASK_PATIENCE);
	return await ask(
		{ ...task, deadline: patience, answer: undefined },
		undefined,
		run,
		() => true,
		(lastFault) => noAnswer(task.taskId, lastFault),
	);
}

async function ask(
	task: Task,
	pollInterval: number | undefined,
	run: Run,
	isEnough: (snapshot: TaskSnapshot) => boolean,
	tooLate: (lastFault?: string, status?: string) => ItemFailure,
): Promise<TaskSnapshot> {
	let latest: TaskSnapshot | undefined;
	let lastFault: string | undefined;
	let faults = 0;
	// A task that was submitted a moment ago has nothing to tell yet.
	if (task.answer) {
		const delay = nextPollDelay({ elapsed: 0, fixedInterval: pollInterval, faults });
		await pause(Math.min(delay, remaining(task.deadline)), run.signal);
	}
	for (;;) {
		const result = await askOnce(task, run);
		if ('fault' in result) {
			faults += 1;
			lastFault = result.fault;
			if (result.wait !== undefined) run.gate.holdBack(result.wait);
		} else {
			faults = 0;
			lastFault = undefined;
			latest = result.snapshot;
			if (latest.status === 'failed') throw taskFailed(task.taskId, latest);
			if (isEnough(latest)) return latest;
		}
		const delay = nextPollDelay({
			elapsed: Date.now() - task.submittedAt,
			fixedInterval: pollInterval,
			eta: latest?.etaSeconds === undefined ? undefined : latest.etaSeconds * 1000,
			faults,
		});
		// One last look at the deadline itself, so that a video that is ready then is not missed.
		const left = remaining(task.deadline);
		if (left === 0) throw tooLate(lastFault, latest?.status);
		await pause(Math.min(delay, left), run.signal);
	}
}

/** What one request brought: the task, or a fault that is worth another try. */
type AskResult =
	| { readonly snapshot: TaskSnapshot }
	| { readonly fault: string; readonly wait?: number };

async function askOnce(task: Task, run: Run): Promise<AskResult> {
	await run.gate.turn(run.signal, task.deadline);
	let answer: Answer;
	try {
		answer = await run.api.taskResult(
			task.taskId,
			Math.max(remaining(task.deadline), SHORTEST_REQUEST),
		);
	} catch (error) {
		run.signal.throwIfAborted();
		return { fault: connectionFaultOf(error).reason };
	}
	const snapshot = readTaskSnapshot(answer, Date.now());
	if (snapshot && isOtherTask(snapshot, task)) return { fault: 'an answer about another task' };
	if (snapshot) return { snapshot };
	const words = wordsOf(answer);
	const reason = reasonOf(answer);
	if (answer.status === 404 && reason === 'TASK_NOT_FOUND') throw taskLost(task.taskId, words);
	if (ACCESS_DENIED.includes(answer.status)) {
		throw accessDenied(task.taskId, words, reason, answer.status);
	}
	const wait =
		answer.status === 429 ? readRetryAfter(answer.headers['retry-after'], Date.now()) : undefined;
	return { fault: words, wait };
}

/** A proxy that mixes answers up must not give one task's video to another. */
function isOtherTask({ taskId }: TaskSnapshot, task: Task): boolean {
	return taskId !== undefined && taskId.toLowerCase() !== task.taskId.toLowerCase();
}

/** The last request before the deadline still gets this time, in milliseconds. */
const SHORTEST_REQUEST = 1_000;
