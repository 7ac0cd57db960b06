import type { INodeParameters } from 'n8n-workflow';
import { jpeg, otherFormat, paddedTo, png } from './images.cts';

/** Longest text, and largest file, that Novita documents. */
const LONGEST = 2500;
const LARGEST_BYTES = 10_000_000;

/** A value that the item in the middle gives to a parameter, and that cannot be sent. */
export interface BadValue {
	/** The parameter's name in the panel. */
	readonly label: string;
	/** What is wrong with it; also the test's name. */
	readonly what: string;
	readonly parameters: INodeParameters;
	/** The value of `$json.value` in the good items. */
	readonly good?: unknown;
	readonly bad?: unknown;
}

/** One parameter, taken from each item, and all the values that cannot be sent. */
function badValues(
	label: string,
	parameter: string,
	good: unknown,
	values: Record<string, unknown>,
	more: INodeParameters = {},
): BadValue[] {
	return Object.entries(values).map(([what, bad]) => ({
		label,
		what,
		good,
		bad,
		parameters: { ...more, [parameter]: '={{ $json.value }}' },
	}));
}

const inOptions = (name: string) => ({ options: { [name]: '={{ $json.value }}' } });
/** Parameters that make the node animate an image of the item. */
export const image = { operation: 'imageToVideo' };

/** Parameters that make the node animate an image by its address. */
export const fromUrl = { ...image, imageSource: 'url' };

const text = 'a'.repeat(LONGEST + 1);

/** Every value of a parameter that cannot be sent. */
export const BAD_VALUES: BadValue[] = [
	...badValues('Prompt', 'prompt', 'A fox', {
		empty: '',
		'white space': ' \n\t ',
		'not there': undefined,
		null: null,
		'an object': { say: 'fox' },
		'an array': ['fox'],
		'2501 letters': text,
		'2501 emoji': '🦊'.repeat(LONGEST + 1),
	}),
	...badValues('Negative Prompt', 'negativePrompt', '', { '2501 letters': text, 'an object': {} }),
	...badValues('Duration', 'duration', '5', {
		'"7"': '7',
		'"5s"': '5s',
		'7': 7,
		'5.5': 5.5,
		true: true,
		'an object': {},
	}),
	...badValues(
		'Duration',
		'duration',
		'5',
		{ '"5s"': '5s' },
		{ ...fromUrl, imageUrl: 'https://a.b/c' },
	),
	...badValues('Aspect Ratio', 'aspectRatio', '1:1', {
		'4:3': '4:3',
		'16/9': '16/9',
		'a word': 'landscape',
	}),
	...badValues('Guidance Scale', 'guidanceScale', 0.5, {
		'over 1': 1.1,
		'below 0': -0.1,
		'off its step': 0.55,
		'a word': 'strict',
		'a comma': '0,5',
		true: true,
		'an array': [0.5],
	}),
	...badValues(
		'Guidance Scale',
		'guidanceScale',
		0.5,
		{ 'off the fine step': 0.555, 'over 1': 1.01 },
		{ ...fromUrl, imageUrl: 'https://a.b/c' },
	),
	...badValues(
		'Image Source',
		'imageSource',
		' url ',
		{ 'another word': 'file', 'capital letters': 'URL', empty: '', 'an object': {} },
		{ ...image, imageUrl: 'https://a.b/c' },
	),
	...badValues(
		'Image URL',
		'imageUrl',
		'https://example.com/fox.jpg',
		{
			empty: '',
			'not there': undefined,
			'no address': 'fox.jpg',
			'another protocol': 'ftp://example.com/fox.jpg',
			'a file': 'file:///fox.jpg',
			script: 'javascript:alert(1)',
			'an object': {},
		},
		fromUrl,
	),
	...badValues(
		'Task ID',
		'taskId',
		'a-task',
		{
			empty: '',
			'white space': '  ',
			'not there': undefined,
			'two words': 'a task',
			'an object': {},
		},
		{ operation: 'getResult' },
	),
	...badValues('Output Data Field Name', 'binaryPropertyName', 'data', { empty: '' }),
	...badValues(
		'Timeout',
		'x',
		30,
		{ '0': 0, 'below 0': -1, 'a word': 'soon' },
		inOptions('timeout'),
	),
	...badValues('Poll Interval', 'x', 5, { '0': 0, 'a word': 'often' }, inOptions('pollInterval')),
	...badValues(
		'Max Download Size',
		'x',
		5,
		{ 'below 0': -1, 'a word': 'big' },
		inOptions('maxDownloadSize'),
	),
	...badValues('Model', 'model', 'kling-v2.1-master', { 'of a newer version': 'kling-v9' }),
];

/** A file that cannot be the first frame; `undefined` where the item has none. */
export const BAD_FILES: Record<string, () => Promise<Buffer | undefined>> = {
	'no file': async () => undefined,
	'a text file': async () => Buffer.from('A fox in the snow, described in words'),
	'an empty file': async () => Buffer.alloc(0),
	'a GIF': async () => await otherFormat('gif'),
	'a WebP': async () => await otherFormat('webp'),
	'a TIFF': async () => await otherFormat('tiff'),
	'a JPEG of 299 px in width': async () => await jpeg(299, 600),
	'a PNG of 299 px in height': async () => await png(600, 299),
	'a JPEG cut in its header': async () => (await jpeg()).subarray(0, 40),
	'a PNG cut in its header': async () => (await png()).subarray(0, 20),
	'a JPEG of 10.1 MB': async () => paddedTo(await jpeg(), LARGEST_BYTES + 100_000),
	'a PNG of one byte too many': async () => paddedTo(await png(), LARGEST_BYTES + 1),
};
