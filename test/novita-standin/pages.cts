/**
 * Novita's API pages for the Kling family: one entry a page, one line a field. The only place in the
 * tests where these facts stand: the stand-in checks bodies against it, and the tests of the node
 * take their values from it. It is written from the pages and never from the node.
 *
 * Where the pages leave something open, the stricter reading is taken, so that a client that passes
 * here passes there:
 * - "At most 2500 characters" of a required field means at least 1; "0 to 2500" is taken at its word.
 * - Characters are Unicode code points, the largest count that a service in Go or Python comes to
 *   short of counting bytes. A client that counts what people see as one character (a family emoji
 *   is several code points) may stay under its own limit and be refused here.
 * - "10MB" is 10,000,000 bytes of the file, which catches a client that means 10 * 1024 * 1024.
 * - A shot's prompt has no limit of its own; it gets that of the prompt whose place it takes.
 * - `image` may be a URL or base64: the motion control page says so, the others do not say.
 */
import {
	boolean,
	choice,
	image,
	integer,
	number,
	objects,
	required,
	strings,
	text,
	url,
	type Fields,
	type ImageRules,
} from './pageFields.cts';

/** Where the path of every page begins. */
export const SUBMIT_PREFIX = '/v3/async/';

const IMAGE: ImageRules = {
	formats: ['jpeg', 'png'],
	maximumBytes: 10_000_000,
	minimumSide: 300,
};
const IMAGE_V30: ImageRules = { ...IMAGE, widestRatio: 2.5 };

const secondsAsText = choice(['5', '10'], '5');
const secondsV16 = choice([5, 10], 5);
const secondsV30 = integer(3, 15, 5);
const aspectRatio = choice(['16:9', '9:16', '1:1'], '16:9');
const mode = choice(['Standard', 'Professional'], 'Standard');

// Plain strings on Pro's page for images. Its page for text shows no type, so the same is taken.
const shotsAsText = strings(text(1, 2500));
const shots = objects({ prompt: required(text(1, 2500)), duration: secondsV30 });

const textFieldsV30: Fields = {
	sound: boolean(false),
	prompt: required(text(0, 2500)),
	duration: secondsV30,
	cfg_scale: number(0, 1, 0.5),
	aspect_ratio: aspectRatio,
	negative_prompt: text(0, 2500),
};

const imageFieldsV30: Fields = {
	image: required(image(IMAGE_V30)),
	sound: boolean(false),
	prompt: required(text(1, 2500)),
	duration: secondsV30,
	cfg_scale: number(0, 1, 0.5),
	// A URL only. The file has the rules of `image`, but Novita alone gets to see it.
	end_image: { ...url, excludes: 'multi_prompt' },
	multi_prompt: shots,
	negative_prompt: text(0, 2500),
};

/** Pages by their name, which is the last part of the path, with the fields of the request body. */
export type Pages = Readonly<Record<string, Fields>>;

/** Every page of the Kling family. */
export const PAGES: Pages = {
	// novita.ai/docs/api-reference/model-apis-kling-v2.1-t2v-master
	'kling-v2.1-t2v-master': {
		prompt: required(text(1, 2500)),
		duration: secondsAsText,
		aspect_ratio: aspectRatio,
		// Tenths here and hundredths for images: the two pages differ, and each is followed.
		guidance_scale: number(0, 1, 0.5, 0.1),
		negative_prompt: text(0, 2500),
	},
	// novita.ai/docs/api-reference/model-apis-kling-v2.1-i2v-master
	'kling-v2.1-i2v-master': {
		image: required(image(IMAGE)),
		prompt: required(text(1, 2500)),
		duration: secondsAsText,
		guidance_scale: number(0, 1, 0.5, 0.01),
		negative_prompt: text(0, 2500),
	},
	// novita.ai/docs/api-reference/model-apis-kling-v2.1-i2v
	'kling-v2.1-i2v': {
		image: required(image(IMAGE)),
		prompt: required(text(1, 2500)),
		mode,
		duration: secondsAsText,
		guidance_scale: number(0, 1, 0.5, 0.01),
		negative_prompt: text(0, 2500),
	},
	// novita.ai/docs/api-reference/model-apis-kling-v1.6-t2v
	'kling-v1.6-t2v': {
		mode: choice(['Standard'], 'Standard'),
		prompt: required(text(1, 2000)),
		negative_prompt: text(0, 2000),
		// The introduction of both V1.6 pages still says 5 seconds; their tables are newer.
		duration: secondsV16,
		guidance_scale: number(0, 1, 0.5),
	},
	// novita.ai/docs/api-reference/model-apis-kling-v1.6-i2v
	'kling-v1.6-i2v': {
		mode,
		image_url: required(url),
		end_image_url: { ...url, onlyWith: { field: 'mode', value: 'Professional' } },
		prompt: required(text(1, 2000)),
		negative_prompt: text(0, 2000),
		duration: secondsV16,
		guidance_scale: number(0, 1, 0.5),
	},
	// novita.ai/docs/api-reference/model-apis-kling-v3.0-std-t2v
	'kling-v3.0-std-t2v': textFieldsV30,
	// novita.ai/docs/api-reference/model-apis-kling-v3.0-pro-t2v
	'kling-v3.0-pro-t2v': {
		...textFieldsV30,
		// Both Pro pages flag the prompt as required and let `multi_prompt` exclude it, which cannot
		// be true at once. Exactly one of the two is taken, as clients of these routes send it.
		prompt: { ...required(text(0, 2500)), excludes: 'multi_prompt' },
		multi_prompt: shotsAsText,
	},
	// novita.ai/docs/api-reference/model-apis-kling-v3.0-4k-t2v
	'kling-v3.0-4k-t2v': textFieldsV30,
	// novita.ai/docs/api-reference/model-apis-kling-v3.0-std-i2v
	'kling-v3.0-std-i2v': imageFieldsV30,
	// novita.ai/docs/api-reference/model-apis-kling-v3.0-pro-i2v
	'kling-v3.0-pro-i2v': {
		...imageFieldsV30,
		prompt: { ...required(text(1, 2500)), excludes: 'multi_prompt' },
		multi_prompt: shotsAsText,
	},
	// novita.ai/docs/api-reference/model-apis-kling-v3.0-4k-i2v
	'kling-v3.0-4k-i2v': { ...imageFieldsV30, prompt: required(text(0, 2500)) },
	// novita.ai/docs/api-reference/model-apis-kling-v3.0-motion-control
	'kling-v3.0-motion-control': {
		image: required(image(IMAGE_V30)),
		// .mp4 or .mov, at most 10MB, each side at least 300 px, 3 to 30 s; Novita alone sees it.
		video: required(url),
		prompt: text(0, 2500),
		model_name: required(choice(['kling-v3-0-std', 'kling-v3-0-pro'], 'kling-v3-0-std')),
		negative_prompt: text(0, 2500),
		// This default and the next flag are cut off on Novita's page; a sister platform's has them.
		keep_original_sound: boolean(true),
		character_orientation: required(choice(['image', 'video'])),
	},
};
