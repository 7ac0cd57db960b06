import { createHash } from 'crypto';

import {
	type Place,
	missingValue,
	operationNotOffered,
	unknownModel,
} from '../errors/inputFailures';
import { shown } from '../errors/text';
import type { AddressField, ImageField, KlingModel, ModelRequest } from '../models';
import { MODELS } from '../models';
import { IMAGE_SOURCES, type ImageSource } from '../parameters/imageSources';
import { labelOf } from '../parameters/texts';
import type { VideoOperation } from '../parameters/operations';
import { readChoiceValue } from './choiceValue';
import { type ReadParameter, readFieldOfItem } from './fieldOfItem';
import type { WireValue } from './fields';
import { checkImage, checkImageFileSize } from './image';
import { isEmpty, plainText } from './plainValues';
import { readChoiceOption } from './settings';

/** A file of an input item. Its bytes are read when they are needed; an item that waits holds none. */
export interface InputFile {
	/** Its name, for messages; undefined where it has none. */
	readonly name?: string;
	/** Size in bytes. */
	readonly size: number;
	readonly read: () => Promise<Buffer>;
}

/**
 * The form does not make another video, so every file counts as raw base64: the form of requests that
 * are in the records of earlier executions.
 */
const FORM_IN_FINGERPRINT: ImageForm = 'base64';

/** Gives a file of the item by its field name; throws an `ItemFailure` where there is none. */
export type OpenFile = (fieldName: string, place: Place) => Promise<InputFile>;

/** How a file's bytes are written into a request: raw base64, or as a data URI. */
export type ImageForm = 'base64' | 'dataUri';

/** A checked request for a video: everything that is sent, but for the bytes of an image file. */
export interface VideoRequest {
	readonly model: KlingModel;
	readonly path: string;
	/** The body by the service's field names, without an image file. */
	readonly body: Readonly<Record<string, WireValue>>;
	/** The image file, where the image comes from the item. */
	readonly image?: {
		readonly wireName: string;
		readonly file: InputFile;
		/** The form that the user chose; `auto` where the submit finds out which one Novita takes. */
		readonly encoding: ImageForm | 'auto';
	};
	/** Hash of all that is sent: the same for the same video, different for any other. */
	readonly fingerprint: string;
}

/**
 * Reads, checks and builds one item's request. Sends nothing.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export async function readVideoRequest(
	operation: VideoOperation,
	readParameter: ReadParameter,
	openFile: OpenFile,
): Promise<VideoRequest> {
	const model = readModel(readParameter('model'));
	const { path, fields, constants } = routeOf(model, operation);
	const body: Record<string, WireValue> = { ...constants };
	let image: VideoRequest['image'];
	let imageHash = '';
	for (const field of fields) {
		if (field.kind !== 'image') {
			const value = readFieldOfItem(field, readParameter);
			if (value !== undefined) body[field.wireName] = value;
		} else if (readImageSource(readParameter) === 'url') {
			const address = readFieldOfItem(imageAddress(field), readParameter);
			if (address !== undefined) body[field.wireName] = address;
		} else {
			const encoding = readChoiceOption('imageEncoding', readParameter);
			const { file, hash } = await readImageFile(field, readParameter, openFile);
			image = { wireName: field.wireName, file, encoding };
			imageHash = hash;
		}
	}
	const fingerprint = hashOf(JSON.stringify([path, body, image && FORM_IN_FINGERPRINT, imageHash]));
	return { model, path, body, image, fingerprint };
}

function readModel(value: unknown): KlingModel {
	const id = plainText(value);
	const model = MODELS.find((candidate) => candidate.id === id);
	if (model) return model;
	throw unknownModel(value, MODELS.map((candidate) => candidate.id).join(', '));
}

function routeOf(model: KlingModel, operation: VideoOperation): ModelRequest {
	const route = model.operations[operation];
	if (route) return route;
	throw operationNotOffered(model.displayName);
}

/** The image as an address from which Novita fetches it. */
function imageAddress({ wireName, required }: ImageField): AddressField {
	return { kind: 'address', parameter: 'imageUrl', wireName, required };
}

async function readImageFile(
	field: ImageField,
	readParameter: ReadParameter,
	openFile: OpenFile,
): Promise<{ file: InputFile; hash: string }> {
	const parameter = 'imageBinaryPropertyName';
	const place = { parameter, label: labelOf(parameter) };
	const fieldName = plainText(readParameter(parameter));
	if (!fieldName) {
		throw missingValue(
			place,
			'Enter the name of the field of the input item that holds the image, e.g. data.',
		);
	}
	const file = await openFile(fieldName, place);
	const image = { place, name: file.name ? shown(file.name) : 'the file', field };
	checkImageFileSize(file.size, image);
	const bytes = await file.read();
	checkImage(bytes, image);
	return { file, hash: hashOf(bytes) };
}

/** Where the image comes from; nothing else means a file, because a video of the wrong image is paid for. */
function readImageSource(readParameter: ReadParameter): ImageSource {
	const parameter = 'imageSource';
	const place = { parameter, label: labelOf(parameter) };
	const value = readParameter(parameter);
	if (isEmpty(value)) throw missingValue(place);
	return readChoiceValue(place, value, IMAGE_SOURCES).value;
}

function hashOf(content: string | Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}
