import type { Readable } from 'node:stream';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { Credential } from '../demo/credential.cts';
import { type Answer, readAnswer, wordsOf } from '../nodes/NovitaKling/transport/answers';
import {
	type ConnectionFault,
	connectionFaultOf,
} from '../nodes/NovitaKling/transport/connectionFaults';

/** A request and what came of it: an answer of any status, or the fault that left it without one. */
export interface Exchange {
	/** The request in words: method, path and what is special about it; never the key. */
	readonly request: string;
	readonly answer?: Answer;
	readonly fault?: ConnectionFault;
}

/** Which key goes along: that of the account, one that nobody has, or none. */
export type Key = 'own' | 'wrong' | 'none';

const BALANCE = '/openapi/v1/billing/balance/detail';
const TASK_RESULT = '/v3/async/task-result';

/** Novita's keys begin with `sk_`; this one has the form of none that is given out. */
const WRONG_KEY = 'sk_no-key-at-all';

const KEY_WORDS: Readonly<Record<Key, string>> = {
	own: '',
	wrong: ' with a key that does not exist',
	none: ' without a key',
};

/** n8n's own, so that a service which judges by it answers as it answers the node. */
const USER_AGENT = 'n8n';

/** Milliseconds. */
const FREE_TIME_LIMIT = 30_000;
/** Milliseconds. As long as the node gives a submit, which is never sent again. */
const SUBMIT_TIME_LIMIT = 180_000;
const VIDEO_TIME_LIMIT = 600_000;

const MAX_VIDEO_BYTES = 500_000_000;

/** What a request ended with, in words for a finding. */
export function inWords({ answer, fault }: Exchange): string {
	return answer ? wordsOf(answer) : (fault?.message ?? 'no answer');
}

/** Novita's API with plain requests: every answer is given as it came, and the key follows no redirect. */
export class Novita {
	/** @param stop ends the requests under way, but for a paid one */
	constructor(
		private readonly credential: Credential,
		private readonly stop: AbortSignal,
	) {}

	/** Gets what is left on the account. */
	async balance(key: Key = 'own'): Promise<Exchange> {
		return await this.send(`GET ${BALANCE}`, { method: 'GET', url: BALANCE }, key);
	}

	/** Gets the status of a task. */
	async taskResult(taskId: string, key: Key = 'own'): Promise<Exchange> {
		const params = { task_id: taskId };
		return await this.send(
			`GET ${TASK_RESULT}?task_id=${taskId}`,
			{ method: 'GET', url: TASK_RESULT, params },
			key,
		);
	}

	/**
	 * Posts a body that cannot make a task.
	 *
	 * @param what the body in words
	 */
	async post(path: string, body: string, what: string): Promise<Exchange> {
		return await this.send(`POST ${path} with ${what}`, {
			method: 'POST',
			url: path,
			data: Buffer.from(body),
		});
	}

	/** Posts a body that makes a task, which is paid for. It is sent once, and not cut off by a stop. */
	async submit(path: string, body: Buffer, what: string): Promise<Exchange> {
		const options = { method: 'POST', url: path, data: body };
		const limit = AbortSignal.timeout(SUBMIT_TIME_LIMIT);
		return await this.send(`POST ${path}: ${what}`, options, 'own', limit);
	}

	/** The status with which a video's link is answered; the key is not sent along. */
	async openLink(link: string): Promise<number | undefined> {
		const response = await this.getVideo<Readable>(link, { responseType: 'stream' });
		response?.data.destroy();
		return response?.status;
	}

	/** A video's bytes; undefined where they cannot be had. */
	async download(link: string): Promise<Buffer | undefined> {
		const response = await this.getVideo<Buffer>(link, {
			responseType: 'arraybuffer',
			maxContentLength: MAX_VIDEO_BYTES,
		});
		return response?.status === 200 ? response.data : undefined;
	}

	private async getVideo<Data>(
		link: string,
		options: AxiosRequestConfig,
	): Promise<AxiosResponse<Data> | undefined> {
		const signal = AbortSignal.any([AbortSignal.timeout(VIDEO_TIME_LIMIT), this.stop]);
		// Redirects are followed, as by the node: no key goes along.
		const fixed = { signal, validateStatus: () => true };
		try {
			return await axios.get<Data>(link, { ...options, ...fixed });
		} catch {
			return undefined;
		}
	}

	private async send(
		request: string,
		options: AxiosRequestConfig,
		key: Key = 'own',
		signal: AbortSignal = AbortSignal.any([AbortSignal.timeout(FREE_TIME_LIMIT), this.stop]),
	): Promise<Exchange> {
		const { apiKey, baseUrl } = this.credential;
		const sentKey = key === 'own' ? apiKey : WRONG_KEY;
		try {
			const { status, headers, data } = await axios.request<Readable>({
				...options,
				baseURL: baseUrl,
				headers: {
					'Content-Type': 'application/json',
					Accept: 'application/json',
					'User-Agent': USER_AGENT,
					...(key !== 'none' && { Authorization: `Bearer ${sentKey}` }),
				},
				signal,
				maxRedirects: 0,
				responseType: 'stream',
				validateStatus: () => true,
			});
			const response = { statusCode: status, headers, body: data } as unknown;
			const answer = await readAnswer(response as IN8nHttpFullResponse, apiKey);
			return { request: request + KEY_WORDS[key], answer };
		} catch (error) {
			return { request: request + KEY_WORDS[key], fault: connectionFaultOf(error) };
		}
	}
}
