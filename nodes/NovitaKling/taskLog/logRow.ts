import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { MILLIONTHS } from '../errors/dollars';
import { shortened } from '../errors/text';
import type { PreparedItem } from '../request/preparedItem';
import { isObject } from '../transport/answers';
import type { RunIdentity } from './identity';
import type { LogRow } from './table';

/** Characters of a prompt that the log keeps. */
const PROMPT_CHARACTERS = 100;

/**
 * The row of a request that is about to leave.
 *
 * @param source what the request is made from; see `LedgerEntry.source`
 */
export function rowOf(
	{ request, itemIndex, operation, model = '', settings, estimate }: PreparedItem,
	source: string,
	{ runKey, manualKey }: RunIdentity,
	context: IExecuteFunctions,
): LogRow {
	const { duration, mode } = request?.body ?? {};
	return {
		status: 'submitting',
		taskId: '',
		submittedAt: new Date().toISOString(),
		endedAt: null,
		model,
		operation,
		prompt: keepsData(context) ? shortened(promptOf(request?.body), PROMPT_CHARACTERS) : '',
		seconds: duration === undefined ? null : Number(duration),
		mode: String(mode ?? ''),
		tookSeconds: null,
		estimatedCostUsd: estimate === undefined ? null : estimate.cost / MILLIONTHS,
		workflow: context.getWorkflow().name ?? '',
		node: context.getNode().name,
		execution: context.getExecutionId() ?? '',
		item: itemIndex,
		ending: '',
		idempotencyKey: settings.idempotencyKey ?? '',
		workflowId: String(context.getWorkflow().id),
		runKey,
		manualKey,
		fingerprint: request?.fingerprint ?? '',
		source,
	};
}

/** The prompt, or where shots take its place that of the first one: no request has another list. */
function promptOf({ prompt, ...others }: IDataObject = {}): string {
	if (typeof prompt === 'string') return prompt;
	const shots: unknown[] = Object.values(others).find(Array.isArray) ?? [];
	const [first] = shots;
	return String((isObject(first) ? first.prompt : first) ?? '');
}

/** Whether the workflow's settings allow n8n to keep what its executions work with; an older n8n does not tell. */
function keepsData(context: IExecuteFunctions): boolean {
	const settings = context.getWorkflowSettings?.();
	if (!settings) return false;
	const { saveDataSuccessExecution, saveDataErrorExecution, saveManualExecutions } = settings;
	if (context.getMode() === 'manual' && saveManualExecutions === false) return false;
	return saveDataSuccessExecution !== 'none' && saveDataErrorExecution !== 'none';
}
