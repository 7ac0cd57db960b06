import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Milliseconds after which n8n ends executions of this workflow, as its settings say; undefined where
 * they set none, and on an older n8n, which tells a node no settings. A limit of the whole n8n
 * (EXECUTIONS_TIMEOUT) does not reach a node.
 */
export function executionTimeout(context: IExecuteFunctions): number | undefined {
	const seconds = Number(context.getWorkflowSettings?.().executionTimeout);
	return seconds > 0 ? seconds * 1000 : undefined;
}
