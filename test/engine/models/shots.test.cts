import type { INodeParameters } from 'n8n-workflow';
import { kling, useKling } from '../setup.cts';
import { differenceIn } from './differences.cts';
import {
	DOCUMENTED_SHOTS,
	takesShotsForPrompt,
	titleOf,
	type RequestWithShots,
} from './documents.cts';
import { send } from './requests.cts';

const tests = useKling();

const ADDRESS = 'https://example.com/fox.jpg';
const PROMPT = 'A fox and its day';
const SHOTS = [
	{ prompt: 'The fox wakes', duration: 3 },
	{ prompt: 'The fox runs', duration: 15 },
];

/** A node that takes several shots; by default without a prompt where they stand in its place. */
const nodeOf = (request: RequestWithShots, parameters: INodeParameters) =>
	kling(
		{
			...{ model: request.model, operation: request.operation, waitMode: 'none' },
			prompt: takesShotsForPrompt(request) ? '' : PROMPT,
			...(request.operation === 'imageToVideo' && { imageSource: 'url', imageUrl: ADDRESS }),
			...parameters,
		},
		{ onError: 'continueRegularOutput' },
	);

/** What Novita answers to shots in the form in which the node sends them today. */
const answerTo = ({ page, shots }: RequestWithShots) =>
	differenceIn(page, shots.wireName) ? 400 : 200;

const inPanel = (...shots: INodeParameters[]) => ({ multiPrompt: { shots } });
const item = (values: Record<string, unknown> = {}) => ({ values });

const REQUESTS = DOCUMENTED_SHOTS.map((request) => [titleOf(request), request] as const);

describe.each(REQUESTS)('%s', (_title, request) => {
	it.concurrent('sends the shots of the panel', async () => {
		const scene = await tests.scene();
		await send(scene, nodeOf(request, inPanel(...SHOTS)), [item()]);
		expect(scene.novita.requests).toMatchObject([
			{ body: { multi_prompt: SHOTS }, status: answerTo(request) },
		]);
		expect(Object.keys(scene.bodies[0] as object).includes('prompt')).toBe(
			!takesShotsForPrompt(request),
		);
	});

	it.concurrent('sends shots whose prompt and duration come from the item', async () => {
		const scene = await tests.scene();
		const node = nodeOf(
			request,
			inPanel({ prompt: '={{ $json.say }}', duration: '={{ $json.seconds }}' }),
		);
		// One run each, so that the requests come in this order.
		await send(scene, node, [item({ say: 'One', seconds: 3 })]);
		await send(scene, node, [item({ say: ' Two\n', seconds: '15' })]);
		await send(scene, node, [item({ say: 'Three' })]);
		const status = answerTo(request);
		expect(scene.novita.requests).toMatchObject([
			{ body: { multi_prompt: [{ prompt: 'One', duration: 3 }] }, status },
			{ body: { multi_prompt: [{ prompt: 'Two', duration: 15 }] }, status },
			{ body: { multi_prompt: [{ prompt: 'Three', duration: 5 }] }, status },
		]);
	});

	it.concurrent.each<[what: string, multiPrompt: INodeParameters]>([
		['none added', {}],
		['all removed', { shots: [] }],
	])('leaves them out where there are none: %s', async (_what, multiPrompt) => {
		const scene = await tests.scene();
		const [sent] = await send(scene, nodeOf(request, { prompt: PROMPT, multiPrompt }), [item()]);
		expect(sent?.body).toMatchObject({ prompt: PROMPT });
		expect(sent?.body).not.toHaveProperty('multi_prompt');
	});

	it.concurrent('refuses what is outside of the limits before anything is sent', async () => {
		const scene = await tests.scene();
		const fromItem = { prompt: '={{ $json.say }}', duration: '={{ $json.seconds }}' };
		const node = nodeOf(request, inPanel(SHOTS[0], fromItem));
		const items = [
			item({ say: '', seconds: 5 }),
			item({ say: ' \n', seconds: 5 }),
			item({ seconds: 5 }),
			item({ say: 'A fox', seconds: 2 }),
			item({ say: 'A fox', seconds: 16 }),
			item({ say: 'A fox', seconds: 4.5 }),
			item({ say: 'A fox', seconds: 'long' }),
		];
		expect(await send(scene, node, items)).toMatchObject(
			items.map(() => ({
				error: {
					message: expect.stringContaining('shot 2'),
					kind: 'invalidInput',
					parameter: 'multiPrompt',
				},
			})),
		);
		expect(scene.novita.requests).toEqual([]);
	});
});

describe('what excludes what', () => {
	const insteadOfPrompt = DOCUMENTED_SHOTS.filter(takesShotsForPrompt);
	const besidePrompt = DOCUMENTED_SHOTS.filter((request) => !takesShotsForPrompt(request));
	const fromImage = DOCUMENTED_SHOTS.filter(({ operation }) => operation === 'imageToVideo');

	/** Runs one item that must be refused, and gives its message and its parameter. */
	async function refusalOf(
		request: RequestWithShots,
		parameters: INodeParameters,
	): Promise<unknown> {
		const scene = await tests.scene();
		const [refused] = await send(scene, nodeOf(request, parameters), [item()]);
		expect(scene.novita.requests).toEqual([]);
		return refused;
	}

	it.concurrent.each(insteadOfPrompt)('$model $operation: shots and a prompt', async (request) => {
		expect(await refusalOf(request, { ...inPanel(...SHOTS), prompt: PROMPT })).toMatchObject({
			error: {
				message: expect.stringMatching(/Prompt.*Shots|Shots.*Prompt/),
				kind: 'invalidInput',
			},
		});
	});

	it.concurrent.each(insteadOfPrompt)('$model $operation: neither of them', async (request) => {
		expect(await refusalOf(request, { prompt: '', multiPrompt: {} })).toMatchObject({
			error: {
				message: expect.stringContaining('Prompt is empty'),
				kind: 'invalidInput',
				parameter: 'prompt',
			},
		});
	});

	it.concurrent.each(fromImage)('$model: shots and an end frame', async (request) => {
		const endImageUrl = 'https://example.com/last.jpg';
		expect(await refusalOf(request, { ...inPanel(...SHOTS), endImageUrl })).toMatchObject({
			error: {
				message: expect.stringMatching(/End Image URL.*Shots|Shots.*End Image URL/),
				kind: 'invalidInput',
			},
		});
	});

	it.concurrent.each(besidePrompt)('$model: shots do not replace the prompt', async (request) => {
		expect(await refusalOf(request, { ...inPanel(...SHOTS), prompt: '={{ "" }}' })).toMatchObject({
			error: { kind: 'invalidInput', parameter: 'prompt' },
		});
	});

	it.concurrent.each(['kling-v3.0-std', 'kling-v3.0-4k', 'kling-v2.1-master'])(
		'%s has no shots in text to video: what Pro left there is not sent',
		async (model) => {
			const scene = await tests.scene();
			const parameters = { ...inPanel(...SHOTS), model, prompt: PROMPT };
			const [sent] = await send(scene, nodeOf(insteadOfPrompt[0], parameters), [item()]);
			expect(sent?.body).toMatchObject({ prompt: PROMPT });
			expect(sent?.body).not.toHaveProperty('multi_prompt');
		},
	);
});
