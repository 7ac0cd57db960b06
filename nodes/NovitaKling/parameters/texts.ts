import type { INodeProperties } from 'n8n-workflow';

import { OPTIONS, isOptionName } from './options';

/** What the panel says about a parameter, whatever its limits and choices are. */
type ParameterText = Pick<
	INodeProperties,
	'displayName' | 'description' | 'placeholder' | 'typeOptions' | 'hint'
>;

/**
 * The texts of the parameters that come from the models' fields, in the order of the panel. Limits
 * and choices come from the models.
 */
export const FIELD_TEXTS = {
	imageSource: {
		displayName: 'Image Source',
		description: 'Where the first frame of the video comes from',
	},
	imageBinaryPropertyName: {
		displayName: 'Input Data Field Name',
		description: 'Name of the field of the input item that holds the image',
		placeholder: 'e.g. data',
	},
	imageUrl: {
		displayName: 'Image URL',
		description: 'Address of the first frame',
		placeholder: 'e.g. https://example.com/photo.jpg',
	},
	videoSource: {
		displayName: 'Video Source',
		description: 'Where the video comes from whose movement the person in the image follows',
	},
	videoBinaryPropertyName: {
		displayName: 'Input Data Field Name (Video)',
		description: 'Name of the field of the input item that holds the video',
		placeholder: 'e.g. video',
	},
	videoUrl: {
		displayName: 'Video URL',
		description: 'Address of the video whose movement the person in the image follows',
		placeholder: 'e.g. https://example.com/dance.mp4',
	},
	prompt: {
		displayName: 'Prompt',
		description: 'What the video shows: subject, movement, camera, light and style',
		placeholder: 'e.g. A red fox runs through fresh snow at dawn, slow motion',
		typeOptions: { rows: 4 },
	},
	multiPrompt: {
		displayName: 'Shots',
	},
	qualityMode: {
		displayName: 'Quality',
		description: 'Standard is 720p, Professional is 1080p and costs more',
	},
	duration: {
		displayName: 'Duration (Seconds)',
		description: 'Length of the video',
		hint: 'The longer the video, the more it costs',
	},
	aspectRatio: {
		displayName: 'Aspect Ratio',
		description: 'Shape of the picture',
	},
	characterOrientation: {
		displayName: 'Character Orientation',
		description: 'Whether the person is posed as in the image or as in the video',
		hint: 'Sets the length of the video, which is billed by the second',
	},
	guidanceScale: {
		displayName: 'Guidance Scale',
		description: 'How closely the video follows the prompt: 0 is free, 1 is strict',
	},
	sound: {
		displayName: 'Sound',
		description: 'Whether the video has sound',
		hint: 'A video with sound costs half as much again',
	},
	keepOriginalSound: {
		displayName: 'Keep Original Sound',
		description: 'Whether the video keeps the sound of the movement video',
	},
	endImageSource: {
		displayName: 'End Image Source',
		description: 'Where the last frame of the video comes from',
	},
	endImageBinaryPropertyName: {
		displayName: 'Input Data Field Name (End Image)',
		description: 'Name of the field of the input item that holds the last frame',
		placeholder: 'e.g. endImage',
	},
	endImageUrl: {
		displayName: 'End Image URL',
		description: 'Address of the last frame; empty for none',
		placeholder: 'e.g. https://example.com/last-frame.jpg',
	},
	negativePrompt: {
		displayName: 'Negative Prompt',
		description: 'What the video should not show',
		placeholder: 'e.g. blur, distortion, text',
		typeOptions: { rows: 2 },
	},
} as const satisfies Readonly<Record<string, ParameterText>>;

/** What shots are that have a duration of their own, and shots that have none. */
export const SHOTS_TEXTS = {
	timed: {
		description: 'Several shots in a row, each with its own prompt and duration',
		hint: 'Several shots in one video, beside the Prompt. Set Duration to their sum.',
	},
	plain: {
		description: 'Several shots in a row, each with its own prompt',
		hint: 'Several shots in one video, in place of the Prompt. Duration is the length of the whole video.',
	},
} as const;

/** What n8n writes above a shot: its number and its prompt. */
export const SHOT_TITLE =
	'={{ "Shot " + ($collection.item.index + 1) + ($collection.item.value.prompt ? ": " + $collection.item.value.prompt : "") }}';

/** The texts of the parameters that every model shares. */
export const NODE_TEXTS = {
	resource: { displayName: 'Resource' },
	operation: { displayName: 'Operation' },
	model: { displayName: 'Model', description: 'Kling model that makes the video' },
	taskId: {
		displayName: 'Task ID',
		description: 'ID of the task, as returned by a video operation or named in a message',
		placeholder: 'e.g. {{ $json.taskId }}',
	},
	waitMode: {
		displayName: 'Wait Mode',
		description: 'What the execution does until the video is ready',
		hint: 'A video usually takes about four minutes',
	},
	downloadVideo: {
		displayName: 'Download Video',
		description:
			'Whether to add the video to the item as a file; without it the item has only the address, which expires',
	},
	period: { displayName: 'Period', description: "For which time, in the workflow's time zone" },
	from: {
		displayName: 'From',
		description: 'Since when. Novita bills by the hour, so a time counts from its hour on.',
	},
	to: {
		displayName: 'To',
		description: 'Until when, which is not included; empty for now',
	},
	productName: {
		displayName: 'Product Name',
		description: "A part of the product's name; empty for all videos, images and sounds",
		placeholder: 'e.g. kling',
	},
	sum: {
		displayName: 'Sum',
		description: 'Whether to return one item with the sum instead of one item for each bill',
	},
	options: { displayName: 'Options', placeholder: 'Add option' },
} as const satisfies Readonly<Record<string, ParameterText>>;

/** What the panel adds to a choice of the wait mode, because it decides about time or money. */
export const WAIT_MODE_NOTICES = [
	{
		name: 'suspendNotice',
		mode: 'suspend',
		text: 'Save the workflow first: n8n can suspend only a saved one. It may be restarted meanwhile.',
	},
	{
		name: 'noWaitNotice',
		mode: 'none',
		text: 'The video is paid for all the same. Keep the task ID: Get Result gets the video with it, free of charge.',
	},
] as const;

/** A parameter that a model's field fills. */
export type FieldParameter = keyof typeof FIELD_TEXTS;

const LABELS: Readonly<Record<string, ParameterText>> = { ...FIELD_TEXTS, ...NODE_TEXTS };

/** The unit at the end of a label, which a message leaves out. */
const UNIT = / \(Seconds\)$/;

/** What the panel calls a parameter, for messages; without a text it goes by the name of the options. */
export function labelOf(parameter: string): string {
	if (isOptionName(parameter)) return OPTIONS[parameter].label;
	return (LABELS[parameter] ?? NODE_TEXTS.options).displayName.replace(UNIT, '');
}

const FIELD_ORDER = Object.keys(FIELD_TEXTS);

/** Where a field's parameter stands in the panel, from 0. */
export function positionOf(parameter: FieldParameter): number {
	return FIELD_ORDER.indexOf(parameter);
}
