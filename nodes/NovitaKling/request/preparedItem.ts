import { VIDEO_OPERATIONS, type VideoOperation } from '../models';
import type { ParameterLabels, ReadParameter } from './fieldOfItem';
import { invalidInput } from '../errors/invalidInput';
import { type ItemSettings, readSettings, readTaskId } from './settings';
import { type OpenFile, type VideoRequest, readVideoRequest } from './videoRequest';

/** One checked item: what to do for it, and how. */
export interface PreparedItem {
	readonly itemIndex: number;
	readonly operation: string;
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
	labels: ParameterLabels,
): Promise<PreparedItem> {
	const operation = readParameter('operation');
	const settings = readSettings(readParameter);
	if (isVideoOperation(operation)) {
		const request = await readVideoRequest(operation, readParameter, openFile, labels);
		return { itemIndex, operation, settings, model: request.model.id, request };
	}
	if (operation === 'getResult') {
		return { itemIndex, operation, settings, taskId: readTaskId(readParameter) };
	}
	throw invalidInput(
		'operation',
		'The operation is not known to this version of the node',
		'Choose an operation from the list; or update the node, if the workflow comes from a newer version.',
	);
}

function isVideoOperation(operation: unknown): operation is VideoOperation {
	return VIDEO_OPERATIONS.some((candidate) => candidate === operation);
}
