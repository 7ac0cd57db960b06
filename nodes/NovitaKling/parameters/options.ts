import type { Option } from './optionTypes';
import { MEGABYTES, MINUTES, SECONDS, US_DOLLARS } from './units';

export type * from './optionTypes';
export { optionDisplayName } from './optionTypes';

/** The operations that pay for videos. */
const PAID = ['textToVideo', 'imageToVideo', 'motionControl'] as const;

/** The options by the names that workflows store, sorted by their labels, for the panel and the reader. */
export const OPTIONS = {
	fileName: {
		kind: 'text',
		isForFile: true,
		label: 'File Name',
		placeholder: 'e.g. fox.mp4',
		description:
			'Name of the video file; empty for the beginning of the prompt and of the task ID. Without an extension it gets that of the video.',
		default: '',
	},
	idempotencyKey: {
		kind: 'text',
		label: 'Idempotency Key',
		placeholder: 'e.g. {{ $json.orderId }}',
		description:
			'The same key means the same order: the video is paid for once in this workflow, however often the order arrives. Needs the Task Log.',
		default: '',
		operations: PAID,
	},
	imageEncoding: {
		kind: 'choice',
		label: 'Image Encoding',
		choices: [
			{
				value: 'auto',
				label: 'Automatic',
				description: 'Base64 first; if Novita refuses exactly that, a data URI',
			},
			{ value: 'base64', label: 'Base64', description: 'The plain bytes as base64' },
			{ value: 'dataUri', label: 'Data URI', description: 'Base64 with its MIME type before it' },
		],
		default: 'auto',
		description:
			'How an image file is written into the request. Automatic finds out which form Novita takes, free of charge.',
		operations: ['imageToVideo', 'motionControl'],
	},
	maxConcurrentTasks: {
		kind: 'number',
		label: 'Max Concurrent Tasks',
		min: 1,
		max: 1000,
		decimals: 0,
		default: 100,
		description:
			"How many tasks of a run may be open at Novita at a time while the node waits. Submits follow Novita's rate limit whatever this says. The value of the first item counts.",
	},
	maxDownloadSize: {
		kind: 'number',
		isForFile: true,
		label: 'Max Download Size',
		unit: MEGABYTES,
		min: 0.001,
		max: 1_000_000,
		decimals: 3,
		default: 2048,
		description: 'A larger video is not downloaded',
	},
	maxVideos: {
		kind: 'number',
		label: 'Max Videos',
		min: 1,
		max: 100_000,
		decimals: 0,
		default: 100,
		description:
			'How many videos a run pays for at most: a run of more items is refused before anything is paid. The value of the first item counts.',
		operations: PAID,
	},
	minimumBalance: {
		kind: 'number',
		label: 'Minimum Balance',
		unit: US_DOLLARS,
		min: 0,
		max: 1_000_000,
		decimals: 4,
		default: 5,
		description:
			'The run is refused while the Novita account has less than this. The value of the first item counts.',
		operations: PAID,
	},
	binaryPropertyName: {
		kind: 'text',
		isForFile: true,
		label: 'Output Data Field Name',
		placeholder: 'e.g. data',
		hint: 'The next nodes find the file under this name',
		description: 'Name of the field of the output item that gets the video',
		default: 'data',
	},
	pollInterval: {
		kind: 'number',
		label: 'Poll Interval',
		unit: SECONDS,
		// More than once a second gains nothing and meets Novita's rate limit.
		min: 1,
		max: 3_600,
		decimals: 3,
		default: 5,
		description:
			'How often to poll Novita. Without this option the node adapts: often when a video is due, seldom before.',
	},
	pricePerVideo: {
		kind: 'number',
		label: 'Price per Video',
		unit: US_DOLLARS,
		min: 0.0001,
		max: 10_000,
		decimals: 4,
		default: 1,
		description:
			"What one video costs you, in place of the node's price list: for a model whose price is not known, or prices of your own",
		operations: PAID,
	},
	resubmitUnknown: {
		kind: 'switch',
		label: 'Resubmit Unknown',
		default: false,
		description:
			'Whether to submit an item again when the outcome of its first request is unknown. The video may be paid for twice.',
		operations: PAID,
	},
	simplify: {
		kind: 'switch',
		operations: ['textToVideo', 'imageToVideo', 'motionControl', 'getResult', 'getUsage'],
		label: 'Simplify',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	spendingLimit: {
		kind: 'number',
		label: 'Spending Limit',
		unit: US_DOLLARS,
		min: 0,
		max: 1_000_000,
		decimals: 4,
		default: 10,
		description:
			'A run that would cost more, by estimate, is refused before anything is paid. The value of the first item counts.',
		operations: PAID,
	},
	spendingPeriod: {
		kind: 'choice',
		label: 'Spending Period',
		choices: [
			{ value: 'run', label: 'Run', description: 'The limit is for this run of the node alone' },
			{
				value: 'day',
				label: 'Day',
				description: 'The limit is for all tasks of today in the Task Log, of all workflows',
			},
			{
				value: 'month',
				label: 'Month',
				description: 'The limit is for all tasks of this month in the Task Log, of all workflows',
			},
		],
		default: 'run',
		description: 'What the Spending Limit is for. The value of the first item counts.',
		operations: PAID,
	},
	taskLog: {
		kind: 'text',
		label: 'Task Log',
		placeholder: 'e.g. Novita Kling Tasks',
		description:
			'Name of the n8n data table that keeps the tasks, so that no later execution pays for them again. Empty turns it off.',
		default: 'Novita Kling Tasks',
	},
	timeout: {
		kind: 'number',
		label: 'Timeout',
		unit: MINUTES,
		min: 0.001,
		// Two weeks; a video that takes longer is not coming.
		max: 20_160,
		decimals: 3,
		default: 30,
		description:
			'How long to wait for each video. After that the task continues at Novita, and Get Result gets the video.',
	},
} as const satisfies Readonly<Record<string, Option>>;

/** Name of an option, as workflows store it. */
export type OptionName = keyof typeof OPTIONS;

/** Whether a parameter is one of the options. */
export function isOptionName(name: string): name is OptionName {
	return Object.hasOwn(OPTIONS, name);
}
