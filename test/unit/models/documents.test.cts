import { MODELS } from '../../../nodes/NovitaKling/models';
import type { VideoOperation } from '../../../nodes/NovitaKling/parameters/operations';
import { readVideoRequest } from '../../../nodes/NovitaKling/request/videoRequest';
import { caughtFailure } from '../caught.cts';
import { noFile, parameters } from '../request/parameters.cts';

/*
 * Written from the tables of Novita's API reference (novita.ai/docs/api-reference), not from the
 * code: one entry a route, one line a field.
 */

/** A documented field: the parameter that fills it, what it takes and what it must not take. */
interface DocumentedField {
	readonly parameter: string;
	readonly required?: true;
	/** Values of the parameter, each with what has to be on the wire. */
	readonly takes: ReadonlyArray<readonly [value: unknown, onTheWire: unknown]>;
	readonly refuses: readonly unknown[];
}

interface DocumentedRoute {
	readonly model: string;
	readonly operation: VideoOperation;
	readonly fields: Readonly<Record<string, DocumentedField>>;
	/** Fields that are always sent as they are. */
	readonly constants?: Readonly<Record<string, string>>;
}

const same = (...values: unknown[]) => values.map((value) => [value, value] as const);

const address = (parameter: string): DocumentedField => ({
	parameter,
	takes: same('https://example.com/file?sig=a%2Fb', 'http://example.com/file'),
	refuses: ['file.jpg', 'ftp://example.com/file', 'data:image/png;base64,AAAA'],
});

const text = (parameter: string, maxCharacters: number): DocumentedField => ({
	parameter,
	takes: same('A red fox', 'a'.repeat(maxCharacters), '🦊'.repeat(maxCharacters)),
	refuses: ['a'.repeat(maxCharacters + 1), '🦊'.repeat(maxCharacters + 1)],
});

const choice = (parameter: string, ...values: string[]): DocumentedField => ({
	parameter,
	takes: same(...values),
	refuses: ['something else', [...values, ''].join(','), 7],
});

const required = (field: DocumentedField): DocumentedField => ({ ...field, required: true });

const flag = (parameter: string): DocumentedField => ({
	parameter,
	takes: [...same(true, false), ['true', true], ['false', false]],
	refuses: ['yes please', 7],
});

const guidance = (...alsoRefused: number[]): DocumentedField => ({
	parameter: 'guidanceScale',
	takes: [...same(0, 0.5, 1), ['0.3', 0.3]],
	refuses: [-0.1, 1.1, 'half', ...alsoRefused],
});

const guidanceOf = (parameter: DocumentedField, ...alsoTaken: number[]): DocumentedField => ({
	...parameter,
	takes: [...parameter.takes, ...same(...alsoTaken)],
});

const prompt = required(text('prompt', 2500));
const negativePrompt = text('negativePrompt', 2500);
const secondsAsText = choice('duration', '5', '10');
const aspectRatio = choice('aspectRatio', '16:9', '9:16', '1:1');
const mode = choice('qualityMode', 'Standard', 'Professional');
const image = required(address('imageUrl'));

const wholeSeconds: DocumentedField = {
	parameter: 'duration',
	takes: [...same(3, 4, 5, 14, 15), ['10', 10]],
	refuses: [2, 16, 3.5, 0, '5s'],
};

const shots: DocumentedField = {
	parameter: 'multiPrompt',
	takes: [
		[
			{
				shots: [
					{ prompt: 'A', duration: 3 },
					{ prompt: 'B', duration: 15 },
				],
			},
			[
				{ prompt: 'A', duration: 3 },
				{ prompt: 'B', duration: 15 },
			],
		],
	],
	refuses: [{ shots: [{ prompt: 'A', duration: 2 }] }, { shots: [{ prompt: 'A', duration: 16 }] }],
};

const textV30 = {
	prompt,
	duration: wholeSeconds,
	cfg_scale: guidanceOf(guidance(), 0.55, 0.123),
	aspect_ratio: aspectRatio,
	sound: flag('sound'),
	negative_prompt: negativePrompt,
};

const imageV30 = {
	image,
	prompt,
	duration: wholeSeconds,
	cfg_scale: guidanceOf(guidance(), 0.55, 0.123),
	sound: flag('sound'),
	end_image: address('endImageUrl'),
	multi_prompt: shots,
	negative_prompt: { parameter: 'negativePrompt', takes: same('blur'), refuses: [] },
};

const motionControl = {
	image,
	video: required(address('videoUrl')),
	prompt: text('prompt', 2500),
	negative_prompt: { parameter: 'negativePrompt', takes: same('blur'), refuses: [] },
	keep_original_sound: flag('keepOriginalSound'),
	character_orientation: choice('characterOrientation', 'image', 'video'),
};

const DOCUMENTS: Readonly<Record<string, DocumentedRoute | DocumentedRoute[]>> = {
	'/v3/async/kling-v2.1-t2v-master': {
		model: 'kling-v2.1-master',
		operation: 'textToVideo',
		fields: {
			prompt,
			duration: secondsAsText,
			aspect_ratio: aspectRatio,
			guidance_scale: guidanceOf(guidance(0.15, 0.55, 0.01), 0.1, 0.9),
			negative_prompt: negativePrompt,
		},
	},
	'/v3/async/kling-v2.1-i2v-master': {
		model: 'kling-v2.1-master',
		operation: 'imageToVideo',
		fields: {
			image,
			prompt,
			duration: secondsAsText,
			guidance_scale: guidanceOf(guidance(0.005, 0.555), 0.01, 0.55, 0.99),
			negative_prompt: negativePrompt,
		},
	},
	'/v3/async/kling-v2.1-i2v': {
		model: 'kling-v2.1',
		operation: 'imageToVideo',
		fields: {
			image,
			prompt,
			mode,
			duration: secondsAsText,
			guidance_scale: guidanceOf(guidance(0.005, 0.555), 0.01, 0.55, 0.99),
			negative_prompt: negativePrompt,
		},
	},
	'/v3/async/kling-v1.6-t2v': {
		model: 'kling-v1.6',
		operation: 'textToVideo',
		fields: {
			mode: choice('qualityMode', 'Standard'),
			prompt: required(text('prompt', 2000)),
			negative_prompt: text('negativePrompt', 2000),
			guidance_scale: guidanceOf(guidance(), 0.55),
		},
	},
	'/v3/async/kling-v1.6-i2v': {
		model: 'kling-v1.6',
		operation: 'imageToVideo',
		fields: {
			mode,
			image_url: image,
			end_image_url: address('endImageUrl'),
			prompt: required(text('prompt', 2000)),
			negative_prompt: text('negativePrompt', 2000),
			guidance_scale: guidanceOf(guidance(), 0.55),
		},
	},
	'/v3/async/kling-v3.0-std-t2v': {
		model: 'kling-v3.0-std',
		operation: 'textToVideo',
		fields: textV30,
	},
	'/v3/async/kling-v3.0-pro-t2v': {
		model: 'kling-v3.0-pro',
		operation: 'textToVideo',
		fields: { ...textV30, multi_prompt: shots },
	},
	'/v3/async/kling-v3.0-4k-t2v': {
		model: 'kling-v3.0-4k',
		operation: 'textToVideo',
		fields: textV30,
	},
	'/v3/async/kling-v3.0-std-i2v': {
		model: 'kling-v3.0-std',
		operation: 'imageToVideo',
		fields: imageV30,
	},
	'/v3/async/kling-v3.0-pro-i2v': {
		model: 'kling-v3.0-pro',
		operation: 'imageToVideo',
		fields: imageV30,
	},
	'/v3/async/kling-v3.0-4k-i2v': {
		model: 'kling-v3.0-4k',
		operation: 'imageToVideo',
		fields: imageV30,
	},
	'/v3/async/kling-v3.0-motion-control': [
		{
			model: 'kling-v3.0-std',
			operation: 'motionControl',
			constants: { model_name: 'kling-v3-0-std' },
			fields: motionControl,
		},
		{
			model: 'kling-v3.0-pro',
			operation: 'motionControl',
			constants: { model_name: 'kling-v3-0-pro' },
			fields: motionControl,
		},
	],
};

const ROUTES = Object.entries(DOCUMENTS).flatMap(([path, routes]) =>
	[routes].flat().map((route) => [path, route] as const),
);

/** The least that a route needs, with some of its parameters changed. */
function leastOf(route: DocumentedRoute, changes: Readonly<Record<string, unknown>> = {}) {
	const least = Object.values(route.fields)
		.filter((field) => field.required)
		.map((field) => [field.parameter, field.takes[0][0]] as const);
	return { model: route.model, imageSource: 'url', ...Object.fromEntries(least), ...changes };
}

/** What an item has to look like so that a field may be filled in. */
function companionsOf(wireName: string, route: DocumentedRoute): Record<string, unknown> {
	if (wireName === 'end_image_url') return { qualityMode: 'Professional' };
	if (wireName === 'multi_prompt' && route.operation === 'textToVideo') return { prompt: '' };
	return {};
}

const sentBy = async (route: DocumentedRoute, values: Readonly<Record<string, unknown>>) =>
	await readVideoRequest(route.operation, parameters(values), noFile);

const FIELDS = ROUTES.flatMap(([path, route]) =>
	Object.entries(route.fields).map(
		([wireName, field]) => [path, wireName, route.model, route, field] as const,
	),
);

describe('the models as Novita documents them', () => {
	it('are offered with their routes, and nothing else is', () => {
		const offered = MODELS.flatMap(({ id, operations }) =>
			Object.entries(operations).map(([operation, { path }]) => `${id} ${operation} ${path}`),
		);
		const documented = ROUTES.map(
			([path, { model, operation }]) => `${model} ${operation} ${path}`,
		);
		expect(offered.sort()).toEqual(documented.sort());
	});

	it('begin with the one that workflows have by default', () => {
		expect(MODELS[0].id).toBe('kling-v2.1-master');
	});

	it.each(ROUTES)(
		'%s gets the least that it needs, and nothing more ($model)',
		async (path, route) => {
			const request = await sentBy(route, leastOf(route));
			const needed = Object.entries(route.fields).filter(([, field]) => field.required);
			expect(request.path).toBe(path);
			expect(request.body).toEqual({
				...route.constants,
				...Object.fromEntries(needed.map(([wireName, field]) => [wireName, field.takes[0][1]])),
			});
		},
	);

	it.each(FIELDS)(
		'%s takes the documented values of %s (%s)',
		async (_path, wireName, _model, route, field) => {
			for (const [value, onTheWire] of field.takes) {
				const changes = { ...companionsOf(wireName, route), [field.parameter]: value };
				const { body } = await sentBy(route, leastOf(route, changes));
				expect(body[wireName]).toStrictEqual(onTheWire);
			}
		},
	);

	it.each(FIELDS)(
		'%s takes no other values of %s (%s)',
		async (_path, wireName, _model, route, field) => {
			for (const value of field.refuses) {
				const changes = { ...companionsOf(wireName, route), [field.parameter]: value };
				const failure = await caughtFailure(
					async () => await sentBy(route, leastOf(route, changes)),
				);
				expect(failure.details).toEqual({ kind: 'invalidInput', parameter: field.parameter });
			}
		},
	);

	it.each(FIELDS)('%s without %s (%s)', async (_path, wireName, _model, route, field) => {
		const values = leastOf(route, { [field.parameter]: '' });
		if (field.required) {
			const failure = await caughtFailure(async () => await sentBy(route, values));
			expect(failure.details.parameter).toBe(field.parameter);
		} else {
			expect((await sentBy(route, values)).body).not.toHaveProperty(wireName);
		}
	});

	it.each(ROUTES)('%s never gets a field that it does not have ($model)', async (_path, route) => {
		const leftOvers = {
			duration: '5',
			aspectRatio: '16:9',
			guidanceScale: 0.5,
			negativePrompt: 'blur',
			sound: true,
			keepOriginalSound: true,
			characterOrientation: 'video',
			videoUrl: 'https://example.com/dance.mp4',
		};
		const { body } = await sentBy(route, { ...leftOvers, ...leastOf(route) });
		const documented = [...Object.keys(route.fields), ...Object.keys(route.constants ?? {})];
		expect(documented).toEqual(expect.arrayContaining(Object.keys(body)));
	});
});
