import type { INodeProperties } from 'n8n-workflow';

/** What the panel says about a parameter that comes from a model's fields. */
type ParameterText = Pick<
	INodeProperties,
	'displayName' | 'description' | 'placeholder' | 'typeOptions' | 'hint'
>;

/** The texts of the model parameters, by their names. Limits come from the models. */
export const PARAMETER_TEXTS: Readonly<Record<string, ParameterText>> = {
	prompt: {
		displayName: 'Prompt',
		description: 'What the video shows: subject, movement, camera, light and style',
		placeholder: 'e.g. A red fox runs through fresh snow at dawn, slow motion',
		typeOptions: { rows: 4 },
	},
	duration: {
		displayName: 'Duration',
		description: 'Length of the video; the price grows with it',
	},
	aspectRatio: {
		displayName: 'Aspect Ratio',
		description: 'Shape of the picture',
	},
	guidanceScale: {
		displayName: 'Guidance Scale',
		description: 'How closely the video follows the prompt: 0 is free, 1 is strict',
	},
	negativePrompt: {
		displayName: 'Negative Prompt',
		description: 'What the video should not show',
		placeholder: 'e.g. blur, distortion, text',
		typeOptions: { rows: 2 },
	},
};
