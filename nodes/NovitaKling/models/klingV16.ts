import {
	durationChoiceField,
	endImageField,
	guidanceField,
	imageAddressField,
	modeField,
	negativePromptField,
	promptField,
} from './sharedFields';
import type { ChoiceField, ImageRules, KlingModel } from './types';

const MAX_CHARACTERS = 2000;

/** The same two values as in V2.1, but sent as an integer. */
const duration: ChoiceField = { ...durationChoiceField, wireType: 'integer' };

/** The pages name no format, size or ratio. */
const ANY_IMAGE: ImageRules = {};

/**
 * Kling V1.6. Sources: novita.ai/docs/api-reference/model-apis-kling-v1.6-t2v and
 * novita.ai/docs/api-reference/model-apis-kling-v1.6-i2v. The introductions of both still speak of
 * 5 seconds only; their tables are newer. Its images come by address only.
 * Its price depends on mode and duration; no number was published that could be read.
 */
export const klingV16: KlingModel = {
	id: 'kling-v1.6',
	displayName: 'Kling V1.6',
	description: 'The oldest and simplest: 5 or 10 seconds, for cheap experiments',
	operations: {
		textToVideo: {
			path: '/v3/async/kling-v1.6-t2v',
			fields: [
				promptField(MAX_CHARACTERS),
				modeField('Standard'),
				duration,
				guidanceField('guidance_scale'),
				negativePromptField(MAX_CHARACTERS),
			],
		},
		imageToVideo: {
			path: '/v3/async/kling-v1.6-i2v',
			fields: [
				imageAddressField('image_url', ANY_IMAGE),
				promptField(MAX_CHARACTERS),
				modeField('Standard', 'Professional'),
				duration,
				endImageField('end_image_url', ANY_IMAGE, {
					onlyWith: { parameter: 'qualityMode', value: 'Professional' },
				}),
				guidanceField('guidance_scale'),
				negativePromptField(MAX_CHARACTERS),
			],
		},
	},
};
