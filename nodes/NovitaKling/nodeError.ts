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
 * @param unknownItems items whose request was on its way, so that a task may exist
 */
export function canceledError(
	node: INode,
	taskIds: readonly string[],
	unknownItems = 0,
): NodeOperationError {
	const message = 'The execution was canceled';
	const known =
		taskIds.length > 0 &&
		`These tasks go on at Novita; get their videos with Get Result: ${taskIds.join(', ')}.`;
	const unknown =
		unknownItems > 0 &&
		`The requests of ${unknownItems} items were just being sent; Novita may have taken them, so look at novita.ai before you run them again.`;
	const description = [known, unknown].filter(Boolean).join(' ');
	return new NodeOperationError(node, message, {
		message,
		description: description || 'No task was going on at Novita.',
	});
}
