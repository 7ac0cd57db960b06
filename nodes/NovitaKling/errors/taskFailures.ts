import { ItemFailure } from './itemFailure';
import { quoted } from './text';
import type { TaskSnapshot } from '../transport/taskAnswer';

/** How every message about a paid task ends: the way to the video. */
export function getResultStep(taskId: string): string {
	return `Use the operation Get Result with Task ID ${taskId} to get the video without paying again.`;
}

/** How every message about a request that was not taken goes on. */
export const NOT_PAID = 'No video was started and nothing was paid.';

const TASK_GOES_ON = 'The task goes on at Novita.';

/** The request may or may not have been taken: nobody may submit it again unasked. */
export function unknownOutcome(what: string): ItemFailure {
	return new ItemFailure(
		`It is unknown whether Novita took the request: ${what}`,
		'The task may exist and be billed, so this execution does not submit the item again by itself. Look at novita.ai whether a video was made. If not, turn on the option Resubmit Unknown and retry this execution with the currently saved workflow, or run this item alone; a new execution pays for all its items.',
		{ kind: 'unknownOutcome' },
	);
}

/** An earlier try of the item got no clear answer, and how this one ended proves nothing about it. */
export function stillUnknown(failure: ItemFailure): ItemFailure {
	const { message, nextStep } = unknownOutcome(
		`an earlier try of this item got no clear answer, and the last try made no video: ${failure.message}`,
	);
	return new ItemFailure(message, nextStep, { ...failure.details, kind: 'unknownOutcome' });
}

/** The request never left: there was no connection. */
export function notReached(reason: string): ItemFailure {
	return new ItemFailure(
		`Novita could not be reached: ${reason}`,
		`${NOT_PAID} Check the network and the Base URL in the credential, then run the workflow again.`,
		{ kind: 'notSent', reason },
	);
}

/** Novita asked to wait for longer than the item may take. */
export function notSentInTime(reason = 'RATE_LIMIT_EXCEEDED'): ItemFailure {
	return new ItemFailure(
		'Novita had too many requests and did not take this one within the time set by the option Timeout',
		`${NOT_PAID} Run the workflow again later, or lower the option Max Concurrent Tasks.`,
		{ kind: 'refused', reason, httpStatus: 429 },
	);
}

/** The time was over before the request's turn came: many items share one rate. */
export function outOfTime(): ItemFailure {
	return new ItemFailure(
		'The request was not sent within the time set by the option Timeout, because others came first',
		`${NOT_PAID} Allow more time with the option Timeout, or run fewer items at a time.`,
		{ kind: 'notSent' },
	);
}

/** Characters of Novita's reason that a message shows. */
const REASON_CHARACTERS = 500;

/** Novita ended the task without a video. */
export function taskFailed(taskId: string, snapshot: TaskSnapshot): ItemFailure {
	const reason = quoted(snapshot.reason ?? 'no reason given', REASON_CHARACTERS);
	return new ItemFailure(
		`Novita could not make the video: ${reason} (task ${taskId})`,
		'Change the prompt or the image where the reason asks for it, and submit a new task.',
		{ kind: 'taskFailed', taskId, status: 'failed', reason },
	);
}

/** Novita does not know the task, or no longer. */
export function taskLost(taskId: string, words: string): ItemFailure {
	return new ItemFailure(
		`Novita does not know task ${taskId}`,
		`Check the Task ID and that the API key belongs to the same account, then use the operation Get Result with it; Novita forgets old tasks. Novita says: ${words}`,
		{ kind: 'taskLost', taskId, reason: 'TASK_NOT_FOUND', httpStatus: 404 },
	);
}

/** The key was refused while the task was being asked for. */
export function accessDenied(
	taskId: string,
	words: string,
	reason: string | undefined,
	httpStatus: number,
): ItemFailure {
	return new ItemFailure(
		`Novita refused access to task ${taskId}`,
		`Check the API key in the credential. ${TASK_GOES_ON} ${getResultStep(taskId)} Novita says: ${words}`,
		{ kind: 'accessDenied', taskId, reason, httpStatus },
	);
}

/** The deadline passed before the video was there. */
export function timedOut(
	taskId: string,
	status: string | undefined,
	lastFault?: string,
): ItemFailure {
	const seen = lastFault ? ` The last answer was no help: ${lastFault}.` : '';
	return new ItemFailure(
		`The video was not ready within the time set by the option Timeout (task ${taskId})`,
		`${TASK_GOES_ON} ${getResultStep(taskId)}${seen}`,
		{ kind: 'timeout', taskId, status, reason: lastFault },
	);
}

/** Novita was asked about the task, and gave no answer that speaks of it. */
export function noAnswer(taskId: string, lastFault = 'no answer'): ItemFailure {
	return new ItemFailure(
		`Novita could not be asked about task ${taskId}: ${lastFault}`,
		`The task is not lost. Try again later. ${getResultStep(taskId)}`,
		{ kind: 'noAnswer', taskId, reason: lastFault },
	);
}

/** The task succeeded, but its answer holds no address. */
export function noVideoAddress(taskId: string): ItemFailure {
	const what = 'its answer holds no video address';
	return new ItemFailure(
		`Novita finished task ${taskId} but ${what}`,
		`${getResultStep(taskId)} If it stays so, ask Novita's support and name the task.`,
		{ kind: 'downloadFailed', taskId, status: 'succeeded', reason: what },
	);
}

/** The video exists, but its file did not arrive whole. */
export function downloadFailed(taskId: string, what: string, advice = ''): ItemFailure {
	return new ItemFailure(
		`The video of task ${taskId} is ready but could not be downloaded: ${what}`,
		[advice, getResultStep(taskId)].filter(Boolean).join(' '),
		{ kind: 'downloadFailed', taskId, status: 'succeeded', reason: what },
	);
}

/** A wait mode that only a newer version of the node may know. */
export function unknownWaitMode(): ItemFailure {
	return new ItemFailure(
		'Wait Mode is not known to this version of the node',
		`${NOT_PAID} Choose a Wait Mode from the list.`,
		{ kind: 'invalidInput', parameter: 'waitMode' },
	);
}

/** Suspend mode cannot work here, found out before anything was sent. */
export function cannotSuspend(): ItemFailure {
	return new ItemFailure(
		'This workflow cannot be suspended, because it has not been saved',
		`${NOT_PAID} Save the workflow and run it again, or set Wait Mode to Until the Video Is Ready.`,
		{ kind: 'invalidInput', parameter: 'waitMode' },
	);
}

/** The task was submitted, but n8n did not take the execution into its database. */
export function notParked(taskId: string, cause: ItemFailure): ItemFailure {
	return new ItemFailure(
		`The execution could not be suspended while task ${taskId} was going on: ${cause.message}`,
		`${TASK_GOES_ON} ${getResultStep(taskId)}`,
		{ kind: 'unexpected', taskId },
	);
}

/** The run ended while this item was on its way. */
export function stopped(taskId?: string): ItemFailure {
	return new ItemFailure(
		taskId
			? `The run ended while task ${taskId} was going on`
			: 'The run ended before this item was sent',
		taskId ? `${TASK_GOES_ON} ${getResultStep(taskId)}` : 'Nothing was paid for it.',
		{ kind: 'canceled', taskId },
	);
}
