import type { INodeProperties } from 'n8n-workflow';

import { MODELS } from '../models';
import { modelProperties } from './modelFields';
import {
	modelChoiceProperties,
	operationProperties,
	resourceProperty,
	suspendedCheckProperty,
	taskIdProperty,
} from './operations';
import { optionsProperty } from './options';
import { usageProperties } from './usage';
import { downloadProperties, outputProperties, waitingProperties } from './waiting';

export { SUBTITLE } from './operations';

/** The panel of the node for a catalogue of models, from top to bottom. */
export function propertiesOf(models: typeof MODELS): INodeProperties[] {
	return [
		resourceProperty,
		...operationProperties,
		...modelChoiceProperties(models),
		taskIdProperty,
		...modelProperties(models),
		...waitingProperties,
		...downloadProperties,
		...usageProperties,
		...outputProperties,
		optionsProperty,
		suspendedCheckProperty,
	];
}

/** The panel of the node. */
export const properties: INodeProperties[] = propertiesOf(MODELS);
