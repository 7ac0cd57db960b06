import './oneRealm.cts';
import { prepareBinaryData } from 'n8n-core';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeCredentials,
	INodeCredentialsDetails,
	INodeCredentialTestResult,
	IWorkflowBase,
} from 'n8n-workflow';
import { toolWorkflow } from './agentNode.cts';
import { testCredential } from './credentialTest.cts';
import { StoredCredentials } from './credentials.cts';
import {
	execute,
	NO_SERVER,
	freshData,
	type ExecutionPlan,
	type Surroundings,
} from './execution.cts';
import { filesIn, type StoredFile } from './files.cts';
import { PackageNodeTypes } from './nodeTypes.cts';
import type { EngineOptions, RunOptions, StartedRun, ToolOptions } from './options.cts';
import { dataForRetry } from './retry.cts';
import type { EngineRun } from './run.cts';
import { startServices, type Services } from './services.cts';
import { savedWorkflow, type NodeDescription, type WorkflowDescription } from './workflow.cts';

export { AGENT_NODE, type ToolPath } from './agentNode.cts';
export type { FileReport } from './fileNodes.cts';
export type { StoredFile } from './files.cts';
export type { LogEntry, LogListener } from './logs.cts';
export type { EngineOptions, RunOptions, StartedRun, ToolOptions } from './options.cts';
export type { EngineRun } from './run.cts';
export { searchableText } from './searchableText.cts';
export type { BinaryMode } from './services.cts';
export {
	chain,
	connect,
	START_NODE,
	type Edge,
	type NodeDescription,
	type WorkflowDescription,
} from './workflow.cts';

/** n8n's engine with one package in it. Executions may run at the same time. */
export class Engine {
	private executions = 0;

	constructor(
		private readonly services: Services,
		private readonly around: Surroundings,
	) {}

	/** The package's nodes, the harness's, and their forms as tools. */
	get nodeTypes(): PackageNodeTypes {
		return this.around.nodeTypes;
	}

	/** Stores a credential and returns the reference for a node's `credentials: { [type]: reference }`. */
	async addCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<INodeCredentialsDetails> {
		return await this.around.credentials.add(type, data);
	}

	/** Tests a credential as the editor does when it is saved. */
	async testCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<INodeCredentialTestResult> {
		return await testCredential(type, data, this.around);
	}

	/** Starts a workflow. */
	start(workflow: WorkflowDescription, options: RunOptions = {}): StartedRun {
		const { input = [{ json: {} }], mode = 'manual', runExecutionData, ...rest } = options;
		const { credentials = {}, ...listeners } = rest;
		return this.begin(async () => {
			const saved = savedWorkflow(workflow, this.nodeTypes, await this.storeAll(credentials));
			const data = runExecutionData ?? freshData(saved, input);
			return { ...listeners, workflow: saved, mode, data };
		});
	}

	/** Runs a workflow to its end; a failed run is a result too, not a rejection. */
	async run(workflow: WorkflowDescription, options?: RunOptions): Promise<EngineRun> {
		return await this.start(workflow, options).result;
	}

	/** Resumes a suspended execution at once, as n8n's server does when its time has come. */
	async resume(run: EngineRun): Promise<EngineRun> {
		const { workflow, executionId } = run;
		const plan = async () => ({ workflow, mode: run.raw.mode, data: run.storedData() });
		return await this.begin(plan, executionId).result;
	}

	/** Presses Retry as `retry` does, and lets the caller press Stop. */
	startRetry(run: EngineRun, withWorkflow?: IWorkflowBase): StartedRun {
		return this.begin(async () => ({
			workflow: withWorkflow ?? run.workflow,
			mode: 'retry',
			data: dataForRetry(run, withWorkflow),
			retryOf: run.executionId,
		}));
	}

	/**
	 * Presses the Retry button of a failed execution: what succeeded is kept, the failed node runs
	 * again with its context, and the workflow goes on.
	 * @param withWorkflow "Retry with currently saved workflow": the workflow as it is now
	 * @throws Error if n8n would refuse, e.g. because the execution succeeded
	 */
	async retry(run: EngineRun, withWorkflow?: IWorkflowBase): Promise<EngineRun> {
		return await this.startRetry(run, withWorkflow).result;
	}

	/**
	 * Lets an agent use a node as its tool. The node is described by its plain type;
	 * `output(AGENT_NODE)` has an item for each call, `{ tool, description, response }`, whose response
	 * is the text that a model would read.
	 * @param calls the input of each call, which `$fromAI` gives to the node's fields
	 */
	async runAsTool(
		node: NodeDescription,
		calls: IDataObject[],
		{ path = 'engine', ...options }: ToolOptions = {},
	): Promise<EngineRun> {
		return await this.run(toolWorkflow(node, calls, path), options);
	}

	/** Puts a file into the store, for the `binary` of an input item. */
	async storeFile(
		bytes: Buffer,
		{ fileName, mimeType }: { fileName: string; mimeType: string },
	): Promise<IBinaryData> {
		return await prepareBinaryData(bytes, 'input', 'input', fileName, mimeType);
	}

	/** Every file on disk, of all executions. */
	async files(): Promise<StoredFile[]> {
		return await filesIn(this.services.storageFolder);
	}

	/** Closes the engine. A temporary folder is removed with the files of all runs. */
	async close(): Promise<void> {
		await this.services.close();
	}

	private begin(
		plan: () => Promise<Omit<ExecutionPlan, 'executionId'>>,
		executionId = String(++this.executions),
	): StartedRun {
		const stop = new AbortController();
		const result = plan().then(
			async (planned) => await execute({ ...planned, executionId }, this.around, stop.signal),
		);
		return { executionId, result, cancel: () => stop.abort() };
	}

	private async storeAll(
		credentials: Record<string, ICredentialDataDecryptedObject>,
	): Promise<INodeCredentials> {
		const stored = Object.entries(credentials).map(
			async ([type, data]) => [type, await this.addCredential(type, data)] as const,
		);
		return Object.fromEntries(await Promise.all(stored));
	}
}

/**
 * Starts n8n's engine with a package in it, as real as it is without a server.
 * @throws Error if another engine is open in this process or the package cannot be loaded
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
	const { packageFolder, userFolder, binaryMode = 'filesystem', onLog } = options;
	const { serverUrl = NO_SERVER } = options;
	const services = await startServices({ userFolder, binaryMode, onLog });
	try {
		const nodeTypes = await PackageNodeTypes.load(packageFolder);
		const credentials = new StoredCredentials(nodeTypes);
		return new Engine(services, { ...services, nodeTypes, credentials, serverUrl });
	} catch (error) {
		await services.close();
		throw error;
	}
}
