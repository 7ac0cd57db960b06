import { ItemFailure } from './failure';
import { quoted } from './text';

/** Characters of Novita's reason that a message shows. */
const REASON_CHARACTERS = 500;

/** What is true of every task that was accepted and has not failed. */
const TASK_CONTINUES = 'The task continues at Novita.';

/** How a video is reached that n8n cannot download; the address itself is signed, so no error holds it. */
const ADDRESS_STEP = 'With Download Video turned off, it returns the address of the video instead.';

/** How every message about a paid task ends: with how to get its video. */
export function getResultStep(taskId: string): string {
	return `Use the operation Get Result with Task ID ${taskId} to get the video without paying again.`;
}

/** Novita ended the task without a video. */
export function taskFailed(taskId: string, reason = 'no reason given'): ItemFailure {
	const words = quoted(reason, REASON_CHARACTERS);
	return new ItemFailure(
		`Novita could not make the video: ${words} (task ${taskId})`,
		'Change the prompt or the image if the reason points to it, then run the workflow again to submit a new task. Check novita.ai to see whether this one was billed.',
		{ kind: 'taskFailed', taskId, status: 'failed', reason: words },
	);
}

/** Novita does not know the task that the user named, or no longer. */
export function taskUnknown(taskId: string, words: string): ItemFailure {
	return new ItemFailure(
		`Novita does not know task ${taskId}`,
		`Check the Task ID, and check that the API key belongs to the account that submitted the task; then use the operation Get Result with it. Novita removes old tasks. Novita says: ${words}`,
		{ kind: 'taskLost', taskId, reason: 'TASK_NOT_FOUND', httpStatus: 404 },
	);
}

/** Novita does not know the task that it made for the item: it must not be submitted again unasked. */
export function taskLost(taskId: string, words: string): ItemFailure {
	return new ItemFailure(
		`Novita accepted this item as task ${taskId}, but does not know that task now`,
		`It may be billed, so this execution does not submit the item again by itself. Check that the API key belongs to the account that submitted the task, and check novita.ai to see whether a video was made; a retry or the operation Get Result asks for it again without paying. If there is none, turn on the option Resubmit Unknown and retry this execution with the currently saved workflow. Novita says: ${words}`,
		{ kind: 'taskLost', taskId, reason: 'TASK_NOT_FOUND', httpStatus: 404 },
	);
}

/** The key was refused when the status of the task was requested. */
export function accessDenied(
	taskId: string,
	words: string,
	reason: string | undefined,
	httpStatus: number,
): ItemFailure {
	return new ItemFailure(
		`Novita refused access to task ${taskId}`,
		`Check the API key in the credential. ${TASK_CONTINUES} ${getResultStep(taskId)} Novita says: ${words}`,
		{ kind: 'accessDenied', taskId, reason, httpStatus },
	);
}

/** The deadline passed before the video was there. */
export function timedOut(taskId: string, status?: string, lastFault?: string): ItemFailure {
	const last = lastFault ? ` The last status request failed: ${lastFault}.` : '';
	return new ItemFailure(
		`The video was not ready within the time set in the option Timeout (task ${taskId})`,
		`${TASK_CONTINUES} ${getResultStep(taskId)}${last}`,
		{ kind: 'timeout', taskId, status, reason: lastFault },
	);
}

/** No answer to the status requests says anything about the task. */
export function noAnswer(taskId: string, lastFault = 'no answer'): ItemFailure {
	return new ItemFailure(
		`Could not get the status of task ${taskId}: ${lastFault}`,
		`The task is not lost. Try again later. ${getResultStep(taskId)}`,
		{ kind: 'noAnswer', taskId, reason: lastFault },
	);
}

/** The task succeeded, but its answer holds no address. */
export function noVideoAddress(taskId: string): ItemFailure {
	const what = 'its answer contains no video address';
	return new ItemFailure(
		`Novita finished task ${taskId}, but ${what}`,
		`${getResultStep(taskId)} If that does not help, send the task ID to Novita's support.`,
		{ kind: 'downloadFailed', taskId, status: 'succeeded', reason: what },
	);
}

/** The video exists, but its file did not arrive whole. */
export function downloadFailed(taskId: string, what: string, advice = ''): ItemFailure {
	return new ItemFailure(
		`The video of task ${taskId} is ready but could not be downloaded: ${what}`,
		[advice, getResultStep(taskId), ADDRESS_STEP].filter(Boolean).join(' '),
		{ kind: 'downloadFailed', taskId, status: 'succeeded', reason: what },
	);
}

/** The run ended while this item was in progress. */
export function stopped(taskId?: string): ItemFailure {
	return taskId
		? new ItemFailure(
				`The run ended while task ${taskId} was in progress`,
				`${TASK_CONTINUES} ${getResultStep(taskId)}`,
				{ kind: 'canceled', taskId },
			)
		: new ItemFailure(
				'The run ended before this item was sent',
				'Nothing was paid for this item.',
				{ kind: 'canceled' },
			);
}

/** What an item says whose task has not ended yet: n8n gives it out as it is if it is killed during a check. */
export function unfinishedNote(taskId: string): string {
	return `The video is not ready yet. If this item leaves the node, n8n was stopped while it checked the task. ${getResultStep(taskId)}`;
}

/** The task was submitted, but n8n did not suspend the execution. */
export function notSuspended(taskId: string, cause: ItemFailure): ItemFailure {
	return new ItemFailure(
		`The execution could not be suspended while task ${taskId} was in progress: ${cause.message}`,
		`${TASK_CONTINUES} ${getResultStep(taskId)}`,
		{ kind: 'unexpected', taskId },
	);
}

/** A failure of the whole check, for one of its tasks. */
export function ofTask({ message, nextStep, details }: ItemFailure, taskId: string): ItemFailure {
	const advice = `${nextStep} ${getResultStep(taskId)}`;
	return new ItemFailure(`${message} (task ${taskId})`, advice, { ...details, taskId });
}
