import { readVideoRequest } from '../../../nodes/NovitaKling/request/videoRequest';
import { caughtFailure } from '../caught.cts';
import { labelOf } from '../../../nodes/NovitaKling/parameters/texts';
import { IMAGE_BY_URL, TEXT_TO_VIDEO, noFile, parameters } from './parameters.cts';

type Values = Record<string, unknown>;

const bodyOf = async (operation: 'textToVideo' | 'imageToVideo', values: Values) => {
	const request = await readVideoRequest(operation, parameters(values), noFile);
	return request.body;
};

const PRO_TEXT = { ...TEXT_TO_VIDEO, model: 'kling-v3.0-pro' };
const PRO_IMAGE = { ...IMAGE_BY_URL, model: 'kling-v3.0-pro' };
const STANDARD_IMAGE = { ...IMAGE_BY_URL, model: 'kling-v3.0-std' };
const V16_IMAGE = { ...IMAGE_BY_URL, model: 'kling-v1.6' };
const SHOTS = { shots: [{ prompt: ' A fox wakes ', duration: 3 }, { prompt: 'It runs' }] };
const SHOTS_ON_THE_WIRE = [
	{ prompt: 'A fox wakes', duration: 3 },
	{ prompt: 'It runs', duration: 5 },
];

describe('several shots', () => {
	it('replace the prompt in Pro, as plain prompts', async () => {
		const withShots = { multiPrompt: SHOTS };
		const prompts = ['A fox wakes', 'It runs'];
		expect(await bodyOf('textToVideo', { ...PRO_TEXT, ...withShots })).toEqual({
			multi_prompt: prompts,
		});
		expect(await bodyOf('imageToVideo', { ...PRO_IMAGE, ...withShots, prompt: '' })).toEqual({
			image: PRO_IMAGE.imageUrl,
			multi_prompt: prompts,
		});
	});

	it.each([[undefined], [null], [{}], [{ shots: [] }], [[]], ['']])(
		'are left out when they are %j',
		async (multiPrompt) => {
			expect(await bodyOf('textToVideo', { ...PRO_TEXT, multiPrompt })).toEqual({
				prompt: 'A red fox',
			});
		},
	);

	it('may come as a plain list from an expression', async () => {
		const values = { ...STANDARD_IMAGE, multiPrompt: SHOTS.shots };
		expect((await bodyOf('imageToVideo', values)).multi_prompt).toEqual(SHOTS_ON_THE_WIRE);
	});

	it('stand beside the prompt in Standard', async () => {
		expect(await bodyOf('imageToVideo', { ...STANDARD_IMAGE, multiPrompt: SHOTS })).toMatchObject({
			prompt: 'A red fox',
			multi_prompt: SHOTS_ON_THE_WIRE,
		});
	});

	it('or a prompt are needed in Pro', async () => {
		const failure = await caughtFailure(
			async () => await bodyOf('textToVideo', { ...PRO_TEXT, prompt: ' ' }),
		);
		expect(failure.message).toBe('Prompt is empty');
		expect(failure.nextStep).toContain('Fill in Prompt or Shots.');
	});

	it.each<[string, unknown]>([
		['without a prompt', { shots: [{ duration: 5 }] }],
		['that are too short', { shots: [{ prompt: 'A', duration: 2 }] }],
		['that are too long', { shots: [{ prompt: 'A', duration: 16 }] }],
		['of half seconds', { shots: [{ prompt: 'A', duration: 3.5 }] }],
		['that say too much', { shots: [{ prompt: 'a'.repeat(2501) }] }],
		['among which is a text', ['A fox wakes']],
		['that are a text', 'A fox wakes'],
		['that are a number', 3],
		['whose list is a text', { shots: 'A fox wakes' }],
		['that are one shot without a list', { prompt: 'A', duration: 5 }],
	])('%s are refused by the name of their parameter', async (_name, multiPrompt) => {
		const failure = await caughtFailure(
			async () => await bodyOf('imageToVideo', { ...STANDARD_IMAGE, multiPrompt }),
		);
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'multiPrompt' });
	});

	it('exclude an end image', async () => {
		const endImageUrl = 'https://example.com/end.jpg';
		expect(await bodyOf('imageToVideo', { ...PRO_IMAGE, endImageUrl })).toMatchObject({
			end_image: endImageUrl,
		});
		const both = { ...PRO_IMAGE, endImageUrl, multiPrompt: SHOTS };
		const failure = await caughtFailure(async () => await bodyOf('imageToVideo', both));
		expect(failure.message).toBe(
			`${labelOf('endImageUrl')} and ${labelOf('multiPrompt')} cannot be used together`,
		);
	});
});

describe('an end image of V1.6', () => {
	const endImageUrl = 'https://example.com/end.jpg';

	it('goes with Professional', async () => {
		const values = { ...V16_IMAGE, qualityMode: 'Professional', endImageUrl };
		expect(await bodyOf('imageToVideo', values)).toMatchObject({ end_image_url: endImageUrl });
	});

	it.each([['Standard'], ['']])('does not go with %j', async (mode) => {
		const values = { ...V16_IMAGE, qualityMode: mode, endImageUrl };
		const failure = await caughtFailure(async () => await bodyOf('imageToVideo', values));
		expect(failure.details.parameter).toBe('endImageUrl');
		expect(failure.message).toContain('Professional');
	});
});
