import type { INodeProperties } from 'n8n-workflow';

import { MODELS } from '../models';
import { modelProperties } from './modelFields';
import { operationProperty, parkedCheckProperty, taskIdProperty } from './operations';
import { optionsProperty } from './options';
import { simplifyProperty, videoProperties, waitModeProperties } from './waiting';

export { OPTION_NAMES } from './options';

const DEFAULT_MODEL = MODELS[0].id;

const modelProperty: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'options',
	options: MODELS.map(({ id, displayName, description }) => ({
		name: displayName,
		value: id,
		description,
	})),
	default: DEFAULT_MODEL,
	description: 'Kling model that makes the video',
	displayOptions: { show: { operation: ['textToVideo', 'imageToVideo'] } },
};

/** The panel of the node, from top to bottom. */
export const properties: INodeProperties[] = [
	operationProperty,
	modelProperty,
	taskIdProperty,
	...modelProperties(MODELS),
	...waitModeProperties,
	...videoProperties,
	simplifyProperty,
	optionsProperty,
	parkedCheckProperty,
];

/** The panel's name for each parameter, for messages. */
export const LABELS: Readonly<Record<string, string>> = Object.fromEntries(
	properties.map(({ name, displayName }) => [name, displayName]),
);
