import type { INodeProperties } from 'n8n-workflow';

import { MODELS } from '../models';
import { modelProperties } from './modelFields';
import {
	modelChoiceProperties,
	operationProperty,
	parkedCheckProperty,
	taskIdProperty,
} from './operations';
import { optionsProperty } from './options';
import { simplifyProperty, videoProperties, waitModeProperties } from './waiting';

export { OPTION_NAMES } from './options';

/** The panel of the node for a catalogue of models, from top to bottom. */
export function propertiesOf(models: typeof MODELS): INodeProperties[] {
	return [
		operationProperty,
		...modelChoiceProperties(models),
		taskIdProperty,
		...modelProperties(models),
		...waitModeProperties,
		...videoProperties,
		simplifyProperty,
		optionsProperty,
		parkedCheckProperty,
	];
}

/** The panel of the node. */
export const properties: INodeProperties[] = propertiesOf(MODELS);

/** The panel's name for each parameter, for messages. */
export const LABELS: Readonly<Record<string, string>> = Object.fromEntries(
	properties.map(({ name, displayName }) => [name, displayName]),
);
