/**
 * What Novita documents for each model, as data: one row a route. Written from the documents and
 * not from the node's own tables, so that a slip in one does not hide in the other.
 *
 * The schemas are JSON Schema, plus the keyword `decimals` (see `bodySchema.cts`). Unknown fields
 * are rejected on purpose: the real service ignores them without a word, so a misspelt field
 * costs money silently there and breaks a test here.
 *
 * Text lengths are counted in Unicode code points, the largest count that a service in Go or
 * Python comes to short of counting bytes; a client that counts what people see as one character
 * (a family emoji is several code points) may stay under its own limit and be refused here.
 */

/** A JSON Schema as plain data. */
export type Schema = Readonly<Record<string, unknown>>;

/** Limits of an image that is sent in the body. */
export interface ImageLimits {
	/** Shortest allowed side, in pixels. */
	readonly minimumSide: number;
	/** Largest allowed file, in bytes. */
	readonly maximumBytes: number;
	/** Largest allowed ratio of the longer to the shorter side; none where not documented. */
	readonly widestRatio?: number;
}

/** One route of the API that creates a task. */
export interface ModelRoute {
	/** The last part of the path, which is the model's name in the documents. */
	readonly name: string;
	readonly fields: Readonly<Record<string, Schema>>;
	readonly required: readonly string[];
	/** Conditions between fields, as further JSON Schema keywords. */
	readonly conditions?: Schema;
	/** Fields that hold an image as a URL or as base64, with the limits that apply. */
	readonly images?: Readonly<Record<string, ImageLimits>>;
}

/** Where all routes begin. */
export const SUBMIT_PREFIX = '/v3/async/';

// "At most 10 MB", read strictly: a client that means 10 * 1024 * 1024 would be caught here.
const MAXIMUM_IMAGE_BYTES = 10_000_000;
const IMAGE_V2: ImageLimits = { minimumSide: 300, maximumBytes: MAXIMUM_IMAGE_BYTES };
const IMAGE_V3: ImageLimits = { ...IMAGE_V2, widestRatio: 2.5 };

const text = (minLength: number, maxLength: number): Schema => ({
	type: 'string',
	minLength,
	maxLength,
});
const choice = (...values: string[]): Schema => ({ type: 'string', enum: values });
const webAddress: Schema = { type: 'string', pattern: '^https?://[^\\s]+$' };
const anyImage: Schema = { type: 'string', minLength: 1 };
const trueOrFalse: Schema = { type: 'boolean' };

// An empty required prompt is refused: "required" is read as "not empty".
const prompt = text(1, 2500);
const negativePrompt = text(0, 2500);
const prompt16 = text(1, 2000);
const negativePrompt16 = text(0, 2000);
const secondsAsText = choice('5', '10');
const seconds: Schema = { type: 'integer', minimum: 3, maximum: 15 };
const guidance: Schema = { type: 'number', minimum: 0, maximum: 1 };
const guidanceInTenths: Schema = { ...guidance, decimals: 1 };
const guidanceInHundredths: Schema = { ...guidance, decimals: 2 };
const aspectRatio = choice('16:9', '9:16', '1:1');
const quality = choice('Standard', 'Professional');

const shots: Schema = {
	type: 'array',
	minItems: 1,
	items: {
		type: 'object',
		properties: { prompt, duration: seconds },
		required: ['prompt'],
		additionalProperties: false,
	},
};

const fieldsOfText3 = {
	prompt,
	duration: seconds,
	cfg_scale: guidance,
	aspect_ratio: aspectRatio,
	sound: trueOrFalse,
	negative_prompt: negativePrompt,
};

const textRoute3 = (name: string): ModelRoute => ({
	name,
	fields: fieldsOfText3,
	required: ['prompt'],
});

const imageRoute3 = (name: string): ModelRoute => ({
	name,
	fields: {
		image: anyImage,
		prompt,
		duration: seconds,
		cfg_scale: guidance,
		sound: trueOrFalse,
		end_image: webAddress,
		multi_prompt: shots,
		negative_prompt: negativePrompt,
	},
	required: ['image', 'prompt'],
	conditions: { not: { required: ['end_image', 'multi_prompt'] } },
	images: { image: IMAGE_V3 },
});

/** The whole Kling family that Novita documents. */
export const MODEL_ROUTES: readonly ModelRoute[] = [
	{
		name: 'kling-v2.1-t2v-master',
		fields: {
			prompt,
			duration: secondsAsText,
			aspect_ratio: aspectRatio,
			guidance_scale: guidanceInTenths,
			negative_prompt: negativePrompt,
		},
		required: ['prompt'],
	},
	{
		name: 'kling-v2.1-i2v-master',
		fields: {
			image: anyImage,
			prompt,
			duration: secondsAsText,
			guidance_scale: guidanceInHundredths,
			negative_prompt: negativePrompt,
		},
		required: ['image', 'prompt'],
		images: { image: IMAGE_V2 },
	},
	{
		name: 'kling-v2.1-i2v',
		fields: {
			image: anyImage,
			prompt,
			mode: quality,
			duration: secondsAsText,
			guidance_scale: guidanceInHundredths,
			negative_prompt: negativePrompt,
		},
		required: ['image', 'prompt'],
		images: { image: IMAGE_V2 },
	},
	{
		name: 'kling-v1.6-t2v',
		fields: {
			mode: choice('Standard'),
			prompt: prompt16,
			negative_prompt: negativePrompt16,
			guidance_scale: guidance,
		},
		required: ['prompt'],
	},
	{
		name: 'kling-v1.6-i2v',
		fields: {
			mode: quality,
			image_url: webAddress,
			end_image_url: webAddress,
			prompt: prompt16,
			negative_prompt: negativePrompt16,
			guidance_scale: guidance,
		},
		required: ['image_url', 'prompt'],
		conditions: {
			if: { required: ['end_image_url'] },
			then: { required: ['mode'], properties: { mode: { const: 'Professional' } } },
		},
	},
	textRoute3('kling-v3.0-std-t2v'),
	{
		name: 'kling-v3.0-pro-t2v',
		fields: { ...fieldsOfText3, multi_prompt: shots },
		required: [],
		// The prompt is required, and the list of shots takes its place: exactly one of the two.
		conditions: { oneOf: [{ required: ['prompt'] }, { required: ['multi_prompt'] }] },
	},
	textRoute3('kling-v3.0-4k-t2v'),
	imageRoute3('kling-v3.0-std-i2v'),
	imageRoute3('kling-v3.0-pro-i2v'),
	imageRoute3('kling-v3.0-4k-i2v'),
	{
		name: 'kling-v3.0-motion-control',
		fields: {
			image: anyImage,
			video: webAddress,
			prompt: text(0, 2500),
			model_name: choice('kling-v3-0-std', 'kling-v3-0-pro'),
			negative_prompt: negativePrompt,
			keep_original_sound: trueOrFalse,
			character_orientation: choice('image', 'video'),
		},
		required: ['image', 'video', 'model_name'],
		images: { image: IMAGE_V2 },
	},
];
