import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { VIDEO_OPERATIONS } from '../models';

const POLL: INodePropertyOptions = {
	name: 'Until the Video Is Ready',
	value: 'poll',
	description: 'The node keeps running and asks Novita until the video is there',
};

const NONE: INodePropertyOptions = {
	name: 'Do Not Wait',
	value: 'none',
	description: 'The task ID is given out at once; get the video later with Get Result',
};

const SUSPEND: INodePropertyOptions = {
	name: 'Suspend the Execution',
	value: 'suspend',
	description:
		'Parked in the database of n8n; holds no worker, survives a restart, asks once a minute',
};

/** The wait mode of some operations, each with its own modes and default. */
function waitMode(
	operations: string[],
	options: INodePropertyOptions[],
	defaultMode: string,
): INodeProperties {
	return {
		displayName: 'Wait Mode',
		name: 'waitMode',
		type: 'options',
		noDataExpression: true,
		options,
		default: defaultMode,
		description: 'How to wait for the video, which mostly takes about four minutes',
		displayOptions: { show: { operation: operations } },
	};
}

/** How the node waits. Get Result looks once unless it is told to wait. */
export const waitModeProperties: INodeProperties[] = [
	waitMode([...VIDEO_OPERATIONS], [NONE, SUSPEND, POLL], 'poll'),
	waitMode(
		['getResult'],
		[
			{ ...NONE, description: 'The node looks once and gives out how the task stands' },
			SUSPEND,
			POLL,
		],
		'none',
	),
];

const WITH_VIDEO: Array<NonNullable<INodeProperties['displayOptions']>> = [
	{ show: { operation: [...VIDEO_OPERATIONS] }, hide: { waitMode: ['none'] } },
	{ show: { operation: ['getResult'] } },
];

/** What becomes of the finished video: one definition for each place where a run can finish. */
export const videoProperties: INodeProperties[] = WITH_VIDEO.flatMap((displayOptions) => [
	{
		displayName: 'Download Video',
		name: 'downloadVideo',
		type: 'boolean',
		default: true,
		description:
			"Whether to put the video's file into the item; without it the item has the address only, which expires",
		displayOptions,
	},
	{
		displayName: 'Output Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		description: 'Name of the field of the output item that takes the video',
		hint: 'The next nodes find the file under this name',
		displayOptions: { ...displayOptions, show: { ...displayOptions.show, downloadVideo: [true] } },
	},
]);

/** Whether the item holds the essentials, or Novita's own answer too. */
export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: { hide: { operation: ['getBalance'] } },
};
