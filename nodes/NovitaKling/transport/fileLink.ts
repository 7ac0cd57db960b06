import type { IDataObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { connectionFaultOf } from './connectionFaults';

/** A stream that n8n's binary store takes. */
export type FileStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Buffer | Uint8Array
>;

/** What the host of a file answered, with its body unread. */
export interface FileAnswer {
	/** HTTP status. */
	readonly status: number;
	/** Headers by their lower-case names. */
	readonly headers: IDataObject;
	readonly body: FileStream;
	/** Bytes of the body that the host promises; undefined where it does not, or they came packed. */
	readonly announcedBytes: number | undefined;
}

/**
 * Requests a file from its link. The API key is not sent, because the link carries its own signature, and
 * no redirect is followed, so that each address can be checked.
 *
 * @param timeLimit milliseconds until the host has to answer
 * @param signal ends the request, and the body that comes with its answer
 * @throws ConnectionFault where no answer came
 */
export type OpenFileLink = (
	address: URL,
	timeLimit: number,
	signal: AbortSignal,
) => Promise<FileAnswer>;

/**
 * Opens links with n8n's request helper.
 *
 * @param accept the formats that are wanted, where the host may choose
 */
export function fileLinkOpener(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	accept?: string,
): OpenFileLink {
	return async (address, timeLimit, signal) => {
		try {
			const { statusCode, headers, body } = (await helpers.httpRequest({
				url: address.href,
				...(accept && { headers: { Accept: accept } }),
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				sendCredentialsOnCrossOriginRedirect: false,
				abortSignal: signal,
				timeout: timeLimit,
			})) as IN8nHttpFullResponse;
			const stream = body as unknown as FileStream;
			const announcedBytes = announcedBytesOf(headers, stream);
			return { status: statusCode, headers, body: stream, announcedBytes };
		} catch (error) {
			throw connectionFaultOf(error);
		}
	};
}

/**
 * The length that counts for the bytes of a body. n8n's request helper unpacks a body that came packed,
 * and then drops the header that told so: only the message of Node.js itself has the announced length.
 */
function announcedBytesOf(headers: IDataObject, body: FileStream): number | undefined {
	return 'rawHeaders' in body ? contentLength(headers) : undefined;
}

/** The length that a host promises in its header, which is that of the packed body where it packs. */
export function contentLength(headers: IDataObject): number | undefined {
	const text = headers['content-length'];
	return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}
