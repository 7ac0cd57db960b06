import { readFile } from 'node:fs/promises';
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { StandIn, StandInTask } from '../novita-standin/standin.cts';
import type {
	Engine,
	EngineRun,
	NodeDescription,
	RunOptions,
	StartedRun,
	WorkflowDescription,
} from './harness/engine.cts';

/** A key that stands nowhere else, so that a search for it finds leaks and nothing else. */
export const API_KEY = 'sk_engine-tests_9d41c7e0b25f';

/** How a scene's workflow is run: as the harness does it, with the credential's data at choice. */
export interface SceneOptions extends Omit<RunOptions, 'credentials'> {
	/** Data of the credential; the scene's stand-in with its key where left out. */
	credential?: { apiKey: string; baseUrl: string };
}

/** A stand-in for Novita and the workflows that run against it, apart from all other scenes. */
export class Scene {
	constructor(
		/** The service of this scene alone. */
		readonly novita: StandIn,
		private readonly engine: Engine,
		private readonly remember: (run: EngineRun) => void,
	) {}

	/** Starts a workflow: one node, a chain of nodes, or nodes with connections. */
	start(
		workflow: NodeDescription | NodeDescription[] | WorkflowDescription,
		options: SceneOptions = {},
	): StartedRun {
		const { credential = this.credential, ...rest } = options;
		const described = 'nodes' in workflow ? workflow : { nodes: [workflow].flat() };
		const credentials = { novitaApi: { ...credential } };
		const started = this.engine.start(described, { ...rest, credentials });
		return { ...started, result: this.remembered(started.result) };
	}

	/** Runs a workflow to its end. */
	async run(
		workflow: NodeDescription | NodeDescription[] | WorkflowDescription,
		options: SceneOptions = {},
	): Promise<EngineRun> {
		return await this.start(workflow, options).result;
	}

	/** Presses the Retry button of a failed run, with another version of the workflow where given. */
	async retry(run: EngineRun, withWorkflow?: EngineRun['workflow']): Promise<EngineRun> {
		return await this.remembered(this.engine.retry(run, withWorkflow));
	}

	/** Lets an agent call the node once for each input, over one of n8n's two paths. */
	async runAsTool(
		node: NodeDescription,
		calls: IDataObject[],
		path: 'engine' | 'function',
	): Promise<EngineRun> {
		const options = { credentials: { novitaApi: { ...this.credential } }, path };
		return await this.remembered(this.engine.runAsTool(node, calls, options));
	}

	/** The credential that fits this scene's stand-in. */
	get credential(): { apiKey: string; baseUrl: string } {
		return { apiKey: API_KEY, baseUrl: this.novita.url };
	}

	/** The one task that was paid for a prompt. @throws Error where there is none, or more than one */
	taskOf(prompt: string): StandInTask {
		const [task, ...others] = this.novita.tasks.filter(({ body }) => body.prompt === prompt);
		if (!task || others.length > 0) throw new Error(`"${prompt}" was not paid exactly once`);
		return task;
	}

	/** Whether a file of a run is a task's whole video. */
	async isVideoOf(taskId: string, run: EngineRun, file: IBinaryData): Promise<boolean> {
		const video = await readFile(this.novita.videoFile(taskId));
		return video.equals(await run.fileOf(file));
	}

	/** Bodies of all submits, in order of arrival. */
	get bodies(): unknown[] {
		return this.novita.requestsTo('submit').map(({ body }) => body);
	}

	/** IDs of the paid tasks, in order of their submits. */
	get taskIds(): string[] {
		return this.novita.tasks.map(({ taskId }) => taskId);
	}

	/** Prompts of all paid tasks, sorted. */
	get paidPrompts(): string[] {
		return this.novita.tasks.map(({ body }) => String(body.prompt)).sort();
	}

	private async remembered(result: Promise<EngineRun>): Promise<EngineRun> {
		const run = await result;
		this.remember(run);
		return run;
	}
}
