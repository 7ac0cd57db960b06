import {
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	WorkflowExecute,
	WorkflowHasIssuesError,
	type BinaryDataService,
} from 'n8n-core';
import {
	createRunExecutionData,
	UnexpectedError,
	Workflow,
	type ExecutionStatus,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type { StoredCredentials } from './credentials.cts';
import { RunLog, type RecordingLogger } from './logs.cts';
import { Container } from './n8nParts.cts';
import type { PackageNodeTypes } from './nodeTypes.cts';
import { EngineRun } from './run.cts';

/** Address under which a server would be found; nothing listens there. */
export const NO_SERVER = 'http://localhost:5678';

/** What executions share within one engine. */
export interface Surroundings {
	nodeTypes: PackageNodeTypes;
	credentials: StoredCredentials;
	logger: RecordingLogger;
	binaryData: BinaryDataService;
	storageFolder: string;
	/** The address under which n8n says that it is found. */
	serverUrl: string;
}

/** Called as the engine goes from node to node, e.g. to show progress. */
export interface NodeListeners {
	onNodeStart?: (nodeName: string) => void;
	onNodeEnd?: (nodeName: string, run: ITaskData) => void;
}

/** An execution before it starts. */
export interface ExecutionPlan extends NodeListeners {
	executionId: string;
	workflow: IWorkflowBase;
	mode: WorkflowExecuteMode;
	data: IRunExecutionData;
	/** The execution that this one retries. */
	retryOf?: string;
}

/** The data of an execution that has not begun: the first node is next, with these items. */
export function freshData(workflow: IWorkflowBase, input: INodeExecutionData[]): IRunExecutionData {
	const [node] = workflow.nodes;
	const nodeExecutionStack = [{ node, data: { main: [input] }, source: null }];
	return createRunExecutionData({ executionData: { nodeExecutionStack } });
}

/** Runs one execution in n8n's engine, the way n8n's server does in its own process. */
export async function execute(
	plan: ExecutionPlan,
	around: Surroundings,
	signal: AbortSignal,
): Promise<EngineRun> {
	const log = new RunLog();
	let storedStatus: ExecutionStatus | undefined;
	const hooks = hooksFor(plan, (run) => {
		storedStatus = run.status;
	});
	const raw = await around.logger.collect(log, async () => {
		try {
			return await runInEngine(plan, around, hooks, signal);
		} catch (error) {
			if (error instanceof WorkflowHasIssuesError) return refusedRun(plan, error);
			throw error;
		}
	});
	storedStatus ??= raw.status;
	return new EngineRun({ ...plan, ...around, raw, storedStatus, log });
}

async function runInEngine(
	{ executionId, workflow: saved, mode, data }: ExecutionPlan,
	{ nodeTypes, credentials, serverUrl }: Surroundings,
	hooks: ExecutionLifecycleHooks,
	signal: AbortSignal,
): Promise<IRun> {
	const workflow = new Workflow({ ...saved, nodeTypes });
	const additionalData = {
		...additionalDataFor(executionId, saved.id, credentials, serverUrl),
		hooks,
	};
	const running = new WorkflowExecute(additionalData, mode, data).processRunExecutionData(workflow);
	const stop = () => running.cancel();
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop, { once: true });
	try {
		return await running;
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

function hooksFor(plan: ExecutionPlan, onStored: (run: IRun) => void): ExecutionLifecycleHooks {
	const { mode, executionId, workflow, retryOf } = plan;
	const hooks = new ExecutionLifecycleHooks(mode, executionId, workflow, retryOf);
	hooks.addHandler('workflowExecuteAfter', onStored);
	hooks.addHandler('nodeExecuteBefore', (nodeName) => plan.onNodeStart?.(nodeName));
	hooks.addHandler('nodeExecuteAfter', (nodeName, run) => plan.onNodeEnd?.(nodeName, run));
	return hooks;
}

/** The record of a workflow that n8n did not begin, e.g. because a required field is empty. */
function refusedRun({ mode }: ExecutionPlan, error: WorkflowHasIssuesError): IRun {
	const startedAt = new Date();
	const data = createRunExecutionData({ resultData: { error, runData: {} } });
	return { data, mode, startedAt, stoppedAt: startedAt, storedAt: 'db', status: 'error' };
}

/** What n8n's server tells the engine about itself; what only a server can do is refused. */
export function additionalDataFor(
	executionId: string,
	workflowId: string,
	credentialsHelper: StoredCredentials,
	serverUrl = NO_SERVER,
): IWorkflowExecuteAdditionalData {
	return {
		executionId,
		workflowId,
		credentialsHelper,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		currentNodeExecutionIndex: 0,
		restApiUrl: `${serverUrl}/rest`,
		instanceBaseUrl: `${serverUrl}/`,
		formBaseUrl: `${serverUrl}/form`,
		formWaitingBaseUrl: `${serverUrl}/form-waiting`,
		formTestBaseUrl: `${serverUrl}/form-test`,
		webhookBaseUrl: `${serverUrl}/webhook`,
		webhookWaitingBaseUrl: `${serverUrl}/webhook-waiting`,
		webhookTestBaseUrl: `${serverUrl}/webhook-test`,
		mcpBaseUrl: `${serverUrl}/mcp`,
		mcpTestBaseUrl: `${serverUrl}/mcp-test`,
		variables: {},
		// n8n's engine alone has none: a call of it throws that it is not a function.
		executeWorkflow: undefined as unknown as IWorkflowExecuteAdditionalData['executeWorkflow'],
		getRunExecutionData: needsServer('Other executions'),
		getRuntimeCredential: needsServer('Runtime credentials'),
		startRunnerTask: needsServer('Task runners'),
		logAiEvent: () => undefined,
		setExecutionStatus: () => undefined,
	};
}

function needsServer(what: string): () => Promise<never> {
	return async () => {
		throw new UnexpectedError(`${what} need an n8n server; this is n8n's engine alone`);
	};
}
