import type { INodeType } from 'n8n-workflow';
import { agent } from './agentNode.cts';
import { file, readFile } from './fileNodes.cts';
import { collect, failing, items, loop, suspend, trigger } from './flowNodes.cts';

/**
 * The small node types that tests put around the package's own, by their type name.
 * Real nodes in n8n's sense: the engine runs them like any other.
 */
export const HARNESS_NODES: Record<string, INodeType> = Object.fromEntries(
	[trigger, items, collect, loop, suspend, failing, file, readFile, agent].map((node) => [
		`test.${node.description.name}`,
		node,
	]),
);
