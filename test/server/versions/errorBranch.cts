import type { INodeParameters } from 'n8n-workflow';
import type { Execution } from '../fixture/execution.cts';
import { connectInOrder, type NodeDraft } from '../fixture/workflowDraft.cts';
import { HASH, KLING, MANUAL, prompts, to, type Lab } from '../setup.cts';

/** The node that gets the failed items. */
export const ERROR_BRANCH: NodeDraft = { name: 'Failures', type: 'n8n-nodes-base.noOp' };

/** Runs the node with an error branch: what succeeds goes on to the hash. */
export async function runWithErrorBranch(
	lab: Lab,
	texts: readonly string[],
	parameters: INodeParameters,
): Promise<Execution> {
	const node = lab.kling(parameters, { onError: 'continueErrorOutput' });
	const nodes = [MANUAL, ...prompts(...texts), node];
	const workflowId = await lab.n8n.createWorkflow({
		nodes: [...nodes, HASH, ERROR_BRANCH],
		connections: {
			...connectInOrder(nodes),
			[KLING]: { main: [to(HASH.name), to(ERROR_BRANCH.name)] },
		},
	});
	return await lab.ended(await lab.n8n.runManually(workflowId));
}
