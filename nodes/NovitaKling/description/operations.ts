import type { INodeProperties } from 'n8n-workflow';

import type { KlingModel } from '../models';
import { priceRange } from '../models/priceRange';
import {
	OPERATIONS,
	OPERATION_NAMES,
	RESOURCES,
	RESOURCE_NAMES,
	type Resource,
	VIDEO_OPERATIONS,
	type VideoOperation,
	operationsOf,
} from '../parameters/operations';
import { NODE_TEXTS } from '../parameters/texts';
import { US_DOLLARS } from '../parameters/units';

/** What the node works with; the first choice of the panel. */
export const resourceProperty: INodeProperties = {
	...NODE_TEXTS.resource,
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: RESOURCE_NAMES.map((value) => ({ name: RESOURCES[value].displayName, value })),
	default: RESOURCE_NAMES[0],
};

/**
 * What the node does: one list for each resource, from which n8n makes its actions and tools. No other
 * parameter depends on the resource, because the editor checks values against those that are not the
 * default alone, and would keep a model that the new operation does not offer.
 */
export const operationProperties: INodeProperties[] = RESOURCE_NAMES.map(operationProperty);

function operationProperty(resource: Resource): INodeProperties {
	const operations = operationsOf(resource);
	return {
		...NODE_TEXTS.operation,
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations.map((value) => {
			const { displayName, action, description } = OPERATIONS[value];
			return { name: displayName, value, action, description };
		}),
		default: operations[0],
	};
}

/** The subtitle of the node on n8n's canvas: the operation in words. */
export const SUBTITLE = `={{ ${JSON.stringify(
	Object.fromEntries(OPERATION_NAMES.map((value) => [value, OPERATIONS[value].displayName])),
)}[$parameter["operation"]] }}`;

/** The models to choose from: for each operation, those that offer it. */
export function modelChoiceProperties(models: readonly KlingModel[]): INodeProperties[] {
	return VIDEO_OPERATIONS.map((operation) => modelChoiceProperty(operation, models));
}

function modelChoiceProperty(
	operation: VideoOperation,
	models: readonly KlingModel[],
): INodeProperties {
	const offered = models.filter((model) => model.operations[operation]);
	const defaultModel = offered[0].id;
	return {
		...NODE_TEXTS.model,
		name: 'model',
		type: 'options',
		options: offered.map(({ id, displayName, description }) => ({
			name: displayName,
			value: id,
			description,
		})),
		default: defaultModel,
		hint: priceHint(operation, offered),
		displayOptions: { show: { operation: [operation] } },
	};
}

/** What a video costs: the order of the known prices, and where the list is. */
function priceHint(operation: VideoOperation, models: readonly KlingModel[]): string {
	const list = "Novita's list is at novita.ai/pricing.";
	const range = priceRange(models.flatMap((model) => model.operations[operation] ?? []));
	if (!range) return `What a video costs is not known to this node. ${list}`;
	const [from, to] = [range.from, range.to].map((cost) => (cost / US_DOLLARS.size).toFixed(2));
	return `About ${from} to ${to} US dollars a video, where a price is known; an estimate by the prices of ${range.dates.join(' and ')}. ${list}`;
}

/** The task that Get Result gets. */
export const taskIdProperty: INodeProperties = {
	...NODE_TEXTS.taskId,
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	displayOptions: { show: { operation: ['getResult'] } },
};

/**
 * Set only by the workflow in which a suspended run waits; never shown. The name is stored in
 * executions that are waiting.
 */
export const suspendedCheckProperty: INodeProperties = {
	displayName: 'Suspended Check',
	name: 'isParkedCheck',
	type: 'hidden',
	default: false,
};
