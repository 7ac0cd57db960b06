import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { ItemFailure } from '../errors/failure';
import { CANCELED, type OtherTasks, canceledStep, stoppedRunStep } from '../errors/runFailures';
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
	// n8n replaces a message in which it finds a code of Node.js; ours must stay as it is.
	error.message = message;
	error.context.details = { ...failure.details };
	return error;
}

/**
 * The error of a run that one item ended. Tasks of other items may be paid and in progress, so it
 * names them.
 */
export function stoppedRunError(
	node: INode,
	failure: ItemFailure,
	itemIndex: number,
	others: OtherTasks,
): NodeApiError | NodeOperationError {
	return nodeErrorOf(node, failure, itemIndex, stoppedRunStep(failure, others));
}

/** The end of a run that the user stopped. */
export function canceledError(node: INode, tasks: OtherTasks): NodeOperationError {
	const description = canceledStep(tasks);
	return new NodeOperationError(node, CANCELED, { message: CANCELED, description });
}

/** The message with its item, counted as n8n does; an agent reads nothing else, so it gets the advice too. */
function messageOf(node: INode, failure: ItemFailure, itemIndex: number, advice: string): string {
	const message = `${failure.message} [item ${itemIndex}]`;
	return isToolNode(node) ? `${message}. ${advice}` : message;
}
