import { invalidInput } from '../errors/invalidInput';
import { isEmpty, plainNumber, plainText, shown } from './plainValues';
import type { ReadParameter } from './fieldOfItem';
import { readSwitchValue } from './switchValue';

/** How one item is waited for, fetched and given out. Times are in milliseconds. */
export interface ItemSettings {
	readonly timeout: number;
	/** Undefined for the adaptive schedule. */
	readonly pollInterval: number | undefined;
	readonly resubmitUnknown: boolean;
	readonly downloadVideo: boolean;
	/** Field of the output item that holds the video. */
	readonly binaryPropertyName: string;
	/** Bytes of a video at most. */
	readonly maxDownloadBytes: number;
	/** The user's own file name; undefined for the task's ID. */
	readonly fileName: string | undefined;
	readonly simplify: boolean;
}

/** A number among the options: its bounds, and what one unit of it is inside the node. */
interface NumberOption {
	readonly label: string;
	readonly min: number;
	readonly max: number;
	readonly unit: number;
	readonly default: number | undefined;
}

const MINUTE = 60_000;
const MEGABYTE = 1_000_000;

const NUMBER_OPTIONS = {
	// A fortnight; a video that takes longer is not coming.
	timeout: { label: 'Timeout', min: 0.001, max: 20_160, unit: MINUTE, default: 30 },
	// Asking more often than once a second gains nothing and meets Novita's rate limit.
	pollInterval: { label: 'Poll Interval', min: 1, max: 3_600, unit: 1000, default: undefined },
	maxDownloadSize: {
		label: 'Max Download Size',
		min: 0.001,
		max: 1_000_000,
		unit: MEGABYTE,
		default: 2048,
	},
	maxConcurrentTasks: { label: 'Max Concurrent Tasks', min: 1, max: 1000, unit: 1, default: 20 },
} as const satisfies Record<string, NumberOption>;

/**
 * Reads an item's settings.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function readSettings(readParameter: ReadParameter): ItemSettings {
	const downloadVideo = readSwitch('downloadVideo', 'Download Video', readParameter) ?? false;
	return {
		timeout: readNumberOption('timeout', readParameter),
		pollInterval: isEmpty(readParameter('pollInterval'))
			? undefined
			: readNumberOption('pollInterval', readParameter),
		resubmitUnknown: readSwitch('resubmitUnknown', 'Resubmit Unknown', readParameter) ?? false,
		downloadVideo,
		binaryPropertyName: downloadVideo ? readOutputField(readParameter) : '',
		maxDownloadBytes: readNumberOption('maxDownloadSize', readParameter),
		fileName: plainText(readParameter('fileName')) || undefined,
		simplify: readSwitch('simplify', 'Simplify', readParameter) ?? true,
	};
}

/**
 * Reads how many tasks may be open at a time.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function readMaxConcurrentTasks(readParameter: ReadParameter): number {
	return Math.floor(readNumberOption('maxConcurrentTasks', readParameter));
}

/** Yes or no; undefined where the user left it empty or the panel does not show it. */
function readSwitch(
	name: string,
	label: string,
	readParameter: ReadParameter,
): boolean | undefined {
	const value = readParameter(name);
	return isEmpty(value) ? undefined : readSwitchValue(name, label, value);
}

function readNumberOption(name: keyof typeof NUMBER_OPTIONS, readParameter: ReadParameter): number {
	const option: NumberOption = NUMBER_OPTIONS[name];
	const value = readParameter(name);
	const number = isEmpty(value) ? option.default : plainNumber(value);
	if (number === undefined || !(number >= option.min && number <= option.max)) {
		throw invalidInput(
			name,
			`${option.label} cannot be ${shown(value)}`,
			`Set the option ${option.label} to a number from ${option.min} to ${option.max}.`,
		);
	}
	return number * option.unit;
}

function readOutputField(readParameter: ReadParameter): string {
	const name = 'binaryPropertyName';
	const field = plainText(readParameter(name));
	if (field) return field;
	throw invalidInput(
		name,
		'Output Data Field Name is empty',
		'Name the field that takes the video, e.g. data.',
	);
}

/**
 * Reads the ID of a task that exists already.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function readTaskId(readParameter: ReadParameter): string {
	const value = readParameter('taskId');
	const taskId = plainText(value);
	if (taskId && taskId.length <= MAX_TASK_ID_CHARACTERS && !/\s/.test(taskId)) return taskId;
	throw invalidInput(
		'taskId',
		taskId ? `Task ID cannot be ${shown(value)}` : 'Task ID is empty',
		'Set Task ID to the taskId that a video operation gave out, e.g. {{ $json.taskId }}.',
	);
}

/** Novita's own IDs have 36 characters; this only keeps whole texts out. */
const MAX_TASK_ID_CHARACTERS = 200;

/** Bytes of a file name, with room left in the 255 that file systems take. */
const MAX_FILE_NAME_BYTES = 200;

/**
 * The name of a video's file: the user's, or the task's ID. Never a path, wherever it comes from.
 */
export function videoFileName(fileName: string | undefined, taskId: string): string {
	const lastPart = (fileName ?? taskId).split(/[\\/]/).pop() ?? '';
	// Control characters, also those that turn the reading direction, halves of emoji, and what Windows or a download dialog does not take.
	const safe = lastPart
		.replace(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '_')
		.replace(/^\.+/, '');
	const extension = fileName ? (/\.[A-Za-z][A-Za-z0-9]{1,3}$/.exec(safe)?.[0] ?? '') : '';
	const base = cutToBytes(safe.slice(0, safe.length - extension.length), MAX_FILE_NAME_BYTES);
	return `${base || 'video'}${extension || '.mp4'}`;
}

/** Cuts a text between two code points. */
function cutToBytes(text: string, maxBytes: number): string {
	let bytes = 0;
	let end = 0;
	for (const character of text) {
		bytes += Buffer.byteLength(character);
		if (bytes > maxBytes) break;
		end += character.length;
	}
	return text.slice(0, end);
}
