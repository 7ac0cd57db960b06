import type { IRunExecutionData, IWorkflowBase } from 'n8n-workflow';
import type { EngineRun } from './run.cts';

/**
 * The data with which n8n's server retries a saved execution: without the error and the failed run of
 * the last node, with the stack of what was still to do and with all contexts.
 * @param withWorkflow the workflow as it is now, whose nodes replace those on the stack
 * @throws Error where n8n's server refuses a retry
 */
export function dataForRetry(run: EngineRun, withWorkflow?: IWorkflowBase): IRunExecutionData {
	const data = run.storedData();
	if (run.raw.status === 'success')
		throw new Error('The execution succeeded, so it cannot be retried.');
	if (!data.executionData) throw new Error('The execution never began, so it cannot be retried.');
	dropFailedRun(data);
	if (withWorkflow) {
		for (const next of data.executionData.nodeExecutionStack) {
			const node = withWorkflow.nodes.find(({ name }) => name === next.node.name);
			if (!node) throw new Error(`The workflow to retry with has no node "${next.node.name}".`);
			next.node = node;
		}
	}
	return data;
}

function dropFailedRun({ resultData }: IRunExecutionData): void {
	const { lastNodeExecuted, runData } = resultData;
	if (!lastNodeExecuted) return;
	delete resultData.error;
	const runs = runData[lastNodeExecuted];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
}
