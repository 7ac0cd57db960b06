import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { ItemFailure } from '../nodes/NovitaKling/errors/failure';
import { MODELS, type ImageRules, type ModelField } from '../nodes/NovitaKling/models';
import type { VideoOperation } from '../nodes/NovitaKling/parameters/operations';
import { readField } from '../nodes/NovitaKling/request/fields';
import { checkFile } from '../nodes/NovitaKling/request/fileCheck';
import { isEmpty } from '../nodes/NovitaKling/request/plainValues';
import { UserError } from './userError.cts';
import { loadExample, type Example } from './example.cts';
import { EXAMPLE_NAMES, type ExampleName, type Flags } from './flags.cts';

/** The photo for image-to-video. */
export interface Photo {
	readonly fileName: string;
	readonly mimeType: string;
	readonly bytes: Buffer;
}

/** Everything that is run, checked. */
export interface Inputs {
	readonly examples: readonly Example[];
	/** Missing where no workflow needs one. */
	readonly photo?: Photo;
}

const EXAMPLE_PHOTO = join(__dirname, '..', 'examples', 'images', 'dandelion-meadow.jpg');
const FIRST_BYTE_OF_PNG = 0x89;

/** The flags for each workflow, by the node's parameters. */
const PARAMETERS: Readonly<Record<ExampleName, (flags: Flags) => IDataObject>> = {
	'text-to-video': ({ prompt, duration, aspectRatio }) => ({ prompt, duration, aspectRatio }),
	'image-to-video': ({ imagePrompt, duration }) => ({ prompt: imagePrompt, duration }),
};

/** The flag by which the user knows a parameter. */
const FLAG_OF: Readonly<Record<ExampleName, Readonly<Record<string, string>>>> = {
	'text-to-video': { prompt: '--prompt', duration: '--duration', aspectRatio: '--aspect-ratio' },
	'image-to-video': { prompt: '--image-prompt', duration: '--duration', image: '--image' },
};

/** Flags that were given for a workflow that does not run. */
const WITHOUT_EFFECT: Readonly<Record<ExampleName, ReadonlyArray<keyof Flags>>> = {
	'text-to-video': ['image', 'imagePrompt'],
	'image-to-video': ['prompt', 'aspectRatio'],
};

/**
 * Reads and checks everything before anything runs, with the node's own checks: with a real key the
 * first request of one workflow would be paid before the other finds its photo unusable.
 *
 * @throws UserError that says what to change
 */
export async function readInputs(flags: Flags): Promise<Inputs> {
	const useless =
		flags.only && WITHOUT_EFFECT[flags.only].find((flag) => flags[flag] !== undefined);
	if (useless) {
		const flag = `--${useless.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
		throw new UserError(
			`${flag} has no effect with --only ${flags.only}`,
			`Leave one of the two out.`,
		);
	}
	const names = EXAMPLE_NAMES.filter((name) => flags.only === undefined || flags.only === name);
	const photo = names.includes('image-to-video') ? await readPhoto(flags.image) : undefined;
	const examples = await Promise.all(
		names.map(async (name) => await loadExample(name, givenOnly(PARAMETERS[name](flags)))),
	);
	for (const example of examples) checkExample(example, photo);
	return { examples, photo };
}

function givenOnly(parameters: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

async function readPhoto(path: string = EXAMPLE_PHOTO): Promise<Photo> {
	try {
		const bytes = await readFile(path);
		const mimeType = bytes[0] === FIRST_BYTE_OF_PNG ? 'image/png' : 'image/jpeg';
		return { fileName: basename(path), mimeType, bytes };
	} catch (error) {
		const reasons: Readonly<Record<string, string>> = {
			ENOENT: 'there is no such file',
			EISDIR: 'it is a folder',
			EACCES: 'it may not be read',
		};
		const { code = '', message } = error as NodeJS.ErrnoException;
		throw new UserError(
			`The image ${path} cannot be used: ${reasons[code] ?? message}`,
			'Check --image.',
		);
	}
}

function checkExample({ name, kling }: Example, photo: Photo | undefined): void {
	const { model: modelId, operation } = kling.parameters;
	const model = MODELS.find(({ id }) => id === modelId);
	const fields: readonly ModelField[] =
		model?.operations[operation as VideoOperation]?.fields ?? [];
	for (const field of fields) {
		const flag = FLAG_OF[name][field.parameter];
		if (flag !== undefined) checkField(field, flag, kling.parameters[field.parameter], photo);
	}
}

function checkPhoto({ fileName, bytes }: Photo, rules: ImageRules): void {
	const place = { parameter: 'image', label: '--image' };
	checkFile(bytes, { place, name: fileName, mustBe: { kind: 'image', rules } });
}

function checkField(
	field: ModelField,
	flag: string,
	value: unknown,
	photo: Photo | undefined,
): void {
	try {
		if (field.kind === 'image') {
			if (photo) checkPhoto(photo, field.rules);
		} else if (isEmpty(value)) {
			if (field.required) throw new UserError(`${flag} is empty`, 'Say what the video is to show.');
		} else {
			readField(field, flag, value);
		}
	} catch (error) {
		if (!(error instanceof ItemFailure)) throw error;
		throw new UserError(error.message, error.nextStep);
	}
}

/**
 * Makes the folder for the videos, before any video is paid for.
 *
 * @throws UserError if it cannot be written to
 */
export async function prepareOutput(folder: string): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
		await access(folder, constants.W_OK);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		const isFile = code === 'EEXIST' || code === 'ENOTDIR';
		throw new UserError(
			`The videos cannot be written to ${folder}: ${isFile ? 'it is a file, not a folder' : message}`,
			'Choose another folder with --output.',
		);
	}
}
