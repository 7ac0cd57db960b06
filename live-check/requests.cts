import { priceOf } from '../demo/prices.cts';
import { MODELS } from '../nodes/NovitaKling/models';
import { OPERATIONS, type VideoOperation } from '../nodes/NovitaKling/parameters/operations';
import { readVideoRequest, type VideoRequest } from '../nodes/NovitaKling/request/videoRequest';
import type { PaidRequest } from './payments.cts';

/** The parameters of the node for a request, by their names. */
interface RequestParameters {
	readonly operation: VideoOperation;
	/** ID of the model. */
	readonly model: string;
	/** Seconds. */
	readonly duration: string;
	readonly [parameter: string]: unknown;
}

/** What a request needs besides its parameters. */
interface Extras {
	/** The file of the input item. */
	readonly image?: Buffer;
}

/** The cheapest model whose price is known, and its shortest video. */
export const CHEAPEST = { model: 'kling-v3.0-std', duration: '3' } as const;

/** A model's name in the panel. */
export function nameOf(modelId: string): string {
	return MODELS.find(({ id }) => id === modelId)?.displayName ?? modelId;
}

/**
 * Builds a request as the node does, from the same parameters, and estimates its price.
 *
 * @param detail what is tried, in words
 */
export async function paidRequest(
	parameters: RequestParameters,
	detail: string,
	{ image }: Extras = {},
): Promise<PaidRequest> {
	const { model, operation, duration } = parameters;
	const request = await readRequest(parameters, image);
	return {
		what: `${nameOf(model)}, ${OPERATIONS[operation].displayName}, ${duration} seconds, ${detail}`,
		price: priceOf(model, operation, request.body),
		request,
	};
}

async function readRequest(
	parameters: RequestParameters,
	image: Buffer | undefined,
): Promise<VideoRequest> {
	const values: Readonly<Record<string, unknown>> = {
		imageSource: 'binary',
		imageBinaryPropertyName: 'data',
		...parameters,
	};
	return await readVideoRequest(parameters.operation, (name) => values[name], {
		open: async () => {
			if (!image) throw new Error(`${parameters.model} asks for a file, and there is none.`);
			const lend = () => noOther('lends');
			return { size: image.length, read: async () => image, lend };
		},
		fetch: () => noOther('fetches'),
	});
}

function noOther(doing: string): never {
	throw new Error(`The live check ${doing} no file.`);
}
