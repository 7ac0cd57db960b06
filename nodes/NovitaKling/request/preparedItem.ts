import { operationOfOtherResource, unknownOperation } from '../errors/inputFailures';
import {
	OPERATIONS,
	type Operation,
	isOperation,
	isVideoOperation,
} from '../parameters/operations';
import { type Estimate, estimateOf } from './estimatedCost';
import type { ReadParameter } from './fieldOfItem';
import type { ItemFiles } from './itemFiles';
import { isEmpty } from './plainValues';
import { type ItemSettings, readSettings, readTaskId } from './settings';
import { type VideoRequest, readVideoRequest } from './videoRequest';

/** One checked item: what to do for it, and how. */
export interface PreparedItem {
	readonly itemIndex: number;
	readonly operation: Operation;
	readonly settings: ItemSettings;
	/** ID of the model; unknown for a task that this node did not submit. */
	readonly model?: string;
	/** The prompt as it is sent; missing where there is none, and for such a task too. */
	readonly prompt?: string;
	/** The shape of the picture as it is sent; missing where the image decides, and for such a task. */
	readonly aspectRatio?: string;
	/** The request to submit; missing where a task exists already. */
	readonly request?: VideoRequest;
	/** What the request probably costs; missing where that is not known. */
	readonly estimate?: Estimate;
	/** The task that exists already. */
	readonly taskId?: string;
	/** Milliseconds since 1970 at which an earlier try submitted that task; missing where the user named it. */
	readonly submittedAt?: number;
}

/**
 * Reads and checks one item; sends nothing.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export async function prepareItem(
	itemIndex: number,
	readParameter: ReadParameter,
	files: ItemFiles,
): Promise<PreparedItem> {
	const operation = readOperation(readParameter);
	const settings = readSettings(readParameter);
	if (isVideoOperation(operation)) {
		const request = await readVideoRequest(operation, readParameter, files);
		const { prompt, aspect_ratio: aspectRatio } = request.body;
		const estimate = estimateOf(request, operation, settings.pricePerVideo);
		return {
			...{ itemIndex, operation, settings, model: request.model.id, request, estimate },
			...(typeof prompt === 'string' && { prompt }),
			...(typeof aspectRatio === 'string' && { aspectRatio }),
		};
	}
	if (operation === 'getResult') {
		return { itemIndex, operation, settings, taskId: readTaskId(readParameter) };
	}
	throw unknownOperation();
}

/** The operation, which has to be one of the resource where the workflow names one. */
function readOperation(readParameter: ReadParameter): Operation {
	const operation = readParameter('operation');
	const resource = readParameter('resource');
	if (!isOperation(operation)) throw unknownOperation();
	const { resource: itsResource, displayName } = OPERATIONS[operation];
	if (isEmpty(resource) || resource === itsResource) return operation;
	throw operationOfOtherResource(displayName, resource);
}

/**
 * Reads what a task that an earlier try submitted still needs, where the item's request cannot be read.
 *
 * @param task the task, and when it was submitted in milliseconds since 1970
 * @throws ItemFailure of kind `invalidInput`
 */
export function prepareSubmittedItem(
	itemIndex: number,
	readParameter: ReadParameter,
	task: { readonly taskId: string; readonly submittedAt: number },
): PreparedItem {
	const operation = readParameter('operation');
	if (!isVideoOperation(operation)) throw unknownOperation();
	return { itemIndex, operation, settings: readSettings(readParameter), ...task };
}
