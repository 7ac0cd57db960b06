import type { ItemFailure } from '../errors/failure';
import { tryOnce } from '../errors/result';
import { noAnswer, noVideoAddress, taskFailed, timedOut } from '../errors/taskFailures';
import { pause } from '../transport/pause';
import { type TaskSnapshot, hasVideo } from '../transport/taskAnswer';
import { type Polling, requestStatus } from './requestStatus';
import { nextPollDelay } from './schedule';
import { type Task, remaining } from './task';

/** Milliseconds. A task that succeeded without a link is not quite ready; after this it never will be. */
const LINK_GRACE = 60_000;

/** Milliseconds for which getting the status once rides out faults; a wait has its own deadline. */
const STATUS_PATIENCE = 60_000;

/** Milliseconds for which a check of a suspended run rides out faults: it holds a worker meanwhile. */
const CHECK_PATIENCE = 8_000;

/** The time that a task took is worth learning from if it is known to this share. */
const EXACT_SHARE = 0.3;

/** When polling ends. */
interface PollGoal {
	/** The user's own interval in milliseconds; missing for the adaptive schedule. */
	readonly pollInterval?: number;
	/** Milliseconds for which faults in a row are ridden out; missing where only the deadline ends it. */
	readonly patience?: number;
	/** Milliseconds since 1970 from which on any snapshot is what was waited for; missing where there is no such time. */
	readonly until?: number;
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
	const isReady = (snapshot: TaskSnapshot): boolean => {
		if (snapshot.status !== 'succeeded') return false;
		if (snapshot.videoUrl) return true;
		succeededAt ??= Date.now();
		if (Date.now() - succeededAt < LINK_GRACE) return false;
		throw noVideoAddress(taskId);
	};
	if (origin === 'submitted') {
		const { usual } = task;
		const delay = nextPollDelay({ elapsed: 0, fixedInterval: pollInterval, usual, faults: 0 });
		await pause(Math.min(delay, remaining(deadline)), run.signal);
	}
	return await poll(task, run, {
		pollInterval,
		isReached: isReady,
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

/**
 * Polls a task of a suspended run until it has its video or the check ends. A service that is broken
 * is left alone until the next check.
 *
 * @param until milliseconds since 1970
 * @returns what Novita said last
 * @throws ItemFailure of kind `taskFailed`, `taskLost`, `accessDenied` or `noAnswer`
 */
export async function checkTask(task: Task, until: number, run: Polling): Promise<TaskSnapshot> {
	// However many tasks share the rate limit, each is polled once.
	const deadline = Math.max(until, Date.now() + STATUS_PATIENCE);
	return await poll({ ...task, deadline }, run, {
		patience: CHECK_PATIENCE,
		until,
		isReached: (snapshot) => hasVideo(snapshot) || Date.now() >= until,
		missed: (lastFault) => noAnswer(task.taskId, lastFault),
	});
}

async function poll(task: Task, run: Polling, goal: PollGoal): Promise<TaskSnapshot> {
	let latest: TaskSnapshot | undefined;
	let lastFault: string | undefined;
	let faults = 0;
	let faultySince: number | undefined;
	let unfinishedAt: number | undefined;
	for (;;) {
		const polled = await tryOnce(async () => await requestStatus(task, run, goal.patience));
		if ('failure' in polled) {
			run.signal.throwIfAborted();
			const { message, retryAfter } = polled.failure;
			faults += 1;
			faultySince ??= Date.now();
			lastFault = message;
			if (retryAfter !== undefined) run.pollRate.pauseFor(retryAfter);
		} else {
			latest = polled.value;
			faults = 0;
			lastFault = undefined;
			faultySince = undefined;
			if (latest.status === 'failed') throw taskFailed(task.taskId, latest.reason);
			if (latest.status === 'succeeded') noteTimeOf(task, latest, unfinishedAt, run);
			else unfinishedAt = Date.now();
			if (goal.isReached(latest)) return latest;
		}
		const delay = nextPollDelay({
			elapsed: Date.now() - task.submittedAt,
			usual: task.usual,
			fixedInterval: goal.pollInterval,
			eta: latest?.etaSeconds === undefined ? undefined : latest.etaSeconds * 1000,
			faults,
		});
		// One last request at the deadline itself, so that a video that is ready then is not missed.
		const left = remaining(Math.min(task.deadline, endOfPatience(faultySince, goal)));
		if (left === 0) throw goal.missed(lastFault, latest?.status);
		await pause(Math.min(delay, left, faults > 0 ? left : timeUntil(goal)), run.signal);
	}
}

/**
 * Tells how long a task took: as Novita says it, or else if it was seen unfinished shortly before, because
 * then it ended somewhere in between.
 */
function noteTimeOf(
	{ taskId, origin, submittedAt }: Task,
	{ tookMilliseconds = Number.POSITIVE_INFINITY }: TaskSnapshot,
	unfinishedAt: number | undefined,
	run: Polling,
): void {
	if (origin === 'named') return;
	const elapsed = Date.now() - submittedAt;
	if (tookMilliseconds <= elapsed) {
		run.noteTime?.(taskId, tookMilliseconds);
		return;
	}
	if (unfinishedAt === undefined) return;
	const between = Date.now() - unfinishedAt;
	const took = elapsed - between / 2;
	if (between < took * EXACT_SHARE) run.noteTime?.(taskId, took);
}

/** Milliseconds until the last request of a check, which comes at its very end. */
function timeUntil({ until = Number.POSITIVE_INFINITY }: PollGoal): number {
	return Math.max(until - Date.now(), 0);
}

/** Until when faults in a row are ridden out, in milliseconds since 1970. */
function endOfPatience(faultySince: number | undefined, { patience }: PollGoal): number {
	const isUnlimited = faultySince === undefined || patience === undefined;
	return isUnlimited ? Number.POSITIVE_INFINITY : faultySince + patience;
}
