import { ItemFailure } from './failure';
import { NOT_PAID } from './submitFailures';
import { getResultStep } from './taskFailures';
import { quoted, withoutAddresses } from './text';

/** Characters of n8n's words about the task log that a message shows. */
const FAULT_CHARACTERS = 200;

const MILLISECONDS_A_MINUTE = 60_000;

/** Tasks of a run that no output item names. */
export interface OtherTasks {
	/** Tasks that continue at Novita, or whose videos are ready. */
	readonly taskIds: readonly string[];
	/** Indexes of the items whose request may have been accepted without an answer. */
	readonly unknownItems: readonly number[];
}

/**
 * n8n's Retry button repeats the end of a suspended wait and never runs the node again, so no message
 * of a suspended run may recommend it. A new run finds the tasks in the task log.
 */
const NO_RETRY_AFTER_SUSPEND =
	"n8n's Retry button cannot resume a run that was suspended; it only shows this message again. A new run takes these tasks from the task log instead of paying again if both runs were started by hand, or if their items have the same Idempotency Key.";

/** The message of a run that the user stopped. n8n marks the execution as canceled because of the word. */
export const CANCELED = 'The execution was canceled';

/** The wait mode comes from a newer version of the node, or from an expression. */
export function unknownWaitMode(): ItemFailure {
	return new ItemFailure(
		'The Wait Mode is not known to this version of the node',
		`${NOT_PAID} Choose a Wait Mode from the list.`,
		{ kind: 'invalidInput', parameter: 'waitMode' },
	);
}

/**
 * n8n would end the execution before its videos are waited for, found out before anything was sent.
 *
 * @param limit milliseconds after which n8n ends the execution
 * @param timeout milliseconds for which the node would wait
 * @param margin milliseconds that a suspended run may take beyond that
 */
export function executionEndsFirst(limit: number, timeout: number, margin: number): ItemFailure {
	const [ends, waits, more, most] = [limit, timeout, margin, limit - margin].map(inMinutes);
	const inAll = margin > 0 ? `, and a suspended run may take ${more} more` : '';
	const shorter = limit > margin ? `Set Timeout to less than ${most}, raise` : 'Raise';
	return new ItemFailure(
		`n8n ends an execution of this workflow after ${ends}, but the option Timeout waits ${waits} for a video${inAll}`,
		`${NOT_PAID} ${shorter} Timeout Workflow in the settings of the workflow, or set Wait Mode to Do Not Wait.`,
		{ kind: 'invalidInput', parameter: 'timeout' },
	);
}

/** The balance could not be read. */
export function balanceNotRead(words: string): ItemFailure {
	return new ItemFailure(
		`Could not get the balance from Novita: ${words}`,
		'Check the network and the Base URL in the credential, or run the workflow again later.',
		{ kind: 'noAnswer', reason: words },
	);
}

/**
 * Something that no step foresees, without addresses: a signed one opens the video to anybody.
 *
 * @param taskId the task that was in progress
 */
export function unexpectedFailure(error: unknown, taskId?: string): ItemFailure {
	const words = error instanceof Error ? withoutAddresses(error.message) : '';
	return new ItemFailure(
		words || 'The node failed for an unknown reason',
		taskId
			? `Task ${taskId} may still be in progress at Novita. ${getResultStep(taskId)}`
			: "Check the node's parameters and its credential. If they are right, please report this with the steps to reproduce it.",
		{ kind: 'unexpected', taskId },
	);
}

/**
 * The sentence about the tasks of the other items; empty where there are none.
 *
 * @param orElse another way to get their videos than Get Result
 */
function otherTasksStep(taskIds: readonly string[], orElse = ''): string {
	if (taskIds.length === 0) return '';
	return `Other tasks of this run are not lost; get their videos with Get Result${orElse}: ${taskIds.join(', ')}.`;
}

/** The next step of a run that one item ended, with what became of the other items. */
export function stoppedRunStep(
	failure: ItemFailure,
	{ taskIds, unknownItems }: OtherTasks,
): string {
	const others = otherTasksStep(taskIds, ', or retry this execution instead of starting a new one');
	return joined(failure.nextStep, others, unknownItemsStep(unknownItems));
}

/** The next step of a suspended run that one item ended. */
export function stoppedSuspendedRunStep(failure: ItemFailure, taskIds: readonly string[]): string {
	return joined(failure.nextStep, otherTasksStep(taskIds), NO_RETRY_AFTER_SUSPEND);
}

/** What is left at Novita after the user stopped a run. */
export function canceledStep({ taskIds, unknownItems }: OtherTasks): string {
	const continuing =
		taskIds.length > 0 &&
		`These tasks continue at Novita; get their videos with Get Result: ${taskIds.join(', ')}.`;
	return joined(continuing, unknownItemsStep(unknownItems)) || 'No task was in progress at Novita.';
}

/**
 * The note in the output panel that repeated items cost nothing.
 *
 * @param changed how many of them were submitted with other values than the items have now
 */
export function resumedHint(resumed: number, total: number, changed: number): string {
	const hint = `${resumed} of ${total} videos had already been submitted and were not paid for again`;
	return changed === 0
		? hint
		: `${hint}; ${changed} of them were submitted with other values than the items have now`;
}

/** The note in the output panel that the task log could not be written. */
export function logFaultHint(fault: string): string {
	return `The task log could not be written, so a later execution may not know the tasks of this run: ${quoted(fault, FAULT_CHARACTERS)}`;
}

/** The line in n8n's log with a task's ID: n8n throws the error of a stopped execution away. */
export function taskLogLine(taskId: string, itemIndex: number, executionId: string): string {
	return `Novita accepted item ${itemIndex} of execution ${executionId} as task ${taskId}`;
}

function unknownItemsStep(itemIndexes: readonly number[]): string {
	const count = itemIndexes.length;
	if (count === 0) return '';
	const [requests, items, them] =
		count === 1
			? ['The request of 1 item has', 'item', 'it']
			: [`The requests of ${count} items have`, 'items', 'them'];
	return `${requests} an unknown outcome: ${items} ${itemIndexes.join(', ')}. Novita may have accepted ${them}, so check novita.ai to see whether a video was made before you start a new execution.`;
}

function inMinutes(milliseconds: number): string {
	const minutes = Number((milliseconds / MILLISECONDS_A_MINUTE).toFixed(1));
	return `${minutes} minute${minutes === 1 ? '' : 's'}`;
}

function joined(...sentences: Array<string | false>): string {
	return sentences.filter(Boolean).join(' ');
}
