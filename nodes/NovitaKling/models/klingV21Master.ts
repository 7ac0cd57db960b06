import {
	aspectRatioField,
	durationChoiceField,
	guidanceField,
	imageField,
	negativePromptField,
	promptField,
} from './sharedFields';
import type { KlingModel, PriceList } from './types';

const MAX_CHARACTERS = 2500;

const priceList: PriceList = {
	source: 'the page of the model at novita.ai',
	date: '7 October 2026',
	prices: [
		{ when: { duration: '5' }, perVideo: 1_170_000 },
		{ when: { duration: '10' }, perVideo: 2_340_000 },
	],
};

/**
 * Kling V2.1 Master. Sources: novita.ai/docs/api-reference/model-apis-kling-v2.1-t2v-master
 * and novita.ai/docs/api-reference/model-apis-kling-v2.1-i2v-master. The steps of the guidance
 * scale differ between the two, as documented.
 */
export const klingV21Master: KlingModel = {
	id: 'kling-v2.1-master',
	displayName: 'Kling V2.1 Master',
	description: 'Best picture and movement of the V2.1 family; costs more than its other models',
	operations: {
		textToVideo: {
			path: '/v3/async/kling-v2.1-t2v-master',
			priceList,
			fields: [
				promptField(MAX_CHARACTERS),
				durationChoiceField,
				aspectRatioField,
				guidanceField('guidance_scale', 0.1),
				negativePromptField(MAX_CHARACTERS),
			],
		},
		imageToVideo: {
			path: '/v3/async/kling-v2.1-i2v-master',
			priceList,
			fields: [
				imageField(),
				promptField(MAX_CHARACTERS),
				durationChoiceField,
				guidanceField('guidance_scale', 0.01),
				negativePromptField(MAX_CHARACTERS),
			],
		},
	},
};
