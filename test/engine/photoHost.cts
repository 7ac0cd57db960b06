import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** What a host answers at a path. */
export interface HostAnswer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Bytes, sent with their length, or chunks, sent without; hangs for ever where left out. */
	readonly body?: Buffer | string | Iterable<Buffer>;
}

/** A host of photos, which notes who asked it for what. */
export interface PhotoHost {
	readonly origin: string;
	/** Paths in the order in which they were requested, with the headers. */
	readonly requests: ReadonlyArray<{
		readonly path: string;
		readonly headers: IncomingHttpHeaders;
	}>;
	/** Bytes that were sent as chunks. */
	readonly sentInChunks: () => number;
	close(): Promise<void>;
}

/** Starts a host on 127.0.0.1. @param answers by path; any other path is answered with 404 */
export async function startPhotoHost(
	answers: Readonly<Record<string, HostAnswer>>,
): Promise<PhotoHost> {
	const requests: Array<{ path: string; headers: IncomingHttpHeaders }> = [];
	let chunkBytes = 0;
	function* counted(chunks: Iterable<Buffer>) {
		for (const chunk of chunks) {
			chunkBytes += chunk.length;
			yield chunk;
		}
	}
	const server = createServer((request: IncomingMessage, response) => {
		const path = request.url ?? '';
		requests.push({ path, headers: request.headers });
		const { status = 200, headers = {}, body } = answers[path] ?? { status: 404, body: 'no photo' };
		if (body === undefined) return;
		if (typeof body !== 'string' && !Buffer.isBuffer(body)) {
			response.writeHead(status, headers);
			const chunks = Readable.from(counted(body));
			response.on('close', () => chunks.destroy());
			chunks.pipe(response);
			return;
		}
		response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
		response.end(body);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		sentInChunks: () => chunkBytes,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
