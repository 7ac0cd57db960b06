import type { IExecuteFunctions } from 'n8n-workflow';

import { taskLogLine } from '../errors/runFailures';

/**
 * n8n's custom data of an execution: it survives a Stop, which throws the execution's other data away.
 * n8n takes ten keys; four are left to the user. It complains about values over 255 characters.
 */
const KEYS = Array.from({ length: 6 }, (_item, index) => `novita_tasks_${index + 1}`);
const MAX_VALUE_CHARACTERS = 255;

/** Writes the ID of a task into the execution's custom data and into n8n's log. */
export function recordTask(context: IExecuteFunctions, taskId: string, itemIndex: number): void {
	const executionId = context.getExecutionId();
	context.logger.info(taskLogLine(taskId, itemIndex, executionId), { taskId, executionId });
	try {
		addToCustomData(context, taskId);
	} catch {
		// Some contexts of n8n have no custom data; the log line stands.
	}
}

function addToCustomData({ customData }: IExecuteFunctions, taskId: string): void {
	// A further try of the execution resumes the task.
	if (KEYS.some((key) => customData.get(key)?.includes(taskId))) return;
	for (const key of KEYS) {
		const value = customData.get(key);
		const longer = value ? `${value}, ${taskId}` : taskId;
		if (longer.length > MAX_VALUE_CHARACTERS) continue;
		customData.set(key, longer);
		return;
	}
}
