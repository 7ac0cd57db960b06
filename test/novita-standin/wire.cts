import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RecordedRequest, Recording } from './recording.cts';

/** An answer as it goes over the wire, byte by byte: what a well-behaved server would never send. */
export interface WireScript {
	/** Nothing at all is sent where left out. */
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Content-Length, true or not; chunked where left out. */
	readonly announcedBytes?: number;
	readonly chunks?: Iterable<Buffer>;
	/** Stop after this many bytes of the chunks. */
	readonly sendBytes?: number;
	readonly bytesPerSecond?: number;
	/** How it ends: properly, by RST, by a quiet FIN, or never. */
	readonly then: 'end' | 'rst' | 'fin' | 'hang';
	/** Called when the last byte has been handed to the socket and nothing was wrong with the answer. */
	readonly onComplete?: () => void;
}

const SLICES_PER_SECOND = 20;
const MILLISECONDS = 1000;

/** A signal that fires when the client's connection (or the answer) is over. */
export function closedSignal(response: ServerResponse): AbortSignal {
	const controller = new AbortController();
	response.once('close', () => controller.abort());
	if (response.destroyed) controller.abort();
	return controller.signal;
}

/**
 * Waits, or stops early when the client leaves.
 *
 * @returns whether the client is still there
 */
export async function sleepWhileOpen(seconds: number, closed: AbortSignal): Promise<boolean> {
	try {
		await sleep(seconds * MILLISECONDS, undefined, { signal: closed });
		return true;
	} catch {
		return false;
	}
}

function* limited(chunks: Iterable<Buffer>, bytes: number, sliceBytes: number): Generator<Buffer> {
	let left = bytes;
	for (const chunk of chunks) {
		for (let offset = 0; offset < chunk.length && left > 0; offset += sliceBytes) {
			const slice = chunk.subarray(offset, offset + Math.min(sliceBytes, left));
			left -= slice.length;
			yield slice;
		}
		if (left <= 0) return;
	}
}

async function drained(response: ServerResponse, closed: AbortSignal): Promise<boolean> {
	try {
		await once(response, 'drain', { signal: closed });
		return true;
	} catch {
		return false;
	}
}

/** Sends the body; returns false where the client left before its end. */
async function sendBody(response: ServerResponse, script: WireScript): Promise<boolean> {
	const closed = closedSignal(response);
	const pace = script.bytesPerSecond;
	const sliceBytes =
		pace === undefined ? Infinity : Math.max(1, Math.ceil(pace / SLICES_PER_SECOND));
	for (const slice of limited(script.chunks ?? [], script.sendBytes ?? Infinity, sliceBytes)) {
		if (closed.aborted) return false;
		if (!response.write(slice) && !(await drained(response, closed))) return false;
		if (pace !== undefined && !(await sleepWhileOpen(slice.length / pace, closed))) return false;
	}
	return !closed.aborted;
}

function sendHead(response: ServerResponse, script: WireScript): void {
	if (script.status === undefined) return;
	const length =
		script.announcedBytes === undefined ? {} : { 'content-length': script.announcedBytes };
	// A quiet end before the announced length is only possible on a connection that closes.
	const closing = script.then === 'fin' ? { connection: 'close' } : {};
	response.writeHead(script.status, { ...script.headers, ...length, ...closing });
	response.flushHeaders();
}

const ENDINGS: Readonly<Record<WireScript['then'], (response: ServerResponse) => void>> = {
	end: (response) => response.end(),
	rst: (response) => response.socket?.resetAndDestroy(),
	fin: (response) => (response.headersSent ? response.end() : response.socket?.end()),
	hang: () => undefined,
};

/**
 * Takes the answer out of fastify's hands and plays a script on the wire.
 *
 * Resolves when the script is over; a hanging connection stays open until somebody closes it.
 */
export async function play(
	request: FastifyRequest,
	reply: FastifyReply,
	recording: Recording,
	script: WireScript,
): Promise<void> {
	reply.hijack();
	const response = reply.raw;
	const { record } = request;
	if (script.status !== undefined) recording.end(record, script.status);
	sendHead(response, script);
	if (!(await sendBody(response, script))) return;
	noteEnding(record, recording, script);
	// Let the kernel have what was written, or a reset would take it back.
	if (script.then === 'rst' && response.writableLength > 0) await flushed(response);
	ENDINGS[script.then](response);
}

function noteEnding(record: RecordedRequest, recording: Recording, script: WireScript): void {
	if (script.then === 'hang') recording.end(record, 'hung');
	else if (script.then !== 'end') recording.end(record, 'cut');
	else script.onComplete?.();
}

async function flushed(response: ServerResponse): Promise<void> {
	await new Promise<void>((resolve) => {
		response.once('close', resolve);
		response.socket?.write('', () => resolve());
	});
}
