/**
 * Novita's documents for each model of the Kling family, written down once more for the tests: from
 * the tables of the API reference, never from the node's own catalogue, so that a slip there shows.
 */
import { guidance, shapes, switches, texts, wholeSeconds, words, addresses } from './values.cts';

/** Operations of the node that start a task. */
export type VideoOperation = 'textToVideo' | 'imageToVideo' | 'motionControl';

/** A value of a parameter, and what goes on the wire for it. */
export type Sent = readonly [given: unknown, wire: unknown];

/** A field of a request, as documented. */
export interface DocumentedField {
	/** The parameter's name in the node. */
	readonly parameter: string;
	readonly wireName: string;
	readonly required?: true;
	/** What is sent where the user leaves the panel as it is; nothing where there is no default. */
	readonly default?: unknown;
	/** Values at and inside of the limits. */
	readonly good: readonly Sent[];
	/** Values just outside of the limits, and of no fitting type. */
	readonly bad: readonly unknown[];
	/** The parameters that have to be as given here for this field to count. */
	readonly given?: Readonly<Record<string, unknown>>;
}

/** One route of a model. */
export interface DocumentedRequest {
	/** Value of the parameter `model`. */
	readonly model: string;
	readonly operation: VideoOperation;
	readonly path: string;
	readonly fields: readonly DocumentedField[];
	/** Fields that go along with every request. */
	readonly constants?: Readonly<Record<string, unknown>>;
	/** Where a file may be the first frame: what it may be like at most. */
	readonly file?: { readonly widestRatio?: number };
}

type Value = Pick<DocumentedField, 'default' | 'good' | 'bad'>;

const field = (parameter: string, wireName: string, value: Value): DocumentedField => ({
	parameter,
	wireName,
	...value,
});
const required = (from: DocumentedField): DocumentedField => ({
	...from,
	required: true,
	bad: [...from.bad, '', '  ', null],
});

const prompt = (longest: number) => required(field('prompt', 'prompt', texts(longest)));
const negative = (longest: number) => field('negativePrompt', 'negative_prompt', texts(longest));
const guidanceUpToV21 = (...grid: [step?: number]) =>
	field('guidanceScale', 'guidance_scale', guidance(...grid));
const guidanceSinceV25 = field('guidanceScale', 'cfg_scale', guidance());
const secondsAsText = field('duration', 'duration', words('5', '10'));
const seconds = field('duration', 'duration', wholeSeconds);
const aspectRatio = field('aspectRatio', 'aspect_ratio', shapes);
const sound = field('sound', 'sound', switches(false));
const image = required(field('imageUrl', 'image', addresses));
const mode = (...modes: [string, ...string[]]) => field('qualityMode', 'mode', words(...modes));

const NEGATIVE_LIMIT_OF_V30 = 2500;

const textRequestOfV30 = (tier: string): DocumentedRequest => ({
	model: `kling-v3.0-${tier}`,
	operation: 'textToVideo',
	path: `/v3/async/kling-v3.0-${tier}-t2v`,
	fields: [prompt(2500), seconds, aspectRatio, guidanceSinceV25, sound, negative(2500)],
});

// A negative prompt has no documented limit here; up to the sibling pages' limit it must be taken.
const negativeWithoutLimit = { ...negative(NEGATIVE_LIMIT_OF_V30), bad: [] };

const imageRequestOfV30 = (tier: string): DocumentedRequest => ({
	model: `kling-v3.0-${tier}`,
	operation: 'imageToVideo',
	path: `/v3/async/kling-v3.0-${tier}-i2v`,
	fields: [
		image,
		prompt(2500),
		field('endImageUrl', 'end_image', addresses),
		seconds,
		guidanceSinceV25,
		sound,
		negativeWithoutLimit,
	],
	file: { widestRatio: 2.5 },
});

const motionControl = (model: string, modelName: string): DocumentedRequest => ({
	model,
	operation: 'motionControl',
	path: '/v3/async/kling-v3.0-motion-control',
	constants: { model_name: modelName },
	fields: [
		image,
		required(field('videoUrl', 'video', addresses)),
		field('prompt', 'prompt', texts(2500)),
		// Novita documents no default for these two: the panel's own choice is sent.
		field('characterOrientation', 'character_orientation', words('image', 'video')),
		field('keepOriginalSound', 'keep_original_sound', switches(true)),
		negativeWithoutLimit,
	],
	file: {},
});

/** Every route that the node offers. `multi_prompt` has tests of its own. */
export const DOCUMENTED: readonly DocumentedRequest[] = [
	{
		model: 'kling-v2.1-master',
		operation: 'textToVideo',
		path: '/v3/async/kling-v2.1-t2v-master',
		fields: [prompt(2500), secondsAsText, aspectRatio, guidanceUpToV21(0.1), negative(2500)],
	},
	{
		model: 'kling-v2.1-master',
		operation: 'imageToVideo',
		path: '/v3/async/kling-v2.1-i2v-master',
		fields: [image, prompt(2500), secondsAsText, guidanceUpToV21(0.01), negative(2500)],
		file: {},
	},
	{
		model: 'kling-v2.1',
		operation: 'imageToVideo',
		path: '/v3/async/kling-v2.1-i2v',
		fields: [
			image,
			prompt(2500),
			mode('Standard', 'Professional'),
			secondsAsText,
			guidanceUpToV21(0.01),
			negative(2500),
		],
		file: {},
	},
	{
		model: 'kling-v1.6',
		operation: 'textToVideo',
		path: '/v3/async/kling-v1.6-t2v',
		fields: [prompt(2000), mode('Standard'), guidanceUpToV21(), negative(2000)],
	},
	{
		model: 'kling-v1.6',
		operation: 'imageToVideo',
		path: '/v3/async/kling-v1.6-i2v',
		fields: [
			required(field('imageUrl', 'image_url', addresses)),
			prompt(2000),
			mode('Standard', 'Professional'),
			{
				...field('endImageUrl', 'end_image_url', addresses),
				given: { qualityMode: 'Professional' },
			},
			guidanceUpToV21(),
			negative(2000),
		],
	},
	...['std', 'pro', '4k'].flatMap((tier) => [textRequestOfV30(tier), imageRequestOfV30(tier)]),
	motionControl('kling-v3.0-std', 'kling-v3-0-std'),
	motionControl('kling-v3.0-pro', 'kling-v3-0-pro'),
];

/** The routes that take several shots, and whether these take the place of the prompt. */
export const DOCUMENTED_SHOTS = [
	{ model: 'kling-v3.0-pro', operation: 'textToVideo', insteadOfPrompt: true },
	{ model: 'kling-v3.0-std', operation: 'imageToVideo', insteadOfPrompt: false },
	{ model: 'kling-v3.0-pro', operation: 'imageToVideo', insteadOfPrompt: false },
	{ model: 'kling-v3.0-4k', operation: 'imageToVideo', insteadOfPrompt: false },
] as const;

/** A route's name in a test's title. */
export const titleOf = ({ model, operation }: { model: string; operation: string }): string =>
	`${model} ${operation}`;
