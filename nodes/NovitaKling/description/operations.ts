import type { INodeProperties } from 'n8n-workflow';

import type { KlingModel, VideoOperation } from '../models';
import { VIDEO_OPERATIONS } from '../models';

/** What the node can do; the first choice of the panel. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Get Balance',
			value: 'getBalance',
			action: 'Get the balance of the account',
			description: 'Get what is left on the Novita account, free of charge',
		},
		{
			name: 'Get Result',
			value: 'getResult',
			action: 'Get the result of a video task',
			description: 'Get the status and the video of a task by its ID, free of charge',
		},
		{
			name: 'Image to Video',
			value: 'imageToVideo',
			action: 'Make a video from an image',
			description: 'Set an image in motion as a prompt describes it',
		},
		{
			name: 'Motion Control',
			value: 'motionControl',
			action: 'Move a person in an image as in a video',
			description: 'Give the movement of a video to the person in an image',
		},
		{
			name: 'Text to Video',
			value: 'textToVideo',
			action: 'Make a video from text',
			description: 'Make a video from a prompt',
		},
	],
	default: 'textToVideo',
};

/** The models to choose from, for each operation those that offer it. */
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
		displayName: 'Model',
		name: 'model',
		type: 'options',
		options: offered.map(({ id, displayName, description }) => ({
			name: displayName,
			value: id,
			description,
		})),
		default: defaultModel,
		description: 'Kling model that makes the video',
		displayOptions: { show: { operation: [operation] } },
	};
}

/** The task that Get Result looks for. */
export const taskIdProperty: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.taskId }}',
	description: 'ID of the task, as a video operation gave it out or a message named it',
	displayOptions: { show: { operation: ['getResult'] } },
};

/** Set only by the workflow that suspend mode parks; never shown. */
export const parkedCheckProperty: INodeProperties = {
	displayName: 'Parked Check',
	name: 'isParkedCheck',
	type: 'hidden',
	default: false,
};
