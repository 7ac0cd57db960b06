import axios from 'axios';
import { waitFor } from '../fixture/waitFor.cts';
import type { NodeDraft, WorkflowDraft } from '../fixture/workflowDraft.cts';
import type { Lab } from '../setup.cts';

/** A busy server may take a while to list an execution. */
const LISTED_LIMIT_MS = 60_000;

/** What else a test may say about its workflow. */
type Details = Pick<WorkflowDraft, 'connections' | 'settings'>;

/** A workflow in production, which each call of its webhook starts. */
export interface Production {
	readonly workflowId: string;
	/** Calls the webhook once. */
	readonly call: () => Promise<void>;
}

/** An execution in production, and its workflow. */
export interface StartedExecution {
	readonly workflowId: string;
	readonly executionId: string;
}

/** Saves and publishes a workflow that starts with a webhook. */
export async function publish(
	lab: Lab,
	path: string,
	nodes: readonly NodeDraft[],
	details?: Details,
): Promise<Production> {
	const workflowId = await lab.n8n.createWorkflow({ nodes: [webhook(path), ...nodes], ...details });
	await lab.n8n.activate(workflowId);
	const call = async () => {
		await axios.post(lab.n8n.webhookUrl(path));
	};
	return { workflowId, call };
}

/** Starts the first execution of a workflow in production. */
export async function startInProduction(
	lab: Lab,
	path: string,
	nodes: readonly NodeDraft[],
	details?: Details,
): Promise<StartedExecution> {
	const { workflowId, call } = await publish(lab, path, nodes, details);
	await call();
	// While the node writes its log, n8n lists executions of that sub-workflow beside this one.
	const isStarted = ({ mode }: { mode: string }) => mode === 'webhook';
	const executionId = await waitFor(
		async () => (await lab.n8n.executions({ workflowId })).find(isStarted)?.id,
		{
			what: 'the execution to be listed',
			limitMs: LISTED_LIMIT_MS,
		},
	);
	return { workflowId, executionId };
}

/** A webhook that answers at once. */
export function webhook(path: string): NodeDraft {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		// The latest version of the node that every tested n8n has.
		typeVersion: 2,
		parameters: { path, httpMethod: 'POST', responseMode: 'onReceived' },
		webhookId: path,
	};
}
