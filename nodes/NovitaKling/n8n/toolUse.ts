import type { IExecuteFunctions, INode } from 'n8n-workflow';

/** Whether a node is the tool of today's agents, which run it as a node of a type of its own. */
export function isToolNode(node: INode): boolean {
	return node.type.endsWith('Tool');
}

/**
 * Whether an agent uses the node as its tool. An agent gets no files from tools, cannot be suspended,
 * and reads of an error only the message. Older agents say so in the context alone,
 * which n8n 2.0 and 2.1 cannot be asked.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return isToolNode(context.getNode()) || context.isToolExecution?.() === true;
}
