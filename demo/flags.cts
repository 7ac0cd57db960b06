import { Command, Option } from 'commander';
import { klingV21Master } from '../nodes/NovitaKling/models/klingV21Master';
import type { ModelField } from '../nodes/NovitaKling/models';
import { DEFAULT_BASE_URL } from '../nodes/NovitaKling/transport/address';
import { seconds } from './seconds.cts';

/** The example workflows, by the names of their files. */
export const EXAMPLE_NAMES = ['text-to-video', 'image-to-video'] as const;

/** Name of an example workflow. */
export type ExampleName = (typeof EXAMPLE_NAMES)[number];

/** The command line. A value that is missing stays as the workflow has it. */
export interface Flags {
	readonly prompt?: string;
	readonly imagePrompt?: string;
	/** Path of a photo. */
	readonly image?: string;
	/** Seconds, as the node's parameter writes them. */
	readonly duration?: string;
	readonly aspectRatio?: string;
	/** Folder for the videos. */
	readonly output: string;
	readonly only?: ExampleName;
	readonly baseUrl: string;
	/** Seconds that the stand-in takes for a video. */
	readonly taskSeconds: number;
	readonly verbose: boolean;
}

/** Long enough to see the node wait, short enough to wait for. */
const TASK_SECONDS = 6;

const EXAMPLES = `
Without NOVITA_API_KEY in the environment the demo talks to a stand-in on this machine: it costs
nothing and needs no network, and its videos are test pictures. With the key it makes real Kling
videos, which cost about one US dollar each for 5 seconds.

Examples:
  npm run demo
  npm run demo -- --prompt "Waves break on a black beach" --aspect-ratio 9:16
  npm run demo -- --image my-photo.jpg --only image-to-video
  NOVITA_API_KEY=<your key> npm run demo -- --only text-to-video`;

/** The values of a choice of the workflows' model, so that the flags never offer others. */
function choicesOf(parameter: string): string[] {
	const fields: readonly ModelField[] = klingV21Master.operations.textToVideo?.fields ?? [];
	const field = fields.find((candidate) => candidate.parameter === parameter);
	return field?.kind === 'choice' ? field.choices.map(({ value }) => value) : [];
}

/**
 * Reads the command line. For `--help` and for a wrong flag it prints a text and ends the process, with
 * exit code 0 and 1.
 */
export function readFlags(argv: readonly string[]): Flags {
	return new Command('npm run demo --')
		.description(
			"Runs the example workflows in n8n's own engine and writes their videos to a folder.",
		)
		.option('--prompt <text>', 'what the video of text-to-video shows')
		.option('--image <file>', 'your own photo for image-to-video, JPEG or PNG')
		.option('--image-prompt <text>', 'how image-to-video sets the photo in motion')
		.addOption(
			new Option('--duration <seconds>', 'length of the videos').choices(choicesOf('duration')),
		)
		.addOption(
			new Option('--aspect-ratio <ratio>', 'shape of the video of text-to-video').choices(
				choicesOf('aspectRatio'),
			),
		)
		.option('--output <folder>', 'folder for the videos', 'demo-output')
		.addOption(new Option('--only <workflow>', 'run one workflow alone').choices(EXAMPLE_NAMES))
		.option('--base-url <url>', 'where NOVITA_API_KEY is sent', DEFAULT_BASE_URL)
		.option('--task-seconds <seconds>', 'time that the stand-in takes', seconds, TASK_SECONDS)
		.option('--verbose', "print n8n's own log too", false)
		.helpOption('--help', 'show this text')
		.addHelpText('after', EXAMPLES)
		.allowExcessArguments(false)
		.showHelpAfterError('(npm run demo -- --help explains the flags)')
		.parse(argv)
		.opts<Flags>();
}
