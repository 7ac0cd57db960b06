import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject, INode, IConnections } from 'n8n-workflow';
import { KLING_TYPE } from '../test/klingType.cts';
import { connect, type WorkflowDescription } from '../test/engine/harness/workflow.cts';
import type { ExampleName } from './flags.cts';

/** An example workflow as n8n would import it. */
export interface ImportedWorkflow {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
}

/** An example workflow, ready for n8n's engine. */
export interface Example {
	readonly name: ExampleName;
	/** Path of its file, for the user. */
	readonly file: string;
	/** The Kling node, exactly as the file has it but for the parameters that flags set. */
	readonly kling: INode;
	/** The node before it, whose items the demo provides. */
	readonly previous: INode;
	/** Names of the nodes that need n8n's server; the demo replaces them. */
	readonly replaced: readonly string[];
}

const FOLDER = 'examples';
const PROJECT = join(__dirname, '..');
const STICKY_NOTE_TYPE = 'n8n-nodes-base.stickyNote';

/** The harness's trigger, which gives out the run's input items. */
const TRIGGER_TYPE = 'test.trigger';

/** The node whose first output leads to the given one. */
function nodeBefore(workflow: ImportedWorkflow, name: string): INode {
	const previous = workflow.nodes.find((node) =>
		workflow.connections[node.name]?.main?.some((edges) =>
			edges?.some(({ node: to }) => to === name),
		),
	);
	if (previous === undefined) throw new Error(`Nothing leads to the node ${name}.`);
	return previous;
}

/**
 * Reads an example workflow. n8n's own nodes (its triggers, HTTP Request) come with n8n's server and
 * not with its engine, so the demo replaces what is before the Kling node.
 *
 * @param parameters parameters of the Kling node that take the place of the file's own
 */
export async function loadExample(name: ExampleName, parameters: IDataObject): Promise<Example> {
	const file = `${FOLDER}/${name}.json`;
	const workflow = JSON.parse(await readFile(join(PROJECT, file), 'utf8')) as ImportedWorkflow;
	const written = workflow.nodes.find(({ type }) => type === KLING_TYPE);
	if (written === undefined) throw new Error(`${file} has no Kling node.`);
	const kling = {
		...written,
		parameters: { ...written.parameters, ...parameters } as INode['parameters'],
	};
	const replaced = workflow.nodes
		.filter(({ type }) => type !== KLING_TYPE && type !== STICKY_NOTE_TYPE)
		.map((node) => node.name);
	return { name, file, kling, previous: nodeBefore(workflow, kling.name), replaced };
}

/**
 * The workflow that n8n's engine runs: the Kling node, and the node before it as a trigger of the same
 * name that gives out the run's input items.
 *
 * @param credentials the credential that the user would choose in the node
 */
export function workflowOf(
	{ name, kling, previous }: Example,
	credentials: INode['credentials'],
): WorkflowDescription {
	return {
		name,
		nodes: [
			{ name: previous.name, type: TRIGGER_TYPE },
			{ ...kling, credentials },
		],
		connections: connect({ from: previous.name, to: kling.name }),
	};
}
