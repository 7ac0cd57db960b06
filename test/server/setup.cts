import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IConnection, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { KLING_TYPE } from '../klingType.cts';
import {
	startStandIn,
	type RecordedRequest,
	type StandIn,
	type StandInTask,
} from '../novita-standin/standin.cts';
import type { Execution } from './fixture/execution.cts';
import { startN8n, type N8nServer, type N8nServerOptions } from './fixture/n8nServer.cts';
import type { NodeDraft } from './fixture/workflowDraft.cts';

/** The API key of the tests: a text that occurs nowhere by chance, so that a search for it finds leaks only. */
export const API_KEY = 'sk-only-novita-may-see-this-5d1f0c77';

/** The name of the node in the tests' workflows. */
export const KLING = 'Kling';

/** The name of the node that gives the items. */
const SOURCE = 'Source';

/** Options of a node that polls so often that no test waits long. */
export const OFTEN = { pollInterval: 1 };

/** Milliseconds that a test waits for something at most: twenty executions at once on a small machine. */
export const LIMIT_MS = 120_000;

/** A few checks: a task that is quicker than usual is noticed after four minutes at the latest. */
const SUSPENDED_LIMIT_MS = 10 * 60_000;

/** A real n8n server, a stand-in for Novita, and the credential that leads from one to the other. */
export class Lab {
	/** Use `startLab`. */
	constructor(
		readonly n8n: N8nServer,
		readonly novita: StandIn,
		private readonly credential: { id: string; name: string },
	) {}

	/** The node under test; it makes a video from the prompt of each item by default. */
	kling(parameters: INodeParameters = {}, settings: Partial<NodeDraft> = {}): NodeDraft {
		return {
			name: KLING,
			type: KLING_TYPE,
			credentials: { novitaApi: this.credential },
			...settings,
			parameters: { operation: 'textToVideo', prompt: '={{ $json.prompt }}', ...parameters },
		};
	}

	/** The tasks that a submit with one of these prompts created: the payments, in order. */
	tasksOf(...prompts: string[]): StandInTask[] {
		return this.novita.tasks.filter(({ body }) => prompts.includes(String(body.prompt)));
	}

	/** The tasks whose prompts begin with a text: the payments, in order. */
	tasksAbout(text: string): StandInTask[] {
		return this.novita.tasks.filter(({ body }) => String(body.prompt).startsWith(text));
	}

	/** The one task of a prompt. @throws Error where there is none, or more than one */
	taskOf(prompt: string): StandInTask {
		const tasks = this.tasksOf(prompt);
		if (tasks.length !== 1) throw new Error(`"${prompt}" was paid ${tasks.length} times`);
		return tasks[0];
	}

	/** The SHA-256 of a task's video as the stand-in serves it, in hexadecimal digits. */
	videoHash(taskId: string): string {
		return createHash('sha256')
			.update(readFileSync(this.novita.videoFile(taskId)))
			.digest('hex');
	}

	/** Expects that a video was paid once, fetched once, and has this hash. */
	expectDelivered(prompt: string, hash: unknown): void {
		const task = this.taskOf(prompt);
		expect(task).toMatchObject({ downloads: 1, downloadsCompleted: 1 });
		expect(hash).toBe(this.videoHash(task.taskId));
	}

	/** The status requests for a task, in order. */
	statusRequestsOf(taskId: string): RecordedRequest[] {
		return this.novita.requestsTo('status').filter((request) => request.taskId === taskId);
	}

	/** Saves a workflow whose nodes follow each other, and starts it by hand. @returns the execution's ID */
	async run(...nodes: NodeDraft[]): Promise<string> {
		return await this.n8n.runManually(await this.n8n.createWorkflow({ nodes: [MANUAL, ...nodes] }));
	}

	/** Waits until a suspended execution has ended. @throws Error where that takes too long */
	async ended(executionId: string): Promise<Execution> {
		return await this.n8n.waitForExecution(executionId, undefined, SUSPENDED_LIMIT_MS);
	}

	/** Ends both servers. */
	async stop(): Promise<void> {
		await Promise.all([this.n8n.stop(), this.novita.close()]);
	}
}

/** Starts an n8n server with the node, and a stand-in for Novita that it is connected to. */
export async function startLab(options: N8nServerOptions = {}): Promise<Lab> {
	const novita = await startStandIn({ apiKey: API_KEY });
	try {
		const n8n = await startN8n(options);
		const baseUrl = novita.url;
		// A wrong one, so that picking any credential of this type is not enough.
		await n8n.createCredential('novitaApi', 'Of somebody else', { apiKey: 'wrong', baseUrl });
		const data = { apiKey: API_KEY, baseUrl };
		return new Lab(n8n, novita, await n8n.createCredential('novitaApi', 'Novita', data));
	} catch (error) {
		await novita.close();
		throw error;
	}
}

/** A connection to the first input of a node. */
export function to(name: string): IConnection[] {
	return [{ node: name, type: 'main', index: 0 }];
}

/** Starts a workflow by hand. */
export const MANUAL: NodeDraft = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** Two nodes that give one item for each prompt; the second one is called `Source`. */
export function prompts(...texts: string[]): NodeDraft[] {
	return [
		{
			name: 'List',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				mode: 'raw',
				jsonOutput: JSON.stringify({ items: texts.map((prompt) => ({ prompt })) }),
			},
		},
		{
			name: SOURCE,
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'items' },
		},
	];
}

/** A node that reads the file of each item and adds its hash as `sha256`. */
export const HASH: NodeDraft = {
	name: 'Hash',
	type: 'n8n-nodes-base.crypto',
	parameters: {
		action: 'hash',
		binaryData: true,
		binaryPropertyName: 'data',
		type: 'SHA256',
		dataPropertyName: 'sha256',
	},
};

/** A node that adds the prompt that each item came from, which n8n finds through the item links. */
export const ORIGIN: NodeDraft = {
	name: 'Origin',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'manual',
		includeOtherFields: true,
		assignments: {
			assignments: [
				{
					id: 'origin',
					name: 'origin',
					type: 'string',
					value: `={{ $('${SOURCE}').item.json.prompt }}`,
				},
			],
		},
	},
};

/** The items that a node gave out in its last run. */
export function outputOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	return execution.data.resultData.runData[node]?.at(-1)?.data?.main[output] ?? [];
}

/** What the user reads about an execution that failed. */
export function errorOf({ data }: Execution): { message: string; description: string } {
	const { message = '', description } = data.resultData.error ?? {};
	return { message, description: String(description) };
}
