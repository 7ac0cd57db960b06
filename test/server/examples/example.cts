import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { API_KEY, type Lab } from '../setup.cts';

const FOLDER = join(__dirname, '..', '..', '..', 'examples');

/** The photograph that comes with the examples. */
export const PHOTO_FILE = join(FOLDER, 'images', 'dandelion-meadow.jpg');

/** The same photograph as an iPhone saves it: a part of it as HEIC, stored on its side. */
export const HEIC_FILE = join(FOLDER, 'images', 'dandelion-clock.heic');

/** The trigger of the examples that are started by hand, as n8n names it. */
export const MANUAL_TRIGGER = 'When clicking ‘Execute workflow’';

/** The type of the notes on n8n's canvas, which do nothing. */
export const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

/** The names of all example workflows' files. */
export const EXAMPLE_FILES: readonly string[] = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.sort();

/** An example as its file has it. */
export interface Example {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings: object;
	readonly pinData: object;
	readonly active: boolean;
}

/** Reads an example's file, named as in `EXAMPLE_FILES`. */
export function readExample(file: string): Example {
	return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example;
}

/** Parameters that take the place of the file's own, by the node's name. */
export type Changes = Readonly<Record<string, INodeParameters>>;

/**
 * Imports an example as n8n's editor does. The credentials are only named in it; n8n finds them by
 * their names.
 *
 * @returns the ID of the saved workflow
 * @throws Error where a changed node is not in the example
 */
export async function importExample(lab: Lab, file: string, changes: Changes = {}) {
	const { name, nodes, connections } = readExample(file);
	const missing = Object.keys(changes).filter((key) => nodes.every((node) => node.name !== key));
	if (missing.length > 0) throw new Error(`${file} has no node ${missing.join(', ')}`);
	const changed = nodes.map((node) => ({
		...node,
		parameters: { ...node.parameters, ...changes[node.name] },
	}));
	return await lab.n8n.createWorkflow({ name, nodes: changed, connections });
}

/** Imports an example and starts it by hand at one of its triggers. @returns the execution's ID */
export async function runExample(lab: Lab, file: string, trigger: string, changes: Changes = {}) {
	return await lab.n8n.runManually(await importExample(lab, file, changes), { trigger });
}

/** Creates the credential under the name that n8n proposes, which the examples go by. */
export async function createProposedCredential({ n8n, novita }: Lab): Promise<void> {
	const data = { apiKey: API_KEY, baseUrl: novita.url };
	await n8n.createCredential('novitaApi', 'Novita AI account', data);
}

/** A parameter of an example's node. */
export function parameterOf(file: string, nodeName: string, parameter: string): unknown {
	return readExample(file).nodes.find(({ name }) => name === nodeName)?.parameters[parameter];
}

/** Expects that an item has the one video of a prompt, paid once and fetched once. */
export async function expectVideo(lab: Lab, item: INodeExecutionData, prompt: string) {
	const content = await lab.n8n.binaryFile(item.binary!.data);
	lab.expectDelivered(prompt, createHash('sha256').update(content).digest('hex'));
	expect(item.json).toMatchObject({ taskId: lab.taskOf(prompt).taskId, status: 'succeeded' });
}
