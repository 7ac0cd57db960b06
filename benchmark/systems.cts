/** What is compared: workflows that make videos in n8n. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { NodeDraft, WorkflowDraft } from '../test/server/fixture/workflowDraft.cts';
import { KLING_TYPE } from '../test/klingType.cts';

export type SystemId = 'thisNode' | 'minimax' | 'openai' | 'httpWait5' | 'httpWait30';

/** What a workflow is built for. */
interface Surroundings {
	/** Base URL of Novita's API. */
	readonly novita: string;
	/** Whether the tasks are finished at the first poll, and need no wait. */
	readonly isFinishedAtOnce: boolean;
}

interface Named {
	readonly id: SystemId;
	/** As the report calls it. */
	readonly name: string;
	/** Set where it works on one item after the other, so that many items take very long. */
	readonly isSequential?: boolean;
}

export interface System extends Named {
	/** The first node gets items with a prompt, the last one hands out their files. */
	readonly workflow: (surroundings: Surroundings) => WorkflowDraft;
}

function singleNode(named: Named, { parameters, ...node }: Omit<NodeDraft, 'name'>): System {
	const prompt = '={{ $json.prompt }}';
	const nodes = [{ ...node, name: 'Make video', parameters: { ...parameters, prompt } }];
	return { ...named, workflow: () => ({ nodes }) };
}

/** What people build without a node for the service: submit, and poll in a loop with a Wait in it. */
const HTTP_LOOP = readFileSync(join(__dirname, 'httpLoop.json'), 'utf8');

/** Long enough for a task that is finished at once; the wait itself is not measured then. */
const SHORT_WAIT_SECONDS = 1;

function httpLoop(id: SystemId, waitSeconds: number): System {
	const workflow: System['workflow'] = ({ novita, isFinishedAtOnce }) => {
		const seconds = isFinishedAtOnce ? SHORT_WAIT_SECONDS : waitSeconds;
		const text = HTTP_LOOP.replaceAll('NOVITA', novita).replace('"WAIT_SECONDS"', String(seconds));
		return JSON.parse(text) as WorkflowDraft;
	};
	return { id, name: `HTTP Request, Wait ${waitSeconds} s`, workflow };
}

function thisNode(name: string, parameters: INodeParameters): System {
	const operation = 'textToVideo';
	const node = { type: KLING_TYPE, parameters: { operation, ...parameters } };
	return singleNode({ id: 'thisNode', name }, node);
}

export const THIS_NODE = thisNode('this node', {});

/** The same with a log of its own, so that it learns nothing from tasks that take another time. */
export const withTaskLog = (taskLog: string) => thisNode('this node', { options: { taskLog } });

/** This node without a wait. @param taskLog name of the task log; empty turns it off */
export const doNotWait = (taskLog?: string) =>
	thisNode('this node, Do Not Wait', {
		waitMode: 'none',
		options: { ...(taskLog !== undefined && { taskLog }) },
	});

/** This node suspended in n8n's database while it waits. */
export const SUSPENDED = thisNode('this node, Suspend Until Ready', {
	waitMode: 'suspend',
	options: { taskLog: 'Suspended Tasks' },
});

const MINIMAX = singleNode(
	{ id: 'minimax', name: 'MiniMax node', isSequential: true },
	{
		type: '@n8n/n8n-nodes-langchain.minimax',
		typeVersion: 1.2,
		parameters: { resource: 'video', operation: 'textToVideo' },
	},
);

const SORA = { __rl: true, mode: 'id', value: 'sora-2' };

const OPENAI = singleNode(
	{ id: 'openai', name: 'OpenAI node', isSequential: true },
	{
		type: '@n8n/n8n-nodes-langchain.openAi',
		typeVersion: 2.3,
		parameters: { resource: 'video', operation: 'generate', modelId: SORA },
	},
);

/** The Wait node's own default: the fastest of the loops that people build. */
export const HTTP_WAIT_5 = httpLoop('httpWait5', 5);

/** More like the interval of the public templates for videos. */
const HTTP_WAIT_30 = httpLoop('httpWait30', 30);

/** What this node is compared with. */
export const PEERS: readonly System[] = [MINIMAX, OPENAI, HTTP_WAIT_5, HTTP_WAIT_30];

/** All with their default settings, in the order of the report. */
export const SYSTEMS = [THIS_NODE, ...PEERS];

/** The same where the interval of the loop makes no difference. */
export const DISTINCT_SYSTEMS = SYSTEMS.filter((system) => system !== HTTP_WAIT_30);

/** The name of a system in the report. */
export function nameOf(id: SystemId): string {
	return SYSTEMS.find((system) => system.id === id)?.name ?? id;
}
