import {
	MAX_FILE_BYTES,
	MIN_SIDE_PIXELS,
	aspectRatioField,
	documentedImage,
	endImageField,
	guidanceField,
	imageField,
	negativePromptField,
	promptField,
} from './sharedFields';
import type {
	AddressField,
	ChoiceField,
	ModelField,
	ModelRequest,
	NumberField,
	PriceList,
	ShotsField,
	SwitchField,
} from './types';

/**
 * What the Kling V3.0 models share. Sources: novita.ai/docs/api-reference, pages
 * model-apis-kling-v3.0-std-t2v, -pro-t2v, -4k-t2v, -std-i2v, -pro-i2v, -4k-i2v and -motion-control.
 */
const MAX_CHARACTERS = 2500;

/** An image may be up to 2.5 times as long as it is wide, or the other way round. */
const MAX_SIDE_RATIO = 2.5;

const MIN_SECONDS = 3;
const MAX_SECONDS = 15;

/** Sent as an integer, but chosen from a list as in V2.1, so that switching models keeps it. */
const duration: ChoiceField = {
	kind: 'choice',
	parameter: 'duration',
	wireName: 'duration',
	choices: Array.from({ length: MAX_SECONDS - MIN_SECONDS + 1 }, (_item, index) => {
		const seconds = String(MIN_SECONDS + index);
		return { value: seconds, label: seconds };
	}),
	default: '5',
	wireType: 'integer',
};

const shotDuration: NumberField = {
	kind: 'number',
	parameter: 'duration',
	wireName: 'duration',
	min: MIN_SECONDS,
	max: MAX_SECONDS,
	step: 1,
	default: 5,
};

const sound: SwitchField = {
	kind: 'switch',
	parameter: 'sound',
	wireName: 'sound',
	default: false,
};

const endImage = endImageField('end_image', documentedImage(MAX_SIDE_RATIO), {
	excludes: 'multiPrompt',
});

/** The video whose movement Motion Control transfers. */
const video: AddressField = {
	kind: 'address',
	parameter: 'videoUrl',
	wireName: 'video',
	required: true,
	lending: {
		source: 'videoSource',
		fileParameter: 'videoBinaryPropertyName',
		file: {
			kind: 'video',
			rules: { maxBytes: MAX_FILE_BYTES, minSidePixels: MIN_SIDE_PIXELS, seconds: [3, 30] },
		},
	},
};

const shots: ShotsField = {
	kind: 'shots',
	parameter: 'multiPrompt',
	wireName: 'multi_prompt',
	prompt: promptField(MAX_CHARACTERS),
};

/** One prompt for the whole video. */
export const promptAlone: readonly ModelField[] = [promptField(MAX_CHARACTERS)];

/** Shots of so many seconds each, beside the prompt of the whole video. */
export const promptAndShots: readonly ModelField[] = [
	...promptAlone,
	{ ...shots, duration: shotDuration },
];

/**
 * Shots as a list of prompts in the place of the one prompt. Pro's pages flag the prompt as required
 * and let the shots exclude it, which cannot be true at once; clients of Novita send one of the two.
 */
export const promptOrShots: readonly ModelField[] = [
	{ ...promptField(MAX_CHARACTERS), replacedBy: shots.parameter },
	shots,
];

/**
 * The prices of a tier. Sound is a price of its own.
 *
 * @param silent millionths of a US dollar for a second without sound
 * @param audible the same with sound
 */
export const pricesV30 = (silent: number, audible: number): PriceList => ({
	source: 'novita.ai/pricing',
	date: '7 October 2026',
	prices: [
		{ when: { sound: false }, perSecond: silent },
		{ when: { sound: true }, perSecond: audible },
	],
});

export const textToVideoV30 = (
	tier: string,
	prompts: readonly ModelField[],
	priceList?: PriceList,
): ModelRequest => ({
	path: `/v3/async/kling-v3.0-${tier}-t2v`,
	priceList,
	fields: [
		...prompts,
		duration,
		aspectRatioField,
		guidanceField('cfg_scale'),
		sound,
		negativePromptField(MAX_CHARACTERS),
	],
});

export const imageToVideoV30 = (
	tier: string,
	prompts: readonly ModelField[],
	priceList?: PriceList,
): ModelRequest => ({
	path: `/v3/async/kling-v3.0-${tier}-i2v`,
	priceList,
	fields: [
		imageField(MAX_SIDE_RATIO),
		...prompts,
		endImage,
		duration,
		guidanceField('cfg_scale'),
		sound,
		negativePromptField(MAX_CHARACTERS),
	],
});

/**
 * Motion Control: transfers the movement in a video to the person in an image. It is billed by the
 * second of the new video, in two tiers; no number was published that could be read.
 */
export const motionControlV30 = (modelName: string): ModelRequest => ({
	path: '/v3/async/kling-v3.0-motion-control',
	constants: { model_name: modelName },
	fields: [
		imageField(MAX_SIDE_RATIO),
		video,
		{ kind: 'text', parameter: 'prompt', wireName: 'prompt', maxCharacters: MAX_CHARACTERS },
		{
			kind: 'choice',
			parameter: 'characterOrientation',
			wireName: 'character_orientation',
			required: true,
			choices: [
				{
					value: 'image',
					label: 'As in the Image (5 Seconds)',
					description: 'Pose and composition of the image; the new video is 5 seconds long',
				},
				{
					value: 'video',
					label: 'As in the Video (up to 30 Seconds)',
					description:
						'Pose and composition of the video; the new video is as long as that one, up to 30 seconds',
				},
			],
			// The pages name no default; this one makes the shorter video.
			default: 'image',
		},
		{
			kind: 'switch',
			parameter: 'keepOriginalSound',
			wireName: 'keep_original_sound',
			default: true,
		},
		negativePromptField(MAX_CHARACTERS),
	],
});
