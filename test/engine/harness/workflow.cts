import { randomUUID } from 'node:crypto';
import {
	NodeConnectionTypes,
	type IConnections,
	type INode,
	type INodeCredentials,
	type IWorkflowBase,
	type IWorkflowSettings,
	type NodeConnectionType,
} from 'n8n-workflow';
import type { PackageNodeTypes } from './nodeTypes.cts';

/** The length of the identifiers that n8n gives to workflows. */
const WORKFLOW_ID_LENGTH = 16;

/** Pixels from one node to the next on the canvas. */
const NODE_SPACING = 220;

/** The trigger that the harness puts before a workflow that has none. */
export const START_NODE = 'Start';

/** A node of a workflow: name and type, and whatever else the test needs. */
export type NodeDescription = Pick<INode, 'name' | 'type'> & Partial<INode>;

/**
 * A workflow to run. Its first node gets the run's input. Unless that is a trigger, a trigger named
 * "Start" is put before it, because in n8n no node runs without one.
 */
export interface WorkflowDescription {
	id?: string;
	name?: string;
	nodes: NodeDescription[];
	/** How the nodes are connected; left out, they are chained in their order. */
	connections?: IConnections;
	settings?: IWorkflowSettings;
}

/** One arrow on the canvas. The error output of a node with one output is output 1. */
export interface Edge {
	from: string;
	to: string;
	output?: number;
	input?: number;
	type?: NodeConnectionType;
}

/** n8n's form of the given arrows. */
export function connect(...edges: Edge[]): IConnections {
	const connections: IConnections = {};
	for (const { from, to, output = 0, input = 0, type = NodeConnectionTypes.Main } of edges) {
		const outputs = ((connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]!.push({ node: to, type, index: input });
	}
	return connections;
}

/** The arrows of a chain: each node's first output to the next one's input. */
export function chain(...names: string[]): Edge[] {
	return names.slice(1).map((to, index) => ({ from: names[index], to }));
}

/**
 * The workflow as n8n would have saved it: identifiers, positions, type versions and the given
 * credentials filled in where a node's type can use them and the node names none itself.
 */
export function savedWorkflow(
	description: WorkflowDescription,
	nodeTypes: PackageNodeTypes,
	credentials: INodeCredentials,
): IWorkflowBase {
	const { nodes, edges } = withTrigger(description, nodeTypes);
	const now = new Date();
	return {
		id: description.id ?? randomUUID().replaceAll('-', '').slice(0, WORKFLOW_ID_LENGTH),
		name: description.name ?? 'Test workflow',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
		nodes: nodes.map((node, index) => savedNode(node, index, nodeTypes, credentials)),
		connections: edges,
		settings: { executionOrder: 'v1', ...description.settings },
	};
}

function withTrigger(description: WorkflowDescription, nodeTypes: PackageNodeTypes) {
	const { nodes, connections } = description;
	const [first] = nodes;
	if (first === undefined) throw new Error('A workflow needs at least one node.');
	const edges = connections ?? connect(...chain(...nodes.map(({ name }) => name)));
	if (nodeTypes.getByName(first.type).description.group.includes('trigger')) {
		return { nodes, edges };
	}
	const start: NodeDescription = { name: START_NODE, type: 'test.trigger' };
	const fromStart = connect({ from: START_NODE, to: first.name });
	return { nodes: [start, ...nodes], edges: { ...edges, ...fromStart } };
}

function savedNode(
	node: NodeDescription,
	index: number,
	nodeTypes: PackageNodeTypes,
	credentials: INodeCredentials,
): INode {
	const { description } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const usable = (description.credentials ?? []).flatMap(({ name }) =>
		credentials[name] ? [[name, credentials[name]] as const] : [],
	);
	const held = { ...Object.fromEntries(usable), ...node.credentials };
	return {
		id: randomUUID(),
		typeVersion: description.defaultVersion ?? [description.version].flat().at(-1)!,
		position: [NODE_SPACING * index, 0],
		parameters: {},
		...node,
		...(Object.keys(held).length > 0 && { credentials: held }),
	};
}
