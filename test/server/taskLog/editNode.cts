import type { INodeParameters, IWorkflowBase } from 'n8n-workflow';
import { connectInOrder } from '../fixture/workflowDraft.cts';
import type { Lab } from '../setup.cts';

/** A workflow as the editor saves it, with the version that it was made from. */
interface SavedWorkflow extends Pick<IWorkflowBase, 'nodes' | 'connections'> {
	readonly versionId: string;
}

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
	await save(lab, workflowId, { nodes: edited, connections, versionId });
}

/** Gives a node another name and saves the workflow, whose nodes follow each other. */
export async function renameNode(
	lab: Lab,
	workflowId: string,
	name: string,
	newName: string,
): Promise<void> {
	const { nodes, versionId } = await lab.n8n.workflow(workflowId);
	const renamed = nodes.map((node) => (node.name === name ? { ...node, name: newName } : node));
	const connections = connectInOrder(renamed);
	await save(lab, workflowId, { nodes: renamed, connections, versionId });
}

async function save(lab: Lab, workflowId: string, data: SavedWorkflow): Promise<void> {
	await lab.n8n.request({ method: 'PATCH', url: `/rest/workflows/${workflowId}`, data });
}
