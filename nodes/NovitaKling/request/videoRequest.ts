import { createHash } from 'crypto';

import { operationNotOffered, unknownModel } from '../errors/inputFailures';
import { type KlingModel, MODELS, type ModelField, type ModelRequest } from '../models';
import type { VideoOperation } from '../parameters/operations';
import { type AddressValue, type LentFile, readAddressField } from './addressField';
import { type ReadParameter, readFieldOfItem } from './fieldOfItem';
import type { WireValue } from './fields';
import { type ImageForm, type ImageValue, type RequestImage, readImage } from './imageField';
import type { ItemFiles } from './itemFiles';
import { plainText } from './plainValues';

/**
 * The form does not make another video, so every file counts as raw base64: the form of requests that
 * are in the records of earlier executions.
 */
const FORM_IN_FINGERPRINT: ImageForm = 'base64';

/** A checked request for a video: everything that is sent, but for the bytes of an image file. */
export interface VideoRequest {
	readonly model: KlingModel;
	readonly path: string;
	/** The body by the service's field names, without an image file. */
	readonly body: Readonly<Record<string, WireValue>>;
	/** The image file, where the image is not an address. */
	readonly image?: RequestImage;
	/** The files that n8n lends to Novita; their addresses are made when the request is sent. */
	readonly lent?: readonly LentFile[];
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
	files: ItemFiles,
): Promise<VideoRequest> {
	const model = readModel(readParameter('model'));
	const { path, fields, constants } = routeOf(model, operation);
	const body: Record<string, WireValue> = { ...constants };
	let image: RequestImage | undefined;
	const lent: LentFile[] = [];
	let imageHash = '';
	const lentHashes: string[] = [];
	for (const field of fields) {
		const read = await readFieldValue(field, readParameter, files);
		if ('image' in read) {
			image = read.image;
			imageHash = hashOf(read.identity);
		} else if ('lent' in read) {
			lent.push(read.lent);
			lentHashes.push(`${field.wireName} ${hashOf(read.bytes)}`);
		} else if (read.value !== undefined) body[field.wireName] = read.value;
	}
	const form = image && FORM_IN_FINGERPRINT;
	const fingerprint = hashOf(JSON.stringify([path, body, form, imageHash, ...lentHashes]));
	return { model, path, body, image, lent, fingerprint };
}

async function readFieldValue(
	field: ModelField,
	readParameter: ReadParameter,
	files: ItemFiles,
): Promise<ImageValue | AddressValue> {
	if (field.kind === 'image') return await readImage(field, readParameter, files);
	if (field.kind === 'address') return await readAddressField(field, readParameter, files);
	return { value: readFieldOfItem(field, readParameter) };
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

function hashOf(content: string | Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}
