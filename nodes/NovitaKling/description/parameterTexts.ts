import type { INodeProperties } from 'n8n-workflow';

/** What the panel says about a parameter that comes from a model's fields. */
type ParameterText = Pick<
	INodeProperties,
	'displayName' | 'description' | 'placeholder' | 'typeOptions' | 'hint'
>;

/**
 * The texts of the model parameters by their names, in the order of the panel. Limits and choices
 * come from the models.
 */
export const PARAMETER_TEXTS: Readonly<Record<string, ParameterText>> = {
	image: {
		displayName: 'Image Source',
		description: 'Where the first frame of the video comes from',
	},
	imageUrl: {
		displayName: 'Image URL',
		description: 'Address of the first frame; it has to be open to the internet',
		placeholder: 'e.g. https://example.com/photo.jpg',
	},
	videoUrl: {
		displayName: 'Video URL',
		description: 'Address of the video whose movement the person in the image takes over',
		placeholder: 'e.g. https://example.com/dance.mp4',
		hint: 'MP4 or MOV of 3 to 30 seconds and at most 10 MB, open to the internet; Novita checks it',
	},
	prompt: {
		displayName: 'Prompt',
		description: 'What the video shows: subject, movement, camera, light and style',
		placeholder: 'e.g. A red fox runs through fresh snow at dawn, slow motion',
		typeOptions: { rows: 4 },
	},
	multiPrompt: {
		displayName: 'Shots',
		description: 'Several shots in a row, each with its own prompt and duration',
	},
	qualityMode: {
		displayName: 'Mode',
		description: 'Standard is 720p, Professional is 1080p and costs more',
	},
	duration: {
		displayName: 'Duration',
		description: 'Length of the video in seconds; the price grows with it',
	},
	aspectRatio: {
		displayName: 'Aspect Ratio',
		description: 'Shape of the picture',
	},
	characterOrientation: {
		displayName: 'Character Orientation',
		description: 'Which way the person faces',
	},
	guidanceScale: {
		displayName: 'Guidance Scale',
		description: 'How closely the video follows the prompt: 0 is free, 1 is strict',
	},
	sound: {
		displayName: 'Sound',
		description: 'Whether the video gets sound',
	},
	keepOriginalSound: {
		displayName: 'Keep Original Sound',
		description: "Whether the video keeps the sound of the movement's video",
	},
	endImageUrl: {
		displayName: 'End Image URL',
		description: 'Address of the last frame; it has to be open to the internet',
		placeholder: 'e.g. https://example.com/last-frame.jpg',
	},
	negativePrompt: {
		displayName: 'Negative Prompt',
		description: 'What the video should not show',
		placeholder: 'e.g. blur, distortion, text',
		typeOptions: { rows: 2 },
	},
};

const ORDER = Object.keys(PARAMETER_TEXTS);

/** Where a parameter stands in the panel, from 0. */
export function positionOf(parameter: string): number {
	return ORDER.indexOf(parameter);
}
