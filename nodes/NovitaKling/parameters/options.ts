import type { Operation } from './operations';

interface OptionBase {
	/** Name in the panel and in messages, without the unit. */
	readonly label: string;
	readonly description: string;
	/** The operations that the option is for; missing where it is for all that make or get a video. */
	readonly operations?: readonly Operation[];
}

/** A number among the options, with its bounds in the unit that the panel shows. */
export interface NumberOption extends OptionBase {
	readonly kind: 'number';
	readonly min: number;
	readonly max: number;
	/** Decimals that the panel lets users type. */
	readonly decimals: number;
	/** The unit in the panel, and what one of it is inside the node: milliseconds or bytes. */
	readonly unit?: { readonly label: string; readonly size: number };
	readonly default: number;
}

/** One value out of a few. */
export interface ChoiceOption extends OptionBase {
	readonly kind: 'choice';
	readonly choices: ReadonlyArray<{
		readonly value: string;
		readonly label: string;
		readonly description: string;
	}>;
	readonly default: string;
}

/** Yes or no; off where the user does not add it. */
export interface SwitchOption extends OptionBase {
	readonly kind: 'switch';
	readonly default: false;
}

/** A text. */
export interface TextOption extends OptionBase {
	readonly kind: 'text';
	readonly placeholder: string;
	readonly default: string;
}

/** One of the options at the end of the panel. */
export type Option = NumberOption | ChoiceOption | SwitchOption | TextOption;

const SECONDS = { label: 'Seconds', size: 1000 };
const MINUTES = { label: 'Minutes', size: 60_000 };
/** Decimal, as n8n shows file sizes. */
const MEGABYTES = { label: 'MB', size: 1_000_000 };

/**
 * The options by the names that workflows store, in alphabetical order as n8n wants them. The panel
 * and the reader of the settings both walk this table.
 */
export const OPTIONS = {
	fileName: {
		kind: 'text',
		label: 'File Name',
		placeholder: 'e.g. fox.mp4',
		description:
			'Name of the video file; empty for the task ID. Without an extension it gets that of the video.',
		default: '',
	},
	idempotencyKey: {
		kind: 'text',
		label: 'Idempotency Key',
		placeholder: 'e.g. {{ $json.orderId }}',
		description:
			'The same key means the same order: the video is paid for once in this workflow, however often the order arrives. Needs the Task Log.',
		default: '',
		operations: ['textToVideo', 'imageToVideo', 'motionControl'],
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
		label: 'Max Download Size',
		unit: MEGABYTES,
		min: 0.001,
		max: 1_000_000,
		decimals: 3,
		default: 2048,
		description: 'A larger video is not downloaded',
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
	resubmitUnknown: {
		kind: 'switch',
		label: 'Resubmit Unknown',
		default: false,
		description:
			'Whether to submit an item again when the outcome of its first request is unknown. The video may be paid for twice.',
		operations: ['textToVideo', 'imageToVideo', 'motionControl'],
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

/** What the panel calls an option. */
export function optionDisplayName({ label, ...option }: Option): string {
	return option.kind === 'number' && option.unit ? `${label} (${option.unit.label})` : label;
}
