import {
	durationChoiceField,
	guidanceField,
	imageField,
	modeField,
	negativePromptField,
	promptField,
} from './sharedFields';
import type { KlingModel } from './types';

const MAX_CHARACTERS = 2500;

/**
 * Kling V2.1, image to video only. Source: novita.ai/docs/api-reference/model-apis-kling-v2.1-i2v. Its
 * price depends on mode and duration; no number was published that could be read.
 */
export const klingV21: KlingModel = {
	id: 'kling-v2.1',
	displayName: 'Kling V2.1',
	description: 'Animates images at 720p or 1080p; costs less than V2.1 Master',
	operations: {
		imageToVideo: {
			path: '/v3/async/kling-v2.1-i2v',
			fields: [
				imageField(),
				promptField(MAX_CHARACTERS),
				modeField('Standard', 'Professional'),
				durationChoiceField,
				guidanceField('guidance_scale', 0.01),
				negativePromptField(MAX_CHARACTERS),
			],
		},
	},
};
