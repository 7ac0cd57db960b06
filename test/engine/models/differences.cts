/**
 * Where the node differs from Novita's pages today. Each entry is shown to be true by
 * differences.test.cts; in everything else the node has to agree with the pages. Whoever mends one
 * sees its test fail and deletes the entry.
 */
import type { INodeParameters } from 'n8n-workflow';
import { choice, required, text, type Field } from '../../novita-standin/pageFields.cts';
import { PAGES } from '../../novita-standin/pages.cts';

/** A difference between the node and a field of one or more pages. */
export interface Difference {
	readonly pages: readonly string[];
	/** The field's wire name. */
	readonly field: string;
	readonly pageSays: string;
	readonly nodeDoes: string;
	/** The field as the node has it; undefined where it has none. */
	readonly today: Field | undefined;
	/** Parameters that show the difference, beside what the request needs. */
	readonly given?: INodeParameters;
	/** Width and height of an image that shows it: the node sends the image itself. */
	readonly image?: readonly [width: number, height: number];
	/** What the node sends in the field. */
	readonly sends?: unknown;
}

const MOTION_CONTROL = 'kling-v3.0-motion-control';
const PRO_IMAGE = 'kling-v3.0-pro-i2v';

const TIMED_SHOTS = PAGES['kling-v3.0-std-i2v'].multi_prompt;
const ONE_SHOT = [{ prompt: 'The fox wakes', duration: 3 }];
const LONG_TEXT = 'x'.repeat(2501);

/** Every known difference. */
export const DIFFERENCES: readonly Difference[] = [
	{
		pages: ['kling-v1.6-t2v', 'kling-v1.6-i2v'],
		field: 'duration',
		pageSays: '5 or 10, as an integer',
		nodeDoes: 'has no such field',
		today: undefined,
		given: { duration: '10' },
		sends: undefined,
	},
	{
		pages: ['kling-v3.0-std-i2v', PRO_IMAGE, 'kling-v3.0-4k-i2v', MOTION_CONTROL],
		field: 'negative_prompt',
		pageSays: 'at most 2500 characters',
		nodeDoes: 'sends a text of any length',
		today: text(0, Infinity),
		given: { negativePrompt: LONG_TEXT },
		sends: LONG_TEXT,
	},
	{
		pages: ['kling-v3.0-pro-t2v', PRO_IMAGE],
		field: 'multi_prompt',
		pageSays: 'plain strings',
		nodeDoes: 'sends objects with a duration',
		today: TIMED_SHOTS,
		given: { multiPrompt: { shots: ONE_SHOT } },
		sends: ONE_SHOT,
	},
	{
		pages: [PRO_IMAGE],
		field: 'prompt',
		pageSays: 'not together with multi_prompt',
		nodeDoes: 'sends both',
		today: required(text(1, 2500)),
		given: { prompt: 'A fox and its day', multiPrompt: { shots: ONE_SHOT } },
		sends: 'A fox and its day',
	},
	{
		pages: [MOTION_CONTROL],
		field: 'image',
		pageSays: 'a ratio of sides from 1:2.5 to 2.5:1',
		nodeDoes: 'sends an image of any ratio',
		today: PAGES['kling-v2.1-i2v'].image,
		image: [751, 300],
	},
	{
		pages: [MOTION_CONTROL],
		field: 'character_orientation',
		pageSays: 'required, without a default',
		nodeDoes: 'leaves it out where it is empty, and has a default',
		today: choice(['image', 'video'], 'image'),
		given: { characterOrientation: '={{ "" }}' },
		sends: undefined,
	},
];

/** The difference in a field of a page, if there is one. */
export function differenceIn(page: string, field: string): Difference | undefined {
	return DIFFERENCES.find((entry) => entry.field === field && entry.pages.includes(page));
}
