import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type Result, resultOf } from '../errors/result';
import { mayNotSuspend } from '../errors/suspendFailures';
import { failedItem } from '../n8n/outputItem';
import type { PreparedItem } from '../request/preparedItem';
import type { ItemResult } from '../runItem';
import { taskLogName } from '../taskLog/openTaskLog';
import { finishedItem, openItem, openTasksOf, withNextCheck } from './suspendedItem';
import { trialWorkflow, waitingWorkflow } from './waitingWorkflow';
import { nextWakeUp } from './wakeUp';

/**
 * Suspends the execution in n8n's database until all tasks have ended. The items that the woken
 * execution continues with come from the waiting workflow, not from this call.
 *
 * @returns whether it was suspended; false where nothing is left to wait for
 */
export async function suspendRun(
	checked: ReadonlyArray<Result<PreparedItem>>,
	results: ReadonlyArray<Result<ItemResult>>,
	context: IExecuteFunctions,
): Promise<boolean> {
	if (results.every((result) => 'failure' in result || result.value.isFinished)) return false;
	const stopsAtFailure = !context.continueOnFail();
	const items = results.map((result, itemIndex) =>
		suspendedItemOf(checked[itemIndex], result, itemIndex, stopsAtFailure),
	);
	const workflowId = String(context.getWorkflow().id);
	const tasks = openTasksOf(items);
	const workflow = waitingWorkflow(
		context.getNode(),
		workflowId,
		taskLogName(context),
		tasks.length,
	);
	await context.executeWorkflow(
		{ code: workflow },
		withNextCheck(items, nextWakeUp(tasks, Date.now())),
		undefined,
		{
			parentExecution: { executionId: context.getExecutionId(), workflowId, shouldResume: true },
			executionMode: context.getMode(),
			returnLastRunOnly: true,
		},
	);
	return true;
}

/**
 * Finds out, before anything is paid, whether n8n lets this user suspend the run.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export async function checkSuspension(context: IExecuteFunctions): Promise<void> {
	const code = trialWorkflow(context.getNode(), String(context.getWorkflow().id));
	const trial = await resultOf(async () => await context.executeWorkflow({ code }, [{ json: {} }]));
	if ('failure' in trial) throw mayNotSuspend(trial.failure);
}

function suspendedItemOf(
	checked: Result<PreparedItem>,
	result: Result<ItemResult>,
	itemIndex: number,
	stopsAtFailure: boolean,
): INodeExecutionData {
	const state = { itemIndex, stopsAtFailure };
	if ('failure' in result) return finishedItem(failedItem(result.failure, itemIndex), state);
	const { item, task, isFinished } = result.value;
	if (isFinished || 'failure' in checked) return finishedItem(item, state);
	const { operation, model, settings } = checked.value;
	const { taskId, origin, submittedAt, deadline, usual, cost, hasOtherValues } = task;
	const { prompt, aspectRatio } = hasOtherValues ? {} : checked.value;
	return openItem({
		...state,
		open: {
			item: { itemIndex, operation, model, prompt, aspectRatio, settings, taskId },
			...{ origin, submittedAt, deadline, usual, cost },
		},
	});
}
