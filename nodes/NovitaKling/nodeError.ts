import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { ItemFailure } from './failure';

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
	const message = messageOf(failure, itemIndex);
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

/** The message with its item, counted as n8n does. */
function messageOf(failure: ItemFailure, itemIndex: number): string {
	return `${failure.message} [item ${itemIndex}]`;
}

/**
 * The error of a run that one item ended. Tasks of other items may be paid and under way, so it
 * names them.
 *
 * @param otherTaskIds tasks of the run other than the failed item's
 */
export function stoppedRunError(
	node: INode,
	failure: ItemFailure,
	itemIndex: number,
	otherTaskIds: readonly string[],
): NodeApiError | NodeOperationError {
	if (otherTaskIds.length === 0) return nodeErrorOf(node, failure, itemIndex);
	const others = `Other tasks of this run are not lost; get their videos with Get Result, or let the node run again: ${otherTaskIds.join(', ')}.`;
	return nodeErrorOf(node, failure, itemIndex, `${failure.nextStep} ${others}`);
}

/**
 * The end of a run that the user stopped. n8n marks the execution as canceled because of the word.
 *
 * @param taskIds tasks that go on at Novita
 */
export function canceledError(node: INode, taskIds: readonly string[]): NodeOperationError {
	const message = 'The execution was canceled';
	return new NodeOperationError(node, message, {
		message,
		description:
			taskIds.length === 0
				? 'No task was going on at Novita.'
				: `These tasks go on at Novita; get their videos with Get Result: ${taskIds.join(', ')}.`,
	});
}
