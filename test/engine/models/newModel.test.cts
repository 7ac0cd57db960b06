import type { INodeParameters } from 'n8n-workflow';
import { startStandIn, type StandIn } from '../../novita-standin/standin.cts';
import { startEngine, type Engine } from '../harness/engine.cts';
import { jpeg } from '../images.cts';
import { API_KEY, kling, KLING, Scene } from '../setup.cts';
import { MADE_UP_MODEL, MADE_UP_PAGES } from './madeUpModel.cts';
import { buildWithModel, type PackageCopy } from './packageCopy.cts';
import { complaintsOf, descriptionOf, offeredBy, panelOf } from './panel.cts';

/*
 * Adding a model is one new file and its lines in the index. Here a made-up one is added,
 * with limits, names and defaults of its own, and all that the package does with models is seen to
 * follow from the data.
 */

let copy: PackageCopy;
let engine: Engine;
let novita: StandIn;
let scene: Scene;

beforeAll(async () => {
	copy = await buildWithModel(MADE_UP_MODEL);
	engine = await startEngine({ packageFolder: copy.folder });
	novita = await startStandIn({ apiKey: API_KEY, taskSeconds: 0.3, extraPages: MADE_UP_PAGES });
	scene = new Scene(novita, engine, () => undefined);
});

afterAll(async () => {
	await novita.close();
	await engine.close();
	await copy.remove();
});

beforeEach(() => novita.reset());

const TEXT = { operation: 'textToVideo', model: 'kling-next', prompt: 'A fox' };
const IMAGE = { operation: 'imageToVideo', model: 'kling-next', prompt: 'A fox' };

/** A node that takes each failure as an item. */
const continuing = (parameters: INodeParameters) =>
	kling({ waitMode: 'none', ...parameters }, { onError: 'continueRegularOutput' });

describe('a model that was added', () => {
	const shownFor = (parameters: INodeParameters) =>
		panelOf(descriptionOf(engine), parameters).slice(3);

	it('is offered where it has the operation, last in the list', () => {
		const offered = (operation: string) => {
			const field = panelOf(descriptionOf(engine), { operation }).find(
				({ name }) => name === 'model',
			);
			return field && offeredBy(field);
		};
		expect(offered('textToVideo')?.at(-1)).toBe('kling-next');
		expect(offered('imageToVideo')?.at(-1)).toBe('kling-next');
		expect(offered('motionControl')).not.toContain('kling-next');
		expect(offered('textToVideo')?.[0]).toBe('kling-v2.1-master');
	});

	it('has a panel of its own, with its limits, choices and defaults', () => {
		const shown = shownFor(TEXT);
		const named = (name: string) => shown.find((field) => field.name === name);
		expect(shown.map(({ name }) => name).slice(0, 6)).toEqual([
			...['prompt', 'duration', 'aspectRatio', 'guidanceScale', 'sound', 'negativePrompt'],
		]);
		expect(named('duration')).toMatchObject({
			...{ displayName: 'Duration (Seconds)', type: 'number', default: 8 },
			typeOptions: { minValue: 1, maxValue: 60, numberPrecision: 0 },
		});
		expect(named('aspectRatio')).toMatchObject({
			default: '21:9',
			options: [
				{ name: '21:9 (Cinema)', value: '21:9' },
				{ name: '1:1 (Square)', value: '1:1' },
			],
		});
		expect(named('guidanceScale')).toMatchObject({ typeOptions: { numberPrecision: 2 } });
		expect(named('sound')).toMatchObject({ type: 'boolean', default: true });
		expect(shownFor(IMAGE).map(({ name }) => name)).toEqual(
			expect.arrayContaining(['imageSource', 'imageBinaryPropertyName', 'prompt', 'endImageUrl']),
		);
		expect(complaintsOf(descriptionOf(engine), TEXT)).toBeUndefined();
	});

	it('leaves the panels of all other models as they were', () => {
		const names = panelOf(descriptionOf(engine), { operation: 'textToVideo' }).map(
			({ name }) => name,
		);
		expect(names).toEqual([
			...['resource', 'operation', 'model'],
			...['prompt', 'duration', 'aspectRatio', 'guidanceScale'],
			...['negativePrompt', 'waitMode', 'downloadVideo', 'options'],
		]);
	});

	it('makes a video from text', async () => {
		const run = await scene.run(kling({ ...TEXT, duration: 60, sound: false }));
		expect(run.error?.message).toBeUndefined();
		const defaults = { shape: '21:9', strictness: 0.5 };
		expect(novita.tasks).toMatchObject([{ path: '/v3/async/kling-next-t2v' }]);
		expect(scene.bodies).toEqual([
			{ tier: 'made-up', prompt: 'A fox', seconds: 60, ...defaults, with_audio: false },
		]);
		const [item] = run.output(KLING);
		expect(item?.json).toMatchObject({ model: 'kling-next', status: 'succeeded' });
		expect(item?.binary?.data?.mimeType).toBe('video/mp4');
	});

	it('makes a video from a file', async () => {
		const image = await jpeg(600, 300);
		const file = await engine.storeFile(image, { fileName: 'a.jpg', mimeType: 'image/jpeg' });
		const endImageUrl = 'https://example.com/last.jpg';
		const run = await scene.run(kling({ ...IMAGE, endImageUrl, waitMode: 'none' }), {
			input: [{ json: {}, binary: { data: file } }],
		});
		expect(run.error?.message).toBeUndefined();
		expect(novita.tasks).toMatchObject([{ path: '/v3/async/kling-next-i2v' }]);
		expect(scene.bodies).toEqual([
			{ first_frame: image.toString('base64'), prompt: 'A fox', last_frame: endImageUrl },
		]);
	});

	it.each<[label: string, parameter: string, bad: unknown, message: RegExp]>([
		['Prompt', 'prompt', 'A fox of 21 letters..', /20 characters/],
		['Duration', 'duration', 61, /1 to 60/],
		['Aspect Ratio', 'aspectRatio', '16:9', /21:9, 1:1/],
		['Guidance Scale', 'guidanceScale', 0.3, /steps of 0.25/],
		['Negative Prompt', 'negativePrompt', 'A long fox.', /10 characters/],
	])('refuses a %s outside of its limits', async (label, parameter, value, message) => {
		const node = kling({ ...TEXT, waitMode: 'none', [parameter]: '={{ $json.value }}' });
		const run = await scene.run(node, { input: [{ json: { value: value as string } }] });
		expect(run.error?.message).toContain(label);
		expect(run.errorText).toMatch(message);
		expect(novita.requests).toEqual([]);
	});

	it('refuses an image outside of its ratio', async () => {
		const images = await Promise.all([jpeg(601, 300), jpeg(300, 601)]);
		const input = await Promise.all(
			images.map(async (image) => {
				const stored = { fileName: 'a.jpg', mimeType: 'image/jpeg' };
				return { json: {}, binary: { data: await engine.storeFile(image, stored) } };
			}),
		);
		const run = await scene.run(continuing(IMAGE), { input });
		expect(run.output(KLING).map(({ json }) => json.error)).toMatchObject([
			{ message: expect.stringContaining('601 x 300') },
			{ message: expect.stringContaining('300 x 601') },
		]);
		expect(novita.requests).toEqual([]);
	});

	it('does not offer what it does not have', async () => {
		const run = await scene.run(kling({ ...TEXT, operation: 'motionControl' }));
		expect(run.error?.message).toContain('Kling Next does not offer this operation');
		expect(novita.requests).toEqual([]);
	});
});
