import type { INodeParameters } from 'n8n-workflow';
import { kling, useKling } from '../setup.cts';
import { DOCUMENTED_SHOTS, titleOf } from './documents.cts';
import { send } from './requests.cts';

const tests = useKling();

const ADDRESS = 'https://example.com/fox.jpg';
const PROMPT = 'A fox and its day';
const SHOTS = [
	{ prompt: 'The fox wakes', duration: 3 },
	{ prompt: 'The fox runs', duration: 15 },
];

type Route = (typeof DOCUMENTED_SHOTS)[number];

/** A node that takes several shots; by default without a prompt where they stand in its place. */
const nodeOf = ({ model, operation, insteadOfPrompt }: Route, parameters: INodeParameters) =>
	kling(
		{
			...{ model, operation, waitMode: 'none', prompt: insteadOfPrompt ? '' : PROMPT },
			...(operation === 'imageToVideo' && { imageSource: 'url', imageUrl: ADDRESS }),
			...parameters,
		},
		{ onError: 'continueRegularOutput' },
	);

const inPanel = (...shots: INodeParameters[]) => ({ multiPrompt: { shots } });
const item = (values: Record<string, unknown> = {}) => ({ values });

const ROUTES = DOCUMENTED_SHOTS.map((route) => [titleOf(route), route] as const);

describe.each(ROUTES)('%s', (_title, route) => {
	it.concurrent('sends the shots of the panel', async () => {
		const scene = await tests.scene();
		const [sent] = await send(scene, nodeOf(route, inPanel(...SHOTS)), [item()]);
		expect(sent?.body).toMatchObject({ multi_prompt: SHOTS });
		expect(Object.keys(sent?.body ?? {}).includes('prompt')).toBe(!route.insteadOfPrompt);
	});

	it.concurrent('sends shots whose prompt and duration come from the item', async () => {
		const scene = await tests.scene();
		const node = nodeOf(
			route,
			inPanel({ prompt: '={{ $json.say }}', duration: '={{ $json.seconds }}' }),
		);
		const items = [
			item({ say: 'One', seconds: 3 }),
			item({ say: ' Two\n', seconds: '15' }),
			item({ say: 'Three' }),
		];
		expect(await send(scene, node, items)).toMatchObject([
			{ body: { multi_prompt: [{ prompt: 'One', duration: 3 }] } },
			{ body: { multi_prompt: [{ prompt: 'Two', duration: 15 }] } },
			{ body: { multi_prompt: [{ prompt: 'Three', duration: 5 }] } },
		]);
	});

	it.concurrent.each<[what: string, multiPrompt: INodeParameters]>([
		['none added', {}],
		['all removed', { shots: [] }],
	])('leaves them out where there are none: %s', async (_what, multiPrompt) => {
		const scene = await tests.scene();
		const [sent] = await send(scene, nodeOf(route, { prompt: PROMPT, multiPrompt }), [item()]);
		expect(sent?.body).toMatchObject({ prompt: PROMPT });
		expect(sent?.body).not.toHaveProperty('multi_prompt');
	});

	it.concurrent('refuses what is outside of the limits before anything is sent', async () => {
		const scene = await tests.scene();
		const fromItem = { prompt: '={{ $json.say }}', duration: '={{ $json.seconds }}' };
		const node = nodeOf(route, inPanel(SHOTS[0]!, fromItem));
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
				error: expect.stringContaining('shot 2'),
				details: { kind: 'invalidInput', parameter: 'multiPrompt' },
			})),
		);
		expect(scene.novita.requests).toEqual([]);
	});
});

describe('what excludes what', () => {
	const [proText, ...fromImage] = DOCUMENTED_SHOTS;

	/** Runs one item that must be refused, and gives its message and its parameter. */
	async function refusalOf(route: Route, parameters: INodeParameters): Promise<unknown> {
		const scene = await tests.scene();
		const [refused] = await send(scene, nodeOf(route, parameters), [item()]);
		expect(scene.novita.requests).toEqual([]);
		return refused;
	}

	it.concurrent('shots and a prompt, where they stand in its place', async () => {
		expect(await refusalOf(proText, { ...inPanel(...SHOTS), prompt: PROMPT })).toMatchObject({
			error: expect.stringMatching(/Prompt.*Shots|Shots.*Prompt/),
			details: { kind: 'invalidInput' },
		});
	});

	it.concurrent('neither shots nor a prompt', async () => {
		expect(await refusalOf(proText, { prompt: '', multiPrompt: {} })).toMatchObject({
			error: expect.stringContaining('Prompt is empty'),
			details: { kind: 'invalidInput', parameter: 'prompt' },
		});
	});

	it.concurrent.each(fromImage)('$model: shots and an end frame', async (route) => {
		const endImageUrl = 'https://example.com/last.jpg';
		expect(await refusalOf(route, { ...inPanel(...SHOTS), endImageUrl })).toMatchObject({
			error: expect.stringMatching(/End Image URL.*Shots|Shots.*End Image URL/),
			details: { kind: 'invalidInput' },
		});
	});

	it.concurrent.each(fromImage)('$model: shots do not replace the prompt', async (route) => {
		expect(await refusalOf(route, { ...inPanel(...SHOTS), prompt: '={{ "" }}' })).toMatchObject({
			details: { kind: 'invalidInput', parameter: 'prompt' },
		});
	});

	it.concurrent.each(['kling-v3.0-std', 'kling-v3.0-4k', 'kling-v2.1-master'])(
		'%s has no shots in text to video: what Pro left there is not sent',
		async (model) => {
			const scene = await tests.scene();
			const parameters = { ...inPanel(...SHOTS), model, prompt: PROMPT };
			const [sent] = await send(scene, nodeOf(proText, parameters), [item()]);
			expect(sent?.body).toMatchObject({ prompt: PROMPT });
			expect(sent?.body).not.toHaveProperty('multi_prompt');
		},
	);
});
