import {
	boolean,
	choice,
	image,
	integer,
	number,
	required,
	text,
	url,
} from '../../novita-standin/pageFields.cts';
import type { Pages } from '../../novita-standin/pages.cts';
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

/** A made-up model with limits, wire names and defaults of its own. */
export const MADE_UP_MODEL: AddedModel = { name: 'klingNext', code };

const IMAGE = { formats: ['jpeg', 'png'], maximumBytes: 10_000_000, minimumSide: 300 };

/** How a service would document that model. */
export const MADE_UP_PAGES: Pages = {
	'kling-next-t2v': {
		tier: required(choice(['made-up'])),
		prompt: required(text(1, 20)),
		seconds: integer(1, 60, 8),
		shape: choice(['21:9', '1:1'], '21:9'),
		strictness: number(0, 1, 0.5),
		with_audio: boolean(true),
		negative_prompt: text(0, 10),
	},
	'kling-next-i2v': {
		first_frame: required(image({ ...IMAGE, widestRatio: 2 })),
		prompt: required(text(0, 20)),
		last_frame: url,
	},
};
