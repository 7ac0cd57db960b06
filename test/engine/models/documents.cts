/**
 * The requests of the node as Novita's pages describe them, with the names that the node's panel
 * has for models, operations and fields.
 */
import type { Field, ImageRules } from '../../novita-standin/pageFields.cts';
import { PAGES, SUBMIT_PREFIX } from '../../novita-standin/pages.cts';
import { valuesOf, type Values } from './values.cts';

/** How the name of a page tells which operation of the node it is for. */
const PAGE_NAMES = { textToVideo: /-t2v/, imageToVideo: /-i2v/, motionControl: /-motion-control/ };

/** Operation of the node that starts a task. */
export type VideoOperation = keyof typeof PAGE_NAMES;

/** Every operation of the node that starts a task. */
export const VIDEO_OPERATIONS = Object.keys(PAGE_NAMES) as readonly VideoOperation[];

/** A field of a request. */
export interface DocumentedField extends Values {
	/** The parameter's name in the node. */
	readonly parameter: string;
	readonly wireName: string;
	/** Whether Novita takes no request without it. */
	readonly required?: true;
	/** What the panel starts with. */
	readonly default?: unknown;
	/** The parameters that have to be as given here for this field to count. */
	readonly given?: Readonly<Record<string, unknown>>;
	/** The field as its page has it. */
	readonly onPage: Field;
}

/** A request of one model. */
export interface DocumentedRequest {
	/** Value of the parameter `model`. */
	readonly model: string;
	readonly operation: VideoOperation;
	/** Name of the page. */
	readonly page: string;
	readonly path: string;
	readonly fields: readonly DocumentedField[];
	/** Fields that go along with every request. */
	readonly constants?: Readonly<Record<string, unknown>>;
	/** Where a file may be the first frame: what it may be like. */
	readonly file?: ImageRules;
	/** The field of several shots. It is a collection in the panel and has tests of its own. */
	readonly shots?: DocumentedField;
}

/** A request with several shots. */
export type RequestWithShots = DocumentedRequest & { readonly shots: DocumentedField };

/** The node's parameter for each field. */
const PARAMETERS: Readonly<Record<string, string>> = {
	prompt: 'prompt',
	negative_prompt: 'negativePrompt',
	multi_prompt: 'multiPrompt',
	image: 'imageUrl',
	image_url: 'imageUrl',
	end_image: 'endImageUrl',
	end_image_url: 'endImageUrl',
	video: 'videoUrl',
	mode: 'qualityMode',
	duration: 'duration',
	aspect_ratio: 'aspectRatio',
	guidance_scale: 'guidanceScale',
	cfg_scale: 'guidanceScale',
	sound: 'sound',
	keep_original_sound: 'keepOriginalSound',
	character_orientation: 'characterOrientation',
};

/** Makes its page two models of the node, each with its own value of this field. */
const TIER = 'model_name';

const SHOTS = 'multi_prompt';

function operationOf(page: string): VideoOperation {
	const operation = VIDEO_OPERATIONS.find((name) => PAGE_NAMES[name].test(page));
	if (!operation) throw new Error(`No operation is known for the page ${page}`);
	return operation;
}

/** What the panel starts with where the page has no default: what makes the shorter video. */
const PANEL_DEFAULTS: Readonly<Record<string, unknown>> = { character_orientation: 'image' };

function defaultOf(wireName: string, field: Field): unknown {
	const byPage = 'default' in field ? field.default : undefined;
	// An integer is chosen from a list of texts in the panel.
	const isInteger = typeof byPage === 'number' && field.kind !== 'number';
	return isInteger ? String(byPage) : (byPage ?? PANEL_DEFAULTS[wireName]);
}

/** What has to be filled in beside a field. */
const givenFor = ({ onlyWith }: Field): DocumentedField['given'] =>
	onlyWith && { [PARAMETERS[onlyWith.field]]: onlyWith.value };

function fieldsOf(page: string): DocumentedField[] {
	const fields = Object.entries(PAGES[page]).filter(([wireName]) => wireName !== TIER);
	return fields.map(([wireName, onPage]) => ({
		parameter: PARAMETERS[wireName],
		wireName,
		required: onPage.required,
		default: defaultOf(wireName, onPage),
		given: givenFor(onPage),
		onPage,
		...valuesOf(onPage),
	}));
}

/** The models that make their requests by a page, with what each always sends. */
function modelsOf(page: string): Array<Pick<DocumentedRequest, 'model' | 'constants'>> {
	const tier = PAGES[page][TIER];
	if (tier?.kind !== 'choice') return [{ model: page.replace(/-[ti]2v/, '') }];
	return tier.values.map((value) => ({
		model: String(value).replace('v3-0', 'v3.0'),
		constants: { [TIER]: value },
	}));
}

function requestsOf(page: string): DocumentedRequest[] {
	const fields = fieldsOf(page);
	const image = fields.map(({ onPage }) => onPage).find((field) => field.kind === 'image');
	const request = {
		page,
		operation: operationOf(page),
		path: `${SUBMIT_PREFIX}${page}`,
		fields: fields.filter(({ wireName }) => wireName !== SHOTS),
		file: image?.rules,
		shots: fields.find(({ wireName }) => wireName === SHOTS),
	};
	return modelsOf(page).map((model) => ({ ...request, ...model }));
}

/** Every request that the node offers. */
export const DOCUMENTED: readonly DocumentedRequest[] = Object.keys(PAGES).flatMap(requestsOf);

/** The requests that take several shots. */
export const DOCUMENTED_SHOTS = DOCUMENTED.filter(
	(request): request is RequestWithShots => request.shots !== undefined,
);

/** Whether shots take the place of the prompt, or go along with it. */
export const takesShotsForPrompt = ({ fields }: DocumentedRequest): boolean =>
	fields.some(({ wireName, onPage }) => wireName === 'prompt' && onPage.excludes === SHOTS);

/** Whether each shot has a duration, or is a plain prompt. */
export const hasTimedShots = ({ shots }: RequestWithShots): boolean =>
	shots.onPage.kind === 'objects';

/** Shots as a page has them: with their seconds, or as plain prompts. */
export const shotsOnWire = (
	request: RequestWithShots,
	shots: ReadonlyArray<{ readonly prompt?: unknown }>,
): readonly unknown[] => (hasTimedShots(request) ? shots : shots.map(({ prompt }) => prompt));

const needed = ({ fields }: DocumentedRequest) => fields.filter(({ required }) => required);

/** The parameters of the least that Novita takes as a request. */
export const leastOf = (request: DocumentedRequest): Record<string, unknown> =>
	Object.fromEntries(needed(request).map(({ parameter, good }) => [parameter, good[0][0]]));

/** The parameters of the least with one field filled in, and what this field needs beside it. */
export const filledIn = (request: DocumentedRequest, field: DocumentedField, value: unknown) => ({
	...leastOf(request),
	...field.given,
	[field.parameter]: value,
});

/** What the least is on the wire. */
export const leastBodyOf = (request: DocumentedRequest): Record<string, unknown> => ({
	...request.constants,
	...Object.fromEntries(needed(request).map(({ wireName, good }) => [wireName, good[0][1]])),
});

/** A request's name in a test's title. */
export const titleOf = ({ model, operation }: { model: string; operation: string }): string =>
	`${model} ${operation}`;

/** Parts of a model's ID that are not just written with a capital in its name. */
const PARTS: Readonly<Record<string, string>> = { std: 'Standard', '4k': '4K' };

/** What the documents call a model: `kling-v3.0-std` is Kling V3.0 Standard. */
export const nameOf = (model: string): string =>
	model
		.split('-')
		.map((part) => PARTS[part] ?? part[0].toUpperCase() + part.slice(1))
		.join(' ');
