import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { canceledError, nodeErrorOf } from '../n8n/nodeError';
import { readBalance } from './balance';
import { outcomeOf } from '../errors/outcome';
import { failedItem } from '../n8n/outputItem';
import { startRun } from '../run';

/**
 * Gives each input item what is left on the account, asked for once.
 *
 * @throws NodeOperationError or NodeApiError unless the node is set to continue
 */
export async function getBalance(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const outcome = await outcomeOf(async () => await readBalance(await startRun(context, 1)));
	if (context.getExecutionCancelSignal()?.aborted)
		throw canceledError(node, { taskIds: [], unknownItems: [] });
	if ('failure' in outcome && !context.continueOnFail()) {
		throw nodeErrorOf(node, outcome.failure, 0);
	}
	return context
		.getInputData()
		.map((_input, itemIndex) =>
			'failure' in outcome
				? failedItem(outcome.failure, itemIndex)
				: { json: outcome.value, pairedItem: { item: itemIndex } },
		);
}
