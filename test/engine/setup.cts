import { resolve } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { KLING_TYPE } from '../klingType.cts';
import { startStandIn, type StandIn, type StandInOptions } from '../novita-standin/standin.cts';
import {
	startEngine,
	type BinaryMode,
	type Engine,
	type EngineRun,
	type NodeDescription,
	type RunOptions,
	type StartedRun,
	type WorkflowDescription,
} from './harness/engine.cts';
import { findLeaks } from './leaks.cts';

export { KLING_TYPE };

/** The package under test, as built. */
export const PACKAGE_FOLDER = resolve(__dirname, '../..');

/** The name that `kling` gives to the node. */
export const KLING = 'Kling';

/** A key that stands nowhere else, so that a search for it finds leaks and nothing else. */
export const API_KEY = 'sk_engine-tests_9d41c7e0b25f';

/** Seconds that a task takes unless a test says otherwise: it has ended by the node's first poll. */
const TASK_SECONDS = 0.3;

/** Paths that Novita documents for Kling V2.1 Master. */
export const TEXT_PATH = '/v3/async/kling-v2.1-t2v-master';
export const IMAGE_PATH = '/v3/async/kling-v2.1-i2v-master';

/** A Kling node with the given parameters; what is left out has the panel's default. */
export function kling(
	parameters: NodeDescription['parameters'] = {},
	more: Partial<NodeDescription> = {},
): NodeDescription {
	return {
		name: KLING,
		type: KLING_TYPE,
		parameters: { prompt: 'A fox in the snow', ...parameters },
		...more,
	};
}

/** Items that hold nothing but JSON. */
export function items(...values: IDataObject[]): INodeExecutionData[] {
	return values.map((json) => ({ json }));
}

/** How a scene's workflow is run: as the harness does it, with the credential's data at choice. */
export interface SceneOptions extends Omit<RunOptions, 'credentials'> {
	/** Data of the credential; the scene's stand-in with its key where left out. */
	credential?: { apiKey: string; baseUrl: string };
}

/** One stand-in for Novita and the workflows that are run against it. Scenes do not meet. */
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

	/** Presses the Retry button of a failed run, with the workflow as it is by now where given. */
	async retry(run: EngineRun, withWorkflow?: EngineRun['workflow']): Promise<EngineRun> {
		return await this.remembered(this.engine.retry(run, withWorkflow));
	}

	/** Lets an agent call the node once for each input, by one of n8n's two ways. */
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

	/** Bodies of all submits, in order of arrival. */
	get bodies(): unknown[] {
		return this.novita.requestsTo('submit').map(({ body }) => body);
	}

	/** IDs of the paid tasks, in order of their submits. */
	get taskIds(): string[] {
		return this.novita.tasks.map(({ taskId }) => taskId);
	}

	private async remembered(result: Promise<EngineRun>): Promise<EngineRun> {
		const run = await result;
		this.remember(run);
		return run;
	}
}

/** What the tests of a file share: one engine with the package, and a scene for each test. */
export class KlingTests {
	private opened: Engine | undefined;
	private readonly scenes: Scene[] = [];
	private readonly runs: EngineRun[] = [];

	/** The engine, once `beforeAll` has started it. */
	get engine(): Engine {
		if (!this.opened) throw new Error('The engine is not open: use it inside of tests.');
		return this.opened;
	}

	/** Opens a scene; it is closed after the file's last test. */
	async scene(options: StandInOptions = {}): Promise<Scene> {
		const given = { apiKey: API_KEY, taskSeconds: TASK_SECONDS, ...options };
		const novita = await startStandIn(given);
		const scene = new Scene(novita, this.engine, (run) => this.runs.push(run));
		this.scenes.push(scene);
		return scene;
	}

	/** Starts the engine. */
	async open(binaryMode?: BinaryMode): Promise<void> {
		this.opened = await startEngine({ packageFolder: PACKAGE_FOLDER, binaryMode });
	}

	/**
	 * Closes all, then searches all that was left behind for secrets.
	 * @throws Error if a run's data, error or log, or a request, holds one where it must not be
	 */
	async close(): Promise<void> {
		const stores = this.scenes.map(({ novita }) => novita);
		await Promise.all(stores.map(async (novita) => await novita.close()));
		await this.opened?.close();
		const leaks = findLeaks(API_KEY, this.runs, stores);
		if (leaks.length > 0) throw new Error(`Secrets leaked:\n${leaks.join('\n')}`);
	}
}

/** Gives a test file its engine; after its last test, every run is searched for leaked secrets. */
export function useKling({ binaryMode }: { binaryMode?: BinaryMode } = {}): KlingTests {
	const tests = new KlingTests();
	beforeAll(async () => await tests.open(binaryMode));
	afterAll(async () => await tests.close());
	return tests;
}
