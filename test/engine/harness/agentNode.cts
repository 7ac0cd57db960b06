import {
	jsonParse,
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { field, harnessNode } from './harnessNode.cts';
import {
	chain,
	connect,
	START_NODE,
	type NodeDescription,
	type WorkflowDescription,
} from './workflow.cts';

/** The agent's name in the workflow in which a node serves as a tool. */
export const AGENT_NODE = 'Agent';

/**
 * The two paths over which n8n lets an agent use a node: on `engine`, today's agents let the engine
 * run the node; on `function`, older agents and the MCP trigger call it in the agent's own run.
 */
export type ToolPath = 'engine' | 'function';

/** What n8n's core makes of a connected node: the agent's tool. */
interface ConnectedTool {
	name: string;
	description: string;
	metadata?: { sourceNodeName?: string };
	invoke(input: IDataObject): Promise<unknown>;
}

/**
 * `test.agent`: an agent without a model. It calls its one tool with each of the inputs in `calls`,
 * over either of n8n's paths, and outputs what a model would read: `{ tool, description, response }`.
 */
export const agent = harnessNode(
	'agent',
	[field('calls', 'json', '[{}]'), field('path', 'string', 'engine')],
	async function (this: IExecuteFunctions, response?: EngineResponse) {
		const tool = await connectedTool(this);
		const calls = jsonParse<IDataObject[]>(this.getNodeParameter('calls', 0) as string);
		const path = this.getNodeParameter('path', 0) as ToolPath;
		if (path === 'function') return [await callDirectly(tool, calls)];
		const done = response?.actionResponses ?? [];
		return done.length > 0 ? [answers(tool, response)] : requestFor(tool, calls);
	},
	{
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiTool, displayName: 'Tool', required: true },
		],
	},
);

/** A workflow in which an agent calls a node, given by its plain type, with each of the inputs. */
export function toolWorkflow(
	node: NodeDescription,
	calls: IDataObject[],
	path: ToolPath,
): WorkflowDescription {
	const parameters = { calls: JSON.stringify(calls), path };
	return {
		nodes: [
			{ name: START_NODE, type: 'test.trigger' },
			{ name: AGENT_NODE, type: 'test.agent', parameters },
			{ ...node, type: `${node.type}Tool` },
		],
		connections: connect(...chain(START_NODE, AGENT_NODE), {
			from: node.name,
			to: AGENT_NODE,
			type: NodeConnectionTypes.AiTool,
		}),
	};
}

async function connectedTool(context: IExecuteFunctions): Promise<ConnectedTool> {
	const tools = await context.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
	return (tools as ConnectedTool[])[0];
}

/** Makes the calls one after the other, as an agent does that waits for each answer. */
async function callDirectly(
	tool: ConnectedTool,
	calls: IDataObject[],
): Promise<INodeExecutionData[]> {
	const results: INodeExecutionData[] = [];
	for (const call of calls) {
		const response = await tool
			.invoke(call)
			.catch((error: unknown) => `Failed: ${(error as Error).message}`);
		results.push(answer(tool, response));
	}
	return results;
}

function requestFor(tool: ConnectedTool, calls: IDataObject[]): EngineRequest {
	const actions = calls.map((input, index) => ({
		actionType: 'ExecutionNodeAction' as const,
		nodeName: tool.metadata?.sourceNodeName ?? '',
		input,
		type: NodeConnectionTypes.AiTool,
		id: `call-${index}`,
		metadata: { itemIndex: 0 },
	}));
	return { actions, metadata: {} };
}

function answers(tool: ConnectedTool, response?: EngineResponse): INodeExecutionData[] {
	return (response?.actionResponses ?? []).map(({ data }) => {
		const items = data.data?.[NodeConnectionTypes.AiTool]?.[0] ?? [];
		return answer(tool, JSON.stringify(items.map(({ json }) => json)));
	});
}

function answer({ name, description }: ConnectedTool, response: unknown): INodeExecutionData {
	return { json: { tool: name, description, response: String(response) }, pairedItem: { item: 0 } };
}
