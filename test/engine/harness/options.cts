import type {
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	IRunExecutionData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { ToolPath } from './agentNode.cts';
import type { NodeListeners } from './execution.cts';
import type { LogListener } from './logs.cts';
import type { EngineRun } from './run.cts';
import type { BinaryMode } from './services.cts';

/** How to start an engine. */
export interface EngineOptions {
	/** The built package's root, with package.json and dist/. */
	packageFolder: string;
	/** n8n's user folder; left out, a temporary one that `close()` removes. */
	userFolder?: string;
	/** Where n8n keeps files: on disk (where left out), or in memory, which n8n calls `default`. */
	binaryMode?: BinaryMode;
	/** The address under which n8n says that it is found; this machine's where left out. */
	serverUrl?: string;
	/** Called with each line that n8n or a node logs, as it is logged. */
	onLog?: LogListener;
}

/** How to run a workflow. */
export interface RunOptions extends NodeListeners {
	/** The items of the first node; one empty item where left out. */
	input?: INodeExecutionData[];
	/** Credentials by their type, given to every node that can use them and names none itself. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** `manual` (where left out) is the editor's button, `trigger` an active workflow. */
	mode?: WorkflowExecuteMode;
	/** Data of an execution to continue; `retry` and `resume` cover what n8n itself does. */
	runExecutionData?: IRunExecutionData;
}

/** How to let an agent use a node. */
export interface ToolOptions extends Omit<RunOptions, 'runExecutionData'> {
	/** The path over which the agent uses the node; `engine` where left out. */
	path?: ToolPath;
}

/** A running execution. */
export interface StartedRun {
	executionId: string;
	/** Fulfilled when the execution has ended, however it ended. */
	result: Promise<EngineRun>;
	/** The user's Stop. */
	cancel: () => void;
}
