import { guidanceField, modeField, negativePromptField, promptField } from './sharedFields';
import type { KlingModel } from './types';

const MAX_CHARACTERS = 2000;

/**
 * Kling V1.6: always 5 seconds. Sources: novita.ai/docs/api-reference/model-apis-kling-v1.6-t2v and
 * novita.ai/docs/api-reference/model-apis-kling-v1.6-i2v. Its images come by address only.
 */
export const klingV16: KlingModel = {
	id: 'kling-v1.6',
	displayName: 'Kling V1.6',
	description: 'The oldest and simplest: 5 seconds, for cheap experiments',
	operations: {
		textToVideo: {
			path: '/v3/async/kling-v1.6-t2v',
			fields: [
				promptField(MAX_CHARACTERS),
				modeField('Standard'),
				guidanceField('guidance_scale'),
				negativePromptField(MAX_CHARACTERS),
			],
		},
		imageToVideo: {
			path: '/v3/async/kling-v1.6-i2v',
			fields: [
				{ kind: 'address', parameter: 'imageUrl', wireName: 'image_url', required: true },
				promptField(MAX_CHARACTERS),
				modeField('Standard', 'Professional'),
				{
					kind: 'address',
					parameter: 'endImageUrl',
					wireName: 'end_image_url',
					onlyWith: { parameter: 'qualityMode', value: 'Professional' },
				},
				guidanceField('guidance_scale'),
				negativePromptField(MAX_CHARACTERS),
			],
		},
	},
};
