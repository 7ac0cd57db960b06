import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { stoppedRunError } from './nodeError';
import { outcomeOf } from './task/outcome';
import { checkParkedItems, parkedTaskIds } from './task/parkedCheck';

/**
 * The check of a suspended run, which n8n makes about once a minute in the workflow that the node
 * parked (task/parking.ts). Users never meet it.
 *
 * @returns the parked items, or the items of the run once all of them are finished
 * @throws NodeOperationError or NodeApiError when an item failed and the parent node is set to stop
 */
export async function checkParkedVideos(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const check = await outcomeOf(async () => await checkParkedItems(context));
	const taskIds = parkedTaskIds(context.getInputData());
	if ('failure' in check) throw stoppedRunError(node, check.failure, 0, taskIds);
	const { items, stoppedBy } = check.value;
	if (!stoppedBy) return items;
	const { failure, itemIndex } = stoppedBy;
	const others = taskIds.filter((taskId) => taskId !== failure.details.taskId);
	throw stoppedRunError(node, failure, itemIndex, others);
}
