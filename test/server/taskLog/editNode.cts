import type { INodeParameters } from 'n8n-workflow';
import type { Lab } from '../setup.cts';

/** Changes parameters of a node and saves the workflow, as the user does in the editor. */
export async function editNode(
	lab: Lab,
	workflowId: string,
	name: string,
	parameters: INodeParameters,
): Promise<void> {
	const { nodes, connections, versionId } = await lab.n8n.workflow(workflowId);
	const edited = nodes.map((node) =>
		node.name === name ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
	);
	await lab.n8n.request({
		method: 'PATCH',
		url: `/rest/workflows/${workflowId}`,
		data: { nodes: edited, connections, versionId },
	});
}
