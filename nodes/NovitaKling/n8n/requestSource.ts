import { createHash } from 'crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { isTool } from './toolUse';

/**
 * What the request of each item is made from, whatever its expressions give: a hash of the node's
 * parameters as the user wrote them, and for a tool of the arguments that the agent gave. While it
 * stays the same, a request is the same order, even if the time or a random number is part of it.
 */
export function requestSource(context: IExecuteFunctions): (itemIndex: number) => string {
	const parameters = JSON.stringify(context.getNode().parameters);
	if (!isTool(context)) {
		const source = hashOf(parameters);
		return () => source;
	}
	const items = context.getInputData();
	return (itemIndex) => hashOf(parameters + JSON.stringify(items[itemIndex]?.json));
}

function hashOf(content: string): string {
	return createHash('sha256').update(content).digest('hex');
}
