import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { PreparedItem } from '../request/preparedItem';
import type { Outcome } from '../errors/outcome';
import { failedItem } from '../n8n/outputItem';
import { parkedWorkflow } from './waitingWorkflow';
import { parkOpen, parkResult } from './suspendedItem';
import type { Run } from '../run';
import type { ItemResult } from '../runItem';

/** What n8n calls a workflow that was never saved. */
const UNSAVED_WORKFLOW_ID = '__EMPTY__';

/** Whether n8n can wake this execution again: only that of a saved workflow. */
export function canBeParked(context: IExecuteFunctions): boolean {
	const { id } = context.getWorkflow();
	return Boolean(id) && id !== UNSAVED_WORKFLOW_ID && Boolean(context.getExecutionId());
}

/**
 * Parks the execution in n8n's database until all tasks have ended. The items that the woken
 * execution goes on with come from the parked workflow, not from this call.
 *
 * @returns whether it was parked; false where nothing is left to wait for
 */
export async function park(
	checked: ReadonlyArray<Outcome<PreparedItem>>,
	outcomes: ReadonlyArray<Outcome<ItemResult>>,
	run: Run,
): Promise<boolean> {
	const { context } = run;
	if (outcomes.every((outcome) => 'failure' in outcome || outcome.value.isFinished)) return false;
	const stopsAtFailure = !context.continueOnFail();
	const items = outcomes.map((outcome, itemIndex) =>
		parkedItemOf(checked[itemIndex], outcome, itemIndex, stopsAtFailure),
	);
	const workflowId = String(context.getWorkflow().id);
	await context.executeWorkflow(
		{ code: parkedWorkflow(context.getNode(), workflowId) },
		items,
		undefined,
		{
			parentExecution: { executionId: context.getExecutionId(), workflowId, shouldResume: true },
			executionMode: context.getMode(),
			returnLastRunOnly: true,
		},
	);
	return true;
}

function parkedItemOf(
	checked: Outcome<PreparedItem>,
	outcome: Outcome<ItemResult>,
	itemIndex: number,
	stopsAtFailure: boolean,
): INodeExecutionData {
	const state = { itemIndex, stopsAtFailure };
	if ('failure' in outcome) return parkResult(failedItem(outcome.failure, itemIndex), state);
	const { item, task, isFinished } = outcome.value;
	if (isFinished || 'failure' in checked) return parkResult(item, state);
	const { operation, model, settings } = checked.value;
	const { taskId, deadline } = task;
	return parkOpen({
		...state,
		open: { item: { itemIndex, operation, model, settings, taskId }, deadline },
	});
}
