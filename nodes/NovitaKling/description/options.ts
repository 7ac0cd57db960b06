import type { INodeProperties } from 'n8n-workflow';

import { VIDEO_OPERATIONS } from '../models';

/** Settings that most users never need; in the order of the alphabet, as n8n wants it. */
const OPTIONS: INodeProperties[] = [
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. fox.mp4',
		description: "Name of the video's file; empty for the task ID",
	},
	{
		displayName: 'Image Encoding',
		name: 'imageEncoding',
		type: 'options',
		options: [
			{ name: 'Base64', value: 'base64', description: 'The plain bytes as base64' },
			{ name: 'Data URI', value: 'dataUri', description: 'Base64 with its type before it' },
		],
		default: 'base64',
		description:
			'How an image file is written into the request. Change it only if Novita calls a good image invalid.',
		displayOptions: { show: { '/operation': ['imageToVideo', 'motionControl'] } },
	},
	{
		displayName: 'Max Concurrent Tasks',
		name: 'maxConcurrentTasks',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1000 },
		default: 20,
		description:
			'How many tasks of a run may be open at Novita at a time while the node waits. The first item counts.',
	},
	{
		displayName: 'Max Download Size (MB)',
		name: 'maxDownloadSize',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 2048,
		description: 'A larger video is not downloaded',
	},
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 5,
		description:
			'How often to ask Novita. Without this option the node adapts: often when a video is due, seldom before.',
	},
	{
		displayName: 'Resubmit Unknown',
		name: 'resubmitUnknown',
		type: 'boolean',
		default: false,
		description:
			'Whether to submit an item again when it is unknown what became of its first request. It may be paid twice.',
		displayOptions: { show: { '/operation': [...VIDEO_OPERATIONS] } },
	},
	{
		displayName: 'Timeout (Minutes)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 0.001, numberPrecision: 3 },
		default: 30,
		description:
			'How long to wait for each video. After it the task goes on, and Get Result gets it.',
	},
];

/** The collection of options at the end of the panel. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: OPTIONS,
	// As a path, because the editor empties a collection when a parameter beside it changes.
	displayOptions: { hide: { '/operation': ['getBalance'] } },
};

/** Names of the parameters that stand inside the options. */
export const OPTION_NAMES: ReadonlySet<string> = new Set(OPTIONS.map(({ name }) => name));
