import type { ModelRoute } from '../../novita-standin/standin.cts';
import type { AddedModel } from './packageCopy.cts';

const code = `
import { guidanceField, imageField, negativePromptField, promptField } from './sharedFields';
import type { KlingModel } from './types';

export const klingNext: KlingModel = {
	id: 'kling-next',
	displayName: 'Kling Next',
	description: 'Made up for a test; costs nothing beside the others',
	operations: {
		textToVideo: {
			path: '/v3/async/kling-next-t2v',
			constants: { tier: 'made-up' },
			fields: [
				promptField(20),
				{ kind: 'number', parameter: 'duration', wireName: 'seconds', min: 1, max: 60, step: 1, default: 8 },
				{
					kind: 'choice', parameter: 'aspectRatio', wireName: 'shape',
					choices: [{ value: '21:9', label: '21:9 (Cinema)' }, { value: '1:1', label: '1:1 (Square)' }],
					default: '21:9',
				},
				guidanceField('strictness', 0.25),
				{ kind: 'switch', parameter: 'sound', wireName: 'with_audio', default: true },
				negativePromptField(10),
			],
		},
		imageToVideo: {
			path: '/v3/async/kling-next-i2v',
			fields: [
				{ ...imageField(2), wireName: 'first_frame' },
				promptField(20),
				{ kind: 'address', parameter: 'endImageUrl', wireName: 'last_frame' },
			],
		},
	},
};
`;

/** A model that nobody offers, with limits, wire names and defaults of its own. */
export const MADE_UP_MODEL: AddedModel = { name: 'klingNext', code };

/** How a service would document that model. */
export const MADE_UP_ROUTES: readonly ModelRoute[] = [
	{
		name: 'kling-next-t2v',
		fields: {
			tier: { const: 'made-up' },
			prompt: { type: 'string', minLength: 1, maxLength: 20 },
			seconds: { type: 'integer', minimum: 1, maximum: 60 },
			shape: { enum: ['21:9', '1:1'] },
			strictness: { type: 'number', minimum: 0, maximum: 1 },
			with_audio: { type: 'boolean' },
			negative_prompt: { type: 'string', maxLength: 10 },
		},
		required: ['tier', 'prompt'],
	},
	{
		name: 'kling-next-i2v',
		fields: {
			first_frame: { type: 'string' },
			prompt: { type: 'string', maxLength: 20 },
			last_frame: { type: 'string' },
		},
		required: ['first_frame', 'prompt'],
		images: { first_frame: { minimumSide: 300, maximumBytes: 10_000_000, widestRatio: 2 } },
	},
];
