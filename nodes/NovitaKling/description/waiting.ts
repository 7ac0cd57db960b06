import type { INodeProperties } from 'n8n-workflow';

import { type Operation, VIDEO_OPERATIONS } from '../parameters/operations';
import { NODE_TEXTS } from '../parameters/texts';
import { WAIT_MODES, type WaitMode } from '../parameters/waitModes';

/** What the wait modes mean for Get Result, where they mean something else. */
const GET_RESULT_DESCRIPTIONS: { readonly [mode in WaitMode]?: string } = {
	none: 'Get the status once and return it',
};

/** The wait mode of some operations, each with its own default. */
function waitModeProperty(
	operations: Operation[],
	defaultMode: WaitMode,
	descriptions: typeof GET_RESULT_DESCRIPTIONS = {},
): INodeProperties {
	return {
		...NODE_TEXTS.waitMode,
		name: 'waitMode',
		type: 'options',
		noDataExpression: true,
		options: (Object.keys(WAIT_MODES) as WaitMode[]).map((value) => ({
			name: WAIT_MODES[value].displayName,
			value,
			description: descriptions[value] ?? WAIT_MODES[value].description,
		})),
		default: defaultMode,
		displayOptions: { show: { operation: operations } },
	};
}

/** How the node waits. Get Result gets the status once unless it is told to wait. */
export const waitModeProperties: INodeProperties[] = [
	waitModeProperty([...VIDEO_OPERATIONS], 'poll'),
	waitModeProperty(['getResult'], 'none', GET_RESULT_DESCRIPTIONS),
];

const WITH_VIDEO: Array<NonNullable<INodeProperties['displayOptions']>> = [
	{ show: { operation: [...VIDEO_OPERATIONS] }, hide: { waitMode: ['none'] } },
	{ show: { operation: ['getResult'] } },
];

/** What is done with the finished video: one definition for each place where a run can finish. */
export const videoProperties: INodeProperties[] = WITH_VIDEO.flatMap((displayOptions) => [
	{
		...NODE_TEXTS.downloadVideo,
		name: 'downloadVideo',
		type: 'boolean',
		default: true,
		displayOptions,
	},
	{
		...NODE_TEXTS.binaryPropertyName,
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		displayOptions: { ...displayOptions, show: { ...displayOptions.show, downloadVideo: [true] } },
	},
]);

/** Whether the item holds the essentials, or Novita's own answer too. */
export const simplifyProperty: INodeProperties = {
	...NODE_TEXTS.simplify,
	name: 'simplify',
	type: 'boolean',
	default: true,
	displayOptions: { hide: { operation: ['getBalance'] } },
};
