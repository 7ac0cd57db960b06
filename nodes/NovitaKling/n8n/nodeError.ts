import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { ItemFailure } from '../errors/itemFailure';
import { isToolNode } from './toolUse';

/**
 * A failure in n8n's form. It is built anew, so that nothing of a request, its key or a signed
 * address comes along.
 *
 * @param advice what the user can do, where it is more than the failure's own next step
 */
export function nodeErrorOf(
	node: INode,
	failure: ItemFailure,
	itemIndex: number,
	advice = failure.nextStep,
): NodeApiError | NodeOperationError {
	const { httpStatus } = failure.details;
	const message = messageOf(node, failure, itemIndex, advice);
	const options = { message, description: advice, itemIndex };
	const error =
		httpStatus === undefined
			? new NodeOperationError(node, message, options)
			: new NodeApiError(node, { message } as JsonObject, {
					...options,
					httpCode: String(httpStatus),
				});
	// n8n replaces a message in which it finds a code of Node.js; ours is meant as it is.
	error.message = message;
	error.context.details = { ...failure.details };
	return error;
}

/** The message with its item, counted as n8n does; an agent reads nothing else, so it gets the advice too. */
function messageOf(node: INode, failure: ItemFailure, itemIndex: number, advice: string): string {
	const message = `${failure.message} [item ${itemIndex}]`;
	return isToolNode(node) ? `${message}. ${advice}` : message;
}

/** Tasks of a run that no item of the output speaks of. */
export interface OtherTasks {
	/** Tasks that go on at Novita, or whose videos are ready. */
	readonly taskIds: readonly string[];
	/** Indexes of the items whose request may have been taken without an answer. */
	readonly unknownItems: readonly number[];
}

/**
 * The error of a run that one item ended. Tasks of other items may be paid and under way, so it
 * speaks of them.
 */
export function stoppedRunError(
	node: INode,
	failure: ItemFailure,
	itemIndex: number,
	{ taskIds, unknownItems }: OtherTasks,
): NodeApiError | NodeOperationError {
	const others = otherTasksStep(taskIds, ', or retry this execution instead of starting a new one');
	const advice = [failure.nextStep, others, unknownStep(unknownItems)].filter(Boolean).join(' ');
	return nodeErrorOf(node, failure, itemIndex, advice);
}

/**
 * How a message about one item speaks of the tasks of the others.
 *
 * @param orElse another way to their videos than Get Result
 */
export function otherTasksStep(taskIds: readonly string[], orElse = ''): string {
	if (taskIds.length === 0) return '';
	return `Other tasks of this run are not lost; get their videos with Get Result${orElse}: ${taskIds.join(', ')}.`;
}

/** The end of a run that the user stopped. n8n marks the execution as canceled because of the word. */
export function canceledError(
	node: INode,
	{ taskIds, unknownItems }: OtherTasks,
): NodeOperationError {
	const message = 'The execution was canceled';
	const known =
		taskIds.length > 0 &&
		`These tasks go on at Novita; get their videos with Get Result: ${taskIds.join(', ')}.`;
	const description = [known, unknownStep(unknownItems)].filter(Boolean).join(' ');
	return new NodeOperationError(node, message, {
		message,
		description: description || 'No task was going on at Novita.',
	});
}

function unknownStep(itemIndexes: readonly number[]): string {
	const count = itemIndexes.length;
	if (count === 0) return '';
	const [requests, items] =
		count === 1 ? ['The request of 1 item', 'item'] : [`The requests of ${count} items`, 'items'];
	return `${requests} got no clear answer, and it is unknown what became of it: ${items} ${itemIndexes.join(', ')}. Novita may have taken it, so look at novita.ai before you start anew.`;
}
