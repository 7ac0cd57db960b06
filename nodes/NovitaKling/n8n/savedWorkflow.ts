import type { IExecuteFunctions } from 'n8n-workflow';

/** What n8n calls a workflow that was never saved. */
const UNSAVED_WORKFLOW_ID = '__EMPTY__';

/** Whether the execution belongs to a saved workflow: only such can be woken, or has a project. */
export function isOfSavedWorkflow(context: IExecuteFunctions): boolean {
	const { id } = context.getWorkflow();
	return Boolean(id) && id !== UNSAVED_WORKFLOW_ID && Boolean(context.getExecutionId());
}
