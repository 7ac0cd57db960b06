import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	IWorkflowBase,
} from 'n8n-workflow';

import { UNLISTED } from '../n8n/unlistedWorkflow';

const START = { type: 'n8n-nodes-base.executeWorkflowTrigger', typeVersion: 1.1 };
const SPLIT_OUT = { type: 'n8n-nodes-base.splitOut', typeVersion: 1 };
const DATA_TABLE = { type: 'n8n-nodes-base.dataTable', typeVersion: 1 };

/** One operation of n8n's Data Table node, and the items that it works on. */
export interface TableStep {
	/** No text of users or Novita that begins with an equals sign: n8n takes it for an expression. */
	readonly parameters: IDataObject;
	readonly items: readonly IDataObject[];
}

/**
 * Runs steps one after the other, in one small workflow inside of the node's own. A community node may
 * not open a data table by itself, but n8n's own Data Table node may. What it writes is committed when
 * the call ends; the call does not show in the list of executions.
 *
 * @returns what the last step gave
 */
export async function runSteps(
	steps: readonly TableStep[],
	context: IExecuteFunctions,
): Promise<IDataObject[]> {
	const code = workflowOf(steps, context);
	const { data } = await context.executeWorkflow({ code }, inputOf(steps));
	return (data[0] ?? []).map(({ json }) => json);
}

/** The items of the only step; each of several finds its own under its number. */
function inputOf(steps: readonly TableStep[]): INodeExecutionData[] {
	if (steps.length === 1) return steps[0].items.map((json) => ({ json }));
	const json = Object.fromEntries(steps.map(({ items }, index) => [`step${index}`, [...items]]));
	return [{ json }];
}

/** The workflow of the steps; it belongs to the project of the workflow that runs it. */
function workflowOf(steps: readonly TableStep[], context: IExecuteFunctions): IWorkflowBase {
	const { id, name } = context.getWorkflow();
	const main = (...names: string[]) => ({
		main: [names.map((target) => ({ node: target, type: 'main' as const, index: 0 }))],
	});
	const branches = steps.map(({ parameters }, index) => {
		const [split, step] = [`Items ${index + 1}`, `Step ${index + 1}`];
		const table = node(step, DATA_TABLE, parameters, index);
		// Most calls have one step, and need no node that splits the items.
		return steps.length === 1
			? { first: step, nodes: [table], connections: {} }
			: {
					first: split,
					nodes: [node(split, SPLIT_OUT, { fieldToSplitOut: `step${index}` }, index), table],
					connections: { [split]: main(step) },
				};
	});
	return {
		id: String(id),
		name: `${name ?? ''}: task log`,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [
			node('Start', START, { inputSource: 'passthrough' }),
			...branches.flatMap(({ nodes }) => nodes),
		],
		connections: Object.assign(
			{ Start: main(...branches.map(({ first }) => first)) },
			...branches.map(({ connections }) => connections),
		),
		settings: UNLISTED,
	};
}

/** @param branch n8n runs the branches of a workflow from the top to the bottom */
function node(
	name: string,
	type: Pick<INode, 'type' | 'typeVersion'>,
	parameters: IDataObject,
	branch = 0,
): INode {
	return {
		id: name,
		name,
		...type,
		position: [0, 100 * branch],
		parameters: parameters as INode['parameters'],
	};
}
