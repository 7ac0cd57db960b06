import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { logFaultHint } from './errors/runFailures';
import { failureOfItem } from './n8n/outputItem';
import { isVideoOperation } from './parameters/operations';
import { faultToTell } from './taskLog/openTaskLog';
import type { TaskLog } from './taskLog/taskLog';

/** Milliseconds for which a stopped run still writes its log: the node has to end within a second. */
const WRITE_TIME_AFTER_STOP = 250;

/** Writes into the task log which tasks the given items deliver or name, and which have failed at Novita. */
export function recordEnds(items: readonly INodeExecutionData[], log: TaskLog): void {
	const delivered: string[] = [];
	const named: string[] = [];
	for (const item of items) {
		const failure = failureOfItem(item);
		const { taskId, videoUrl, operation } = item.json;
		if (failure) recordFailure(failure, log);
		else if (typeof taskId !== 'string') continue;
		else if (videoUrl !== undefined) delivered.push(taskId);
		else if (isVideoOperation(operation)) named.push(taskId);
	}
	log.end(delivered, 'delivered');
	log.handOver(named);
}

/** Writes a task that has failed at Novita into the task log; any other task may still be delivered. */
export function recordFailure(
	{ details }: NonNullable<ReturnType<typeof failureOfItem>>,
	log: TaskLog,
): void {
	const { kind, taskId, reason } = details;
	if (kind === 'taskFailed' && taskId) log.end([taskId], 'failed', reason);
}

/** Waits until the task log is written, and tells the user where it could not be. */
export async function closeLog(log: TaskLog, context: IExecuteFunctions): Promise<void> {
	const isCanceled = context.getExecutionCancelSignal()?.aborted === true;
	log.times.write();
	await log.writer.flush(isCanceled ? WRITE_TIME_AFTER_STOP : undefined);
	const fault = faultToTell(log);
	if (fault === undefined) return;
	context.logger.warn(logFaultHint(fault));
	context.addExecutionHints?.({ message: logFaultHint(fault), location: 'outputPane' });
}
