import { missingValue, needs, notAllowed } from '../errors/inputFailures';
import { OPTIONS } from '../parameters/options';
import { labelOf } from '../parameters/texts';
import type { ReadParameter } from './fieldOfItem';
import { readNumberOption } from './optionValues';
import { isEmpty, plainText } from './plainValues';
import { readSwitchValue } from './switchValue';

/** Novita's own IDs have 36 characters; this only rejects whole texts. */
const MAX_TASK_ID_CHARACTERS = 200;

/** A longer text is no name of an order but its contents. */
const MAX_KEY_CHARACTERS = 200;

/** How one item is waited for, downloaded and given out. Times are in milliseconds. */
export interface ItemSettings {
	readonly timeout: number;
	/** Undefined for the adaptive schedule. */
	readonly pollInterval: number | undefined;
	readonly resubmitUnknown: boolean;
	/** The user's name for the order; undefined where each item is an order of its own. */
	readonly idempotencyKey?: string;
	/** Millionths of a US dollar, in place of the price list; undefined where that counts. */
	readonly pricePerVideo?: number;
	readonly downloadVideo: boolean;
	/** Field of the output item that holds the video. */
	readonly binaryPropertyName: string;
	/** Bytes of a video at most. */
	readonly maxDownloadBytes: number;
	/** The user's own file name; undefined for the task's ID. */
	readonly fileName: string | undefined;
	readonly simplify: boolean;
}

/**
 * Reads an item's settings.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function readSettings(readParameter: ReadParameter): ItemSettings {
	const downloadVideo = readSwitch('downloadVideo', readParameter) ?? false;
	return {
		timeout: readNumberOption('timeout', readParameter),
		pollInterval: isEmpty(readParameter('pollInterval'))
			? undefined
			: readNumberOption('pollInterval', readParameter),
		resubmitUnknown: readSwitch('resubmitUnknown', readParameter) ?? false,
		...readIdempotencyKey(readParameter),
		pricePerVideo: isEmpty(readParameter('pricePerVideo'))
			? undefined
			: readNumberOption('pricePerVideo', readParameter),
		downloadVideo,
		binaryPropertyName: downloadVideo ? readOutputField(readParameter) : '',
		maxDownloadBytes: readNumberOption('maxDownloadSize', readParameter),
		fileName: plainText(readParameter('fileName')) || undefined,
		simplify: readSwitch('simplify', readParameter) ?? true,
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

/**
 * Reads the ID of a task that exists already.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export function readTaskId(readParameter: ReadParameter): string {
	const value = readParameter('taskId');
	const taskId = plainText(value);
	if (taskId && taskId.length <= MAX_TASK_ID_CHARACTERS && !/\s/.test(taskId)) return taskId;
	const place = { parameter: 'taskId', label: labelOf('taskId') };
	const nextStep =
		'Set Task ID to the taskId that a video operation returned, e.g. {{ $json.taskId }}.';
	throw taskId ? notAllowed(place, value, nextStep) : missingValue(place, nextStep);
}

/** Reads the name of the data table that keeps the tasks; empty where the user turned it off. */
export function readTaskLog(readParameter: ReadParameter): string {
	const value = readParameter('taskLog');
	return value === undefined || value === null ? OPTIONS.taskLog.default : plainText(value);
}

/** An order's name, which only the task log can keep to one payment. */
function readIdempotencyKey(readParameter: ReadParameter): Pick<ItemSettings, 'idempotencyKey'> {
	const value = readParameter('idempotencyKey');
	if (isEmpty(value)) return {};
	const place = { parameter: 'idempotencyKey', label: OPTIONS.idempotencyKey.label };
	const idempotencyKey = plainText(value);
	if (!idempotencyKey || idempotencyKey.length > MAX_KEY_CHARACTERS) {
		throw notAllowed(
			place,
			value,
			`Set the option ${place.label} to a text of at most ${MAX_KEY_CHARACTERS} characters, such as an order number.`,
		);
	}
	if (readTaskLog(readParameter) === '') throw needs(place, OPTIONS.taskLog.label);
	return { idempotencyKey };
}

/** Yes or no; undefined where the user left it empty or the panel does not show it. */
function readSwitch(
	name: 'downloadVideo' | 'simplify' | 'resubmitUnknown',
	readParameter: ReadParameter,
): boolean | undefined {
	const value = readParameter(name);
	return isEmpty(value) ? undefined : readSwitchValue(name, labelOf(name), value);
}

function readOutputField(readParameter: ReadParameter): string {
	const parameter = 'binaryPropertyName';
	const field = plainText(readParameter(parameter) ?? OPTIONS.binaryPropertyName.default);
	if (field) return field;
	throw missingValue(
		{ parameter, label: labelOf(parameter) },
		'Enter the name of the field that gets the video, e.g. data.',
	);
}
