import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../setup.cts';

interface WorkflowEvent {
	readonly eventName?: string;
	readonly payload?: { readonly workflowName?: string };
}

/** How many sub-workflows for the task log n8n has started so far, by n8n's own log of events. */
export async function logCalls(lab: Lab): Promise<number> {
	const file = join(lab.n8n.userFolder, '.n8n', 'n8nEventLog.log');
	const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
	return lines
		.map((line) => JSON.parse(line) as WorkflowEvent)
		.filter(({ eventName }) => eventName === 'n8n.workflow.started')
		.filter(({ payload }) => payload?.workflowName?.endsWith(': task log')).length;
}
