import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import type { RefusalWords } from '../errors/refusals';
import { quoted } from '../errors/text';
import { ConnectionFault } from './connectionFaults';

/** HTTP status of a request that was refused for now: the account sends too many. */
export const TOO_MANY_REQUESTS = 429;

/** A whole answer of the API, whatever its status: the caller judges it. */
export interface Answer {
	/** HTTP status. */
	readonly status: number;
	/** Headers by their lower-case names. */
	readonly headers: IDataObject;
	/** The parsed body, or undefined where it is not a JSON object that can be passed on safely. */
	readonly json: IDataObject | undefined;
	/** The beginning of the body, on one line, to show in a message when it is not JSON. */
	readonly beginning: string;
}

/** The part of a readable stream that is used here; n8n's linter forbids importing `stream`. */
type ByteStream = AsyncIterable<Buffer>;

/** Far more than the 1 kB of a task's result. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Deeper JSON cannot be copied safely: n8n walks it recursively. Novita's own has 4 levels. */
const MAX_JSON_DEPTH = 32;

/** Characters of an unreadable answer that a message shows. */
const BEGINNING_CHARACTERS = 120;

/** Characters of Novita's words that a message shows. */
const WORDS_CHARACTERS = 300;

/** A shorter text is no key, and may well be a part of the answer's own words. */
const MIN_SECRET_CHARACTERS = 12;

/** What opens a file that n8n has lent to Novita: a service may quote the address that it was given. */
const LENT_FILE_TOKEN = /(binary-data\\?\/signed\?token=)[\w.-]+/g;

/** Keys that reach into an object's prototype when an object is copied key by key. */
const DANGEROUS_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads an answer that came as a stream, within a limit of bytes.
 *
 * @param response full response of n8n's request helper with `encoding: 'stream'`
 * @param secret a text that is blanked wherever the answer quotes it: answers end up in messages
 * @param maxBytes of the body; a larger one is not an answer but an attack or a mix-up
 * @throws Error when the connection breaks in the middle of the answer, or the body is too large
 */
export async function readAnswer(
	response: IN8nHttpFullResponse,
	secret: string,
	maxBytes = MAX_ANSWER_BYTES,
): Promise<Answer> {
	const { body, fault } = await readText(response.body as unknown as ByteStream, maxBytes);
	const answer = answerOf(response.statusCode, response.headers, body, secret);
	// A complete answer counts, however its connection ended: it may name a task that was paid.
	if (fault && !answer.json) throw fault;
	return answer;
}

/** An answer whose body is there as text; `secret` is blanked in it. */
export function answerOf(
	status: number,
	headers: IDataObject,
	body: string,
	secret: string,
): Answer {
	const withoutKey = secret.length < MIN_SECRET_CHARACTERS ? body : body.replaceAll(secret, '***');
	const text = withoutKey.replace(LENT_FILE_TOKEN, '$1***');
	const beginning = text.slice(0, BEGINNING_CHARACTERS).replace(/\s+/g, ' ').trim();
	return { status, headers, json: parseObject(text), beginning };
}

/** Whether an answer is an error in Novita's own form, and not a page or the JSON of a proxy. */
export function isNovitasError({ json }: Answer): boolean {
	return typeof json?.code === 'number' && typeof json.reason === 'string' && json.reason !== '';
}

/** Novita's reason, where an answer is in Novita's form: `{ code, reason, message, metadata }`. */
export function reasonOf(answer: Answer): string | undefined {
	const reason = answer.json?.reason;
	return typeof reason === 'string' && reason ? quoted(reason, WORDS_CHARACTERS) : undefined;
}

/** What an answer says, for the end of a message: its status, and Novita's words where it has any. */
export function wordsOf(answer: Answer): string {
	const message = answer.json?.message;
	const words = typeof message === 'string' && message ? message : answer.beginning;
	return quoted(
		[`HTTP ${answer.status}`, reasonOf(answer), words].filter(Boolean).join(', '),
		WORDS_CHARACTERS,
	);
}

/** The parts of an answer that the message about a refusal quotes. */
export function refusalWordsOf(answer: Answer): RefusalWords {
	return { httpStatus: answer.status, reason: reasonOf(answer), words: wordsOf(answer) };
}

/** Reads a body as far as it comes, and what ended it before its end. */
async function readText(
	stream: ByteStream,
	maxBytes: number,
): Promise<{ body: string; fault?: Error }> {
	const chunks: Buffer[] = [];
	let length = 0;
	let fault: Error | undefined;
	try {
		for await (const chunk of stream) {
			length += chunk.length;
			if (length > maxBytes)
				return { body: '', fault: new ConnectionFault('the answer is too large', false) };
			chunks.push(chunk);
		}
	} catch (error) {
		fault = error instanceof Error ? error : new Error(String(error));
	}
	// The decoder drops a byte order mark, which JSON does not know.
	return { body: new TextDecoder().decode(Buffer.concat(chunks)), fault };
}

function parseObject(text: string): IDataObject | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) && isSafe(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Whether a value of unknown JSON is an object with named keys. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks level by level, not recursively: the depth is what is in question. */
function isSafe(root: IDataObject): boolean {
	let level: unknown[] = [root];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > MAX_JSON_DEPTH) return false;
		const containers = level.filter((value) => typeof value === 'object' && value !== null);
		if (
			containers.some((value) =>
				Object.keys(value as object).some((key) => DANGEROUS_KEYS.has(key)),
			)
		) {
			return false;
		}
		level = containers.flatMap((value) => Object.values(value as object));
	}
	return true;
}
