import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { type Operation, VIDEO_OPERATIONS } from '../parameters/operations';
import { OPTIONS } from '../parameters/options';
import { NODE_TEXTS, WAIT_MODE_NOTICES } from '../parameters/texts';
import { WAIT_MODES, type WaitMode } from '../parameters/waitModes';
import { AS_TOOL } from './toolMode';

/** What the wait modes mean for Get Result, where they mean something else. */
const GET_RESULT_DESCRIPTIONS: { readonly [mode in WaitMode]?: string } = {
	none: 'Get the status once and return it',
};

/** Every operation with a video. */
const WITH_VIDEO: Operation[] = [...VIDEO_OPERATIONS, 'getResult'];

/** The wait mode of some operations, with their own default first. An agent cannot be suspended. */
function waitModeProperties(
	operations: Operation[],
	modes: WaitMode[],
	descriptions: typeof GET_RESULT_DESCRIPTIONS = {},
): INodeProperties[] {
	const property = (offered: WaitMode[], displayOptions: IDisplayOptions): INodeProperties => ({
		...NODE_TEXTS.waitMode,
		name: 'waitMode',
		type: 'options',
		noDataExpression: true,
		options: offered.map((value) => ({
			name: WAIT_MODES[value].displayName,
			value,
			description: descriptions[value] ?? WAIT_MODES[value].description,
		})),
		default: modes[0],
		displayOptions,
	});
	const show = { operation: operations };
	return [
		property(modes, { show, hide: AS_TOOL }),
		property(
			modes.filter((mode) => mode !== 'suspend'),
			{ show: { ...AS_TOOL, ...show } },
		),
	];
}

/** What a choice of the wait mode means for time and money. */
const noticeProperties: INodeProperties[] = WAIT_MODE_NOTICES.map(({ name, text, mode }) => ({
	displayName: text,
	name,
	type: 'notice',
	default: '',
	displayOptions: { show: { operation: [...VIDEO_OPERATIONS], waitMode: [mode] } },
}));

/** How the node waits. Get Result gets the status once unless it is told to wait. */
export const waitingProperties: INodeProperties[] = [
	...waitModeProperties([...VIDEO_OPERATIONS], ['poll', 'suspend', 'none']),
	...waitModeProperties(['getResult'], ['none', 'poll', 'suspend'], GET_RESULT_DESCRIPTIONS),
	...noticeProperties,
];

const WITH_FINISHED_VIDEO: IDisplayOptions[] = [
	{ show: { operation: [...VIDEO_OPERATIONS] }, hide: { ...AS_TOOL, waitMode: ['none'] } },
	{ show: { operation: ['getResult'] }, hide: AS_TOOL },
];

/** Whether the finished video is downloaded: one definition for each place where a run can finish. */
export const downloadProperties: INodeProperties[] = WITH_FINISHED_VIDEO.map((displayOptions) => ({
	...NODE_TEXTS.downloadVideo,
	name: 'downloadVideo',
	type: 'boolean',
	default: true,
	displayOptions,
}));

/**
 * Output settings where n8n's own nodes have them, beside the options. A workflow that has them there
 * keeps them, and the panel shows them only then: n8n drops a value that no parameter is shown for. Each
 * is defined once, because n8n does not see the value of one that is defined twice in its own condition.
 */
export const outputProperties: INodeProperties[] = [
	{
		...asInOptions('binaryPropertyName'),
		type: 'string',
		displayOptions: {
			show: { '/binaryPropertyName': [{ _cnd: { exists: true } }], operation: WITH_VIDEO },
			hide: { '/binaryPropertyName': [OPTIONS.binaryPropertyName.default], ...AS_TOOL },
		},
	},
	{
		...asInOptions('simplify'),
		type: 'boolean',
		displayOptions: { show: { '/simplify': [false], operation: [...WITH_VIDEO, 'getUsage'] } },
	},
];

function asInOptions(name: 'binaryPropertyName' | 'simplify') {
	const { label: displayName, description, default: value } = OPTIONS[name];
	return { displayName, name, description, default: value };
}
