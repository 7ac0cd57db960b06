import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { resultOf } from '../errors/result';
import { canceledError, nodeErrorOf } from '../n8n/nodeError';
import { failedItem } from '../n8n/outputItem';
import { openNovitaApi } from '../transport/novitaApi';
import { readBalance } from './balance';

/**
 * Gives each input item what is left on the account, requested once.
 *
 * @throws NodeOperationError or NodeApiError unless the node is set to continue
 */
export async function getBalance(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
	const balance = await resultOf(
		async () => await readBalance(await openNovitaApi(context), signal),
	);
	if (signal.aborted) throw canceledError(node, { taskIds: [], unknownItems: [] });
	if ('failure' in balance && !context.continueOnFail()) {
		throw nodeErrorOf(node, balance.failure, 0);
	}
	return context
		.getInputData()
		.map((_input, itemIndex) =>
			'failure' in balance
				? failedItem(balance.failure, itemIndex)
				: { json: balance.value, pairedItem: { item: itemIndex } },
		);
}
