import type { INodeParameters } from 'n8n-workflow';
import {
	PROMPT,
	retrySettings,
	type JobSettings,
	type System,
	type VideoNodes,
	type Wiring,
} from './system.cts';

interface SingleNode {
	readonly type: string;
	readonly typeVersion: number;
	readonly credentialType: string;
	readonly parameters: INodeParameters;
}

const NODE = 'Make video';

function single(node: SingleNode, { credentials }: Wiring, settings: JobSettings): VideoNodes {
	const { credentialType, ...rest } = node;
	const own = { [credentialType]: credentials[credentialType] };
	return {
		nodes: [{ name: NODE, ...rest, credentials: own, ...retrySettings(settings) }],
		output: NODE,
	};
}

/** This project's node with its defaults. */
export const THIS_NODE: System = {
	id: 'thisNode',
	name: 'this node',
	isSequential: false,
	build: (wiring, settings) => {
		const { maxConcurrentTasks } = settings;
		const options: INodeParameters = maxConcurrentTasks ? { maxConcurrentTasks } : {};
		const node: SingleNode = {
			type: 'n8n-nodes-novita-kling.novitaKling',
			typeVersion: 1,
			credentialType: 'novitaApi',
			parameters: { operation: 'textToVideo', prompt: PROMPT, options },
		};
		return single(node, wiring, settings);
	},
};

/** n8n's MiniMax node with its defaults. */
export const MINIMAX: System = {
	id: 'minimax',
	name: 'MiniMax node',
	isSequential: true,
	build: (wiring, settings) => {
		const node: SingleNode = {
			type: '@n8n/n8n-nodes-langchain.minimax',
			typeVersion: 1.2,
			credentialType: 'minimaxApi',
			parameters: { resource: 'video', operation: 'textToVideo', prompt: PROMPT },
		};
		return single(node, wiring, settings);
	},
};

/** n8n's OpenAI node with its defaults. */
export const OPENAI: System = {
	id: 'openai',
	name: 'OpenAI node',
	isSequential: true,
	build: (wiring, settings) => {
		const node: SingleNode = {
			type: '@n8n/n8n-nodes-langchain.openAi',
			typeVersion: 2.3,
			credentialType: 'openAiApi',
			parameters: {
				resource: 'video',
				operation: 'generate',
				modelId: { __rl: true, mode: 'id', value: 'sora-2' },
				prompt: PROMPT,
			},
		};
		return single(node, wiring, settings);
	},
};
