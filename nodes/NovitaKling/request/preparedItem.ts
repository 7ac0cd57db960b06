import { unknownOperation } from '../errors/inputFailures';
import { type Operation, isVideoOperation } from '../parameters/operations';
import type { ReadParameter } from './fieldOfItem';
import { type ItemSettings, readSettings, readTaskId } from './settings';
import { type OpenFile, type VideoRequest, readVideoRequest } from './videoRequest';

/** One checked item: what to do for it, and how. */
export interface PreparedItem {
	readonly itemIndex: number;
	readonly operation: Operation;
	readonly settings: ItemSettings;
	/** ID of the model; unknown for a task that this node did not submit. */
	readonly model?: string;
	/** The request to submit; missing where a task exists already. */
	readonly request?: VideoRequest;
	/** The task that exists already. */
	readonly taskId?: string;
}

/**
 * Reads and checks one item; sends nothing.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export async function prepareItem(
	itemIndex: number,
	readParameter: ReadParameter,
	openFile: OpenFile,
): Promise<PreparedItem> {
	const operation = readParameter('operation');
	const settings = readSettings(readParameter);
	if (isVideoOperation(operation)) {
		const request = await readVideoRequest(operation, readParameter, openFile);
		return { itemIndex, operation, settings, model: request.model.id, request };
	}
	if (operation === 'getResult') {
		return { itemIndex, operation, settings, taskId: readTaskId(readParameter) };
	}
	throw unknownOperation();
}
