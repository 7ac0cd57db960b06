import type { INodeProperties } from 'n8n-workflow';

/** What the node can do; the first choice of the panel. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
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
			name: 'Text to Video',
			value: 'textToVideo',
			action: 'Make a video from text',
			description: 'Make a video from a prompt',
		},
	],
	default: 'textToVideo',
};

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
