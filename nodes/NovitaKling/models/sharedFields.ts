import type {
	AddressField,
	ChoiceField,
	ImageField,
	ImageRules,
	NumberField,
	TextField,
} from './types';

/** A prompt of at most so many characters. */
export const promptField = (maxCharacters: number): TextField => ({
	kind: 'text',
	parameter: 'prompt',
	wireName: 'prompt',
	required: true,
	maxCharacters,
});

/** What the video should not show, in at most so many characters. */
export const negativePromptField = (maxCharacters: number): TextField => ({
	kind: 'text',
	parameter: 'negativePrompt',
	wireName: 'negative_prompt',
	maxCharacters,
});

/** The shape of the picture, for text to video. */
export const aspectRatioField: ChoiceField = {
	kind: 'choice',
	parameter: 'aspectRatio',
	wireName: 'aspect_ratio',
	choices: [
		{ value: '16:9', label: '16:9 (Landscape)' },
		{ value: '9:16', label: '9:16 (Portrait)' },
		{ value: '1:1', label: '1:1 (Square)' },
	],
	default: '16:9',
};

/** Duration up to V2.1: one of two values. V2.1 takes it as text. */
export const durationChoiceField: ChoiceField = {
	kind: 'choice',
	parameter: 'duration',
	wireName: 'duration',
	choices: [
		{ value: '5', label: '5' },
		{ value: '10', label: '10' },
	],
	default: '5',
};

/** How closely the prompt is followed: `guidance_scale` up to V2.1, `cfg_scale` since V2.5. */
export const guidanceField = (wireName: string, step?: number): NumberField => ({
	kind: 'number',
	parameter: 'guidanceScale',
	wireName,
	min: 0,
	max: 1,
	...(step && { step }),
	default: 0.5,
});

/** Bytes of an image or a video at most. Decimal, as n8n shows file sizes; the documents say only "10MB". */
export const MAX_FILE_BYTES = 10_000_000;

/** Pixels of each side of an image or a video at least. */
export const MIN_SIDE_PIXELS = 300;

/** What an image has to be, where a page documents it. */
export const documentedImage = (maxSideRatio?: number): ImageRules => ({
	maxBytes: MAX_FILE_BYTES,
	minSidePixels: MIN_SIDE_PIXELS,
	...(maxSideRatio && { maxSideRatio }),
});

/** The first frame, from a file or by its address. */
export const imageField = (maxSideRatio?: number): ImageField => ({
	kind: 'image',
	parameter: 'imageSource',
	wireName: 'image',
	required: true,
	rules: documentedImage(maxSideRatio),
});

/** The first frame of a model that takes it by address only. */
export const imageAddressField = (wireName: string, rules: ImageRules): AddressField => ({
	kind: 'address',
	parameter: 'imageUrl',
	wireName,
	required: true,
	lending: {
		source: 'imageSource',
		fileParameter: 'imageBinaryPropertyName',
		file: { kind: 'image', rules },
	},
});

/** The last frame, which every model takes by address only. */
export const endImageField = (
	wireName: string,
	rules: ImageRules,
	condition: Pick<AddressField, 'excludes' | 'onlyWith'>,
): AddressField => ({
	kind: 'address',
	parameter: 'endImageUrl',
	wireName,
	...condition,
	lending: {
		source: 'endImageSource',
		fileParameter: 'endImageBinaryPropertyName',
		file: { kind: 'image', rules },
	},
});

/** The modes in the service's own words, and what they mean. */
const MODES = {
	Standard: { label: 'Standard (720p)' },
	Professional: { label: 'Professional (1080p)', description: 'Costs more than Standard' },
} as const;

/**
 * Picture size and price tier. The parameter is not called `mode`, because
 * n8n's node creator would list its values as actions.
 */
export const modeField = (...modes: Array<keyof typeof MODES>): ChoiceField => ({
	kind: 'choice',
	parameter: 'qualityMode',
	wireName: 'mode',
	choices: modes.map((mode) => ({ value: mode, ...MODES[mode] })),
	default: modes[0],
});
