import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from '../errors/itemFailure';
import { nodeErrorOf, otherTasksStep } from '../n8n/nodeError';
import { outcomeOf } from '../errors/outcome';
import { type ParkedCheck, checkParkedItems, withoutCheck } from './checkTasks';
import { livingTaskIds } from './suspendedItem';

/**
 * The check of a suspended run, which n8n makes about once a minute in the workflow that the node
 * parked (waitingWorkflow.ts). Users never meet it.
 *
 * @returns the parked items, or the items of the run once all of them are finished
 * @throws NodeOperationError or NodeApiError when an item failed and the parent node is set to stop
 */
export async function checkParkedVideos(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const parked = context.getInputData();
	// The first round only gets all nodes of it run before the first wait; see waitingWorkflow.ts.
	if (context.getWorkflowDataProxy(0).$runIndex === 0) return parked;
	const { items, stoppedBy } = await check(context, parked);
	if (!stoppedBy) return items;
	const { failure, itemIndex } = stoppedBy;
	const taskIds = livingTaskIds(items).filter((taskId) => taskId !== failure.details.taskId);
	throw nodeErrorOf(context.getNode(), failure, itemIndex, adviceOf(failure, taskIds));
}

async function check(
	context: IExecuteFunctions,
	parked: readonly INodeExecutionData[],
): Promise<ParkedCheck> {
	const outcome = await outcomeOf(async () => await checkParkedItems(context));
	return 'value' in outcome ? outcome.value : withoutCheck(parked, outcome.failure);
}

/**
 * n8n's Retry button repeats the end of a suspended wait and never runs the node again, so it must
 * not be recommended here.
 */
function adviceOf(failure: ItemFailure, otherTaskIds: readonly string[]): string {
	return [failure.nextStep, otherTasksStep(otherTaskIds), NO_RETRY].filter(Boolean).join(' ');
}

const NO_RETRY =
	'The Retry button of n8n cannot resume a run that was suspended; it only shows this message again.';
