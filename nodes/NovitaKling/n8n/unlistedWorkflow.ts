import type { IWorkflowSettings } from 'n8n-workflow';

/** Settings of a small workflow inside of the node's own whose runs do not show in the list of executions. */
export const UNLISTED: IWorkflowSettings = {
	executionOrder: 'v1',
	// A line in the list for each run would bury the user's own.
	saveDataSuccessExecution: 'none',
	saveDataErrorExecution: 'none',
	saveManualExecutions: false,
	executionTimeout: -1,
	callerPolicy: 'any',
};
