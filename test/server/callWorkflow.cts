import type { NodeDraft } from './fixture/workflowDraft.cts';

/** The name of the node that calls a sub-workflow. */
export const CALL = 'Call';

/** Starts a sub-workflow with the items of its caller. */
export const WHEN_CALLED: NodeDraft = {
	name: 'When Called',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	parameters: { inputSource: 'passthrough' },
};

/** Calls a saved workflow with all items at once. */
export function callOf(workflowId: string): NodeDraft {
	return {
		name: CALL,
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: {
			workflowId: { __rl: true, mode: 'id', value: workflowId },
			workflowInputs: { mappingMode: 'defineBelow', value: {} },
		},
	};
}
