import type { IExecuteFunctions, INode } from 'n8n-workflow';

/** Whether a node is the tool of a current AI agent, which runs it as a node of a type of its own. */
export function isToolNode(node: INode): boolean {
	return node.type.endsWith('Tool');
}

/**
 * Whether an AI agent uses the node as its tool. An agent gets no files from tools, cannot be
 * suspended, and reads only the message of an error. Older agents show it in the context alone, which
 * has no such method in n8n 2.0 and 2.1.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return isToolNode(context.getNode()) || context.isToolExecution?.() === true;
}
