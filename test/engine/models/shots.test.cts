import type { INodeParameters } from 'n8n-workflow';
import { kling, useKling } from '../setup.cts';
import {
	DOCUMENTED_SHOTS,
	hasTimedShots,
	shotsOnWire,
	takesShotsForPrompt,
	titleOf,
	type RequestWithShots,
} from './documents.cts';
import { send } from './requests.cts';

const tests = useKling();

const PROMPT = 'A fox and its day';
const LAST = 'https://example.com/last.jpg';
const SHOTS = [
	{ prompt: 'The fox wakes', duration: 3 },
	{ prompt: 'The fox runs', duration: 15 },
];

/** A node that takes several shots. */
const nodeOf = ({ model, operation }: RequestWithShots, parameters: INodeParameters) =>
	kling(
		{
			...{ model, operation, waitMode: 'none', prompt: PROMPT },
			...{ imageSource: 'url', imageUrl: 'https://example.com/fox.jpg' },
			...parameters,
		},
		{ onError: 'continueRegularOutput' },
	);

const inPanel = (...shots: INodeParameters[]) => ({ multiPrompt: { shots } });
const item = (values: Record<string, unknown> = {}) => ({ values });

/** Items that a node with these parameters must refuse, sending nothing. */
async function refusalsOf(
	request: RequestWithShots,
	parameters: INodeParameters,
	items = [item()],
): Promise<unknown[]> {
	const scene = await tests.scene();
	const refused = await send(scene, nodeOf(request, parameters), items);
	expect(scene.novita.requests).toEqual([]);
	return refused;
}

const refusal = (parameter: string, message: RegExp) => ({
	error: { message: expect.stringMatching(message), kind: 'invalidInput', parameter },
});

const REQUESTS = DOCUMENTED_SHOTS.map((request) => [titleOf(request), request] as const);

describe.each(REQUESTS)('%s', (_title, request) => {
	it.concurrent('sends the shots of the panel, and the prompt where both go', async () => {
		const scene = await tests.scene();
		const [sent] = await send(scene, nodeOf(request, inPanel(...SHOTS)), [item()]);
		expect(sent?.path).toBe(request.path);
		expect(sent?.body).toMatchObject({ multi_prompt: shotsOnWire(request, SHOTS), duration: 5 });
		const prompt = (sent?.body as { prompt?: unknown }).prompt;
		expect(prompt).toBe(takesShotsForPrompt(request) ? undefined : PROMPT);
	});

	it.concurrent('sends shots whose prompt and duration come from the item', async () => {
		const scene = await tests.scene();
		const fromItem = { prompt: '={{ $json.say }}', duration: '={{ $json.seconds }}' };
		const sent = await send(scene, nodeOf(request, inPanel(fromItem)), [
			item({ say: 'One', seconds: 3 }),
			item({ say: ' Two\n', seconds: '15' }),
			item({ say: 'Three' }),
		]);
		const shots = [
			{ prompt: 'One', duration: 3 },
			{ prompt: 'Two', duration: 15 },
			{ prompt: 'Three', duration: 5 },
		];
		expect(sent).toMatchObject(
			shots.map((shot) => ({ body: { multi_prompt: shotsOnWire(request, [shot]) } })),
		);
	});

	it.concurrent('sends the same where an expression names the model', async () => {
		const scene = await tests.scene();
		const parameters = { ...inPanel(...SHOTS), model: '={{ $json.model }}' };
		const items = [item({ model: request.model })];
		const [sent] = await send(scene, nodeOf(request, parameters), items);
		expect(sent?.body).toMatchObject({ multi_prompt: shotsOnWire(request, SHOTS) });
	});

	it.concurrent.each<[what: string, multiPrompt: INodeParameters]>([
		['none added', {}],
		['all removed', { shots: [] }],
	])('leaves them out where there are none: %s', async (_what, multiPrompt) => {
		const scene = await tests.scene();
		const [sent] = await send(scene, nodeOf(request, { multiPrompt }), [item()]);
		expect(sent?.body).toMatchObject({ prompt: PROMPT });
		expect(sent?.body).not.toHaveProperty('multi_prompt');
	});

	it.concurrent('refuses what is outside of the limits before anything is sent', async () => {
		const fromItem = { prompt: '={{ $json.say }}', duration: '={{ $json.seconds }}' };
		const badPrompts = ['', ' \n', undefined, 'x'.repeat(2501), ['A fox']];
		const badSeconds = hasTimedShots(request) ? [2, 16, 4.5, 'long'] : [];
		const items = [
			...badPrompts.map((say) => item({ say, seconds: 5 })),
			...badSeconds.map((seconds) => item({ say: 'A fox', seconds })),
		];
		expect(await refusalsOf(request, inPanel(SHOTS[0], fromItem), items)).toMatchObject(
			items.map(() => refusal('multiPrompt', /shot 2/)),
		);
	});
});

describe('what excludes what', () => {
	const insteadOfPrompt = DOCUMENTED_SHOTS.filter(takesShotsForPrompt);
	const besidePrompt = DOCUMENTED_SHOTS.filter((request) => !takesShotsForPrompt(request));
	const withEndImage = DOCUMENTED_SHOTS.filter(({ fields }) =>
		fields.some(({ wireName, onPage }) => wireName === 'end_image' && onPage.excludes),
	);
	const none = { prompt: '={{ "" }}' };

	it.concurrent.each(insteadOfPrompt)(
		'$model $operation: shots need no prompt',
		async (request) => {
			const scene = await tests.scene();
			const [sent] = await send(scene, nodeOf(request, { ...inPanel(...SHOTS), ...none }), [
				item(),
			]);
			expect(sent?.body).toMatchObject({ multi_prompt: shotsOnWire(request, SHOTS) });
		},
	);

	it.concurrent.each(insteadOfPrompt)('$model $operation: neither of them', async (request) => {
		const [refused] = await refusalsOf(request, { ...none, multiPrompt: {} });
		expect(refused).toMatchObject(refusal('prompt', /Prompt is empty/));
		expect(refused).toMatchObject({ error: { nextStep: expect.stringContaining('Shots') } });
	});

	it.concurrent.each(besidePrompt)('$model: shots do not replace the prompt', async (request) => {
		expect(await refusalsOf(request, { ...inPanel(...SHOTS), ...none })).toMatchObject([
			refusal('prompt', /Prompt is empty/),
		]);
	});

	it.concurrent.each(withEndImage)('$model: shots and an end frame', async (request) => {
		expect(await refusalsOf(request, { ...inPanel(...SHOTS), endImageUrl: LAST })).toMatchObject([
			refusal('endImageUrl', /End Image URL and Shots/),
		]);
	});

	it('is tried with every model of V3.0', () => {
		expect(withEndImage.map(({ model }) => model).sort()).toEqual([
			...['kling-v3.0-4k', 'kling-v3.0-pro', 'kling-v3.0-std'],
		]);
		expect(insteadOfPrompt.map(titleOf).sort()).toEqual([
			...['kling-v3.0-pro imageToVideo', 'kling-v3.0-pro textToVideo'],
		]);
	});

	it.concurrent.each(['kling-v3.0-std', 'kling-v3.0-4k', 'kling-v2.1-master'])(
		'%s has no shots in text to video: what Pro left there is not sent',
		async (model) => {
			const scene = await tests.scene();
			const parameters = { ...inPanel(...SHOTS), operation: 'textToVideo', model };
			const [sent] = await send(scene, nodeOf(insteadOfPrompt[0], parameters), [item()]);
			expect(sent?.body).toMatchObject({ prompt: PROMPT });
			expect(sent?.body).not.toHaveProperty('multi_prompt');
		},
	);
});
