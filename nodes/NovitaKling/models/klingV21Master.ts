import type { ChoiceField, KlingModel, NumberField, TextField } from './types';

const prompt: TextField = {
	kind: 'text',
	parameter: 'prompt',
	wireName: 'prompt',
	required: true,
	maxCharacters: 2500,
};

const duration: ChoiceField = {
	kind: 'choice',
	parameter: 'duration',
	wireName: 'duration',
	choices: [
		{ value: '5', label: '5 Seconds' },
		{ value: '10', label: '10 Seconds' },
	],
	default: '5',
};

const aspectRatio: ChoiceField = {
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

const negativePrompt: TextField = {
	kind: 'text',
	parameter: 'negativePrompt',
	wireName: 'negative_prompt',
	maxCharacters: 2500,
};

/** The steps differ between the two routes, as documented. */
const guidanceScale = (step: number): NumberField => ({
	kind: 'number',
	parameter: 'guidanceScale',
	wireName: 'guidance_scale',
	min: 0,
	max: 1,
	step,
	default: 0.5,
});

/**
 * Kling V2.1 Master. Sources: novita.ai/docs/api-reference/model-apis-kling-v2.1-t2v-master
 * and novita.ai/docs/api-reference/model-apis-kling-v2.1-i2v-master.
 */
export const klingV21Master: KlingModel = {
	id: 'kling-v2.1-master',
	displayName: 'Kling V2.1 Master',
	description: 'High quality video of 5 or 10 seconds from text or from an image',
	operations: {
		textToVideo: {
			path: '/v3/async/kling-v2.1-t2v-master',
			fields: [prompt, duration, aspectRatio, guidanceScale(0.1), negativePrompt],
		},
		imageToVideo: {
			path: '/v3/async/kling-v2.1-i2v-master',
			fields: [
				{
					kind: 'image',
					parameter: 'image',
					wireName: 'image',
					required: true,
					// Decimal, as n8n shows file sizes; the documents say only "10MB".
					maxBytes: 10_000_000,
					minSidePixels: 300,
				},
				prompt,
				duration,
				guidanceScale(0.01),
				negativePrompt,
			],
		},
	},
};
