import { Readable } from 'node:stream';

import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import type { Answer } from '../../../nodes/NovitaKling/transport/answers';
import { readAnswer } from '../../../nodes/NovitaKling/transport/answers';

/** A key as users have them. */
export const API_KEY = 'sk_0123456789abcdefghijklmnopqrstuvwxyz';

/** A response as n8n's request helper gives it, with its body in chunks. */
export function responseOf(
	chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
	status = 200,
	headers: IDataObject = {},
): IN8nHttpFullResponse {
	const body = Readable.from(chunks) as unknown as IN8nHttpFullResponse['body'];
	return { body, headers, statusCode: status };
}

/** An answer of the API from the text of its body, read as the node reads it. */
export async function answerOf(text: string, status = 200, headers?: IDataObject): Promise<Answer> {
	return await readAnswer(responseOf([Buffer.from(text)], status, headers), API_KEY);
}

/** An answer with a JSON body. */
export async function jsonAnswer(
	value: unknown,
	status = 200,
	headers?: IDataObject,
): Promise<Answer> {
	return await answerOf(JSON.stringify(value), status, headers);
}
