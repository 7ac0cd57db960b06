import { createHash } from 'crypto';

import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { readBaseUrl } from './address';
import { type Answer, readAnswer } from './answers';
import { connectionFaultOf } from './connectionFaults';

/** Name of the credential type. */
const CREDENTIAL = 'novitaApi';

/** Path of the balance, which needs a valid key and is free of charge. */
export const BALANCE_PATH = '/openapi/v1/billing/balance/detail';

/** Milliseconds. The answer to a free request is small; after this time the request is sent again. */
const FREE_REQUEST_TIME_LIMIT = 30_000;

/** Bytes. A bill takes less than 1 kB, and an account may have dozens of products each hour of a week. */
const MAX_BILLS_BYTES = 32 * 1024 * 1024;

/** Milliseconds. A submit may carry 13 MB over a slow line and is never repeated, so it gets time. */
const SUBMIT_TIME_LIMIT = 180_000;

/**
 * The one door to Novita's API. Gives every answer as it is; throws a `ConnectionFault` where there
 * was none. The key is added by n8n and is sent to the base URL alone: redirects are not followed.
 */
export interface NovitaApi {
	readonly baseUrl: string;
	/** The same for all that use the account; says nothing about its key. */
	readonly account: string;
	/**
	 * Sends the one paid request. A Stop does not cut it off, because it may be paid already.
	 *
	 * @param timeLimit milliseconds at most
	 */
	submit(path: string, body: Buffer, timeLimit: number): Promise<Answer>;
	/** Gets the status of a task; free of charge. */
	taskResult(taskId: string, timeLimit: number): Promise<Answer>;
	/** Gets what is left on the account; free of charge. */
	balance(): Promise<Answer>;
	/** Gets bills; free of charge. @param query as Novita documents it */
	usage(query: IDataObject): Promise<Answer>;
}

/**
 * The node's context with another signal that ends a request. n8n's helper takes the execution's own
 * cancel signal and no other, and its time-out ends with the headers, not with the body.
 */
function withCancelSignal(context: IExecuteFunctions, signal: AbortSignal): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;
}

/**
 * Opens the API with the node's credential.
 *
 * @throws ItemFailure where the base URL is not an address
 */
export async function openNovitaApi(context: IExecuteFunctions): Promise<NovitaApi> {
	const credential = await context.getCredentials(CREDENTIAL);
	const baseUrl = readBaseUrl(credential.baseUrl);
	const secret = typeof credential.apiKey === 'string' ? credential.apiKey.trim() : '';

	async function send(
		options: IHttpRequestOptions,
		longestTime: number,
		{ canceled, maxAnswerBytes }: { canceled?: AbortSignal; maxAnswerBytes?: number } = {},
	): Promise<Answer> {
		// Timers take whole milliseconds only.
		const timeLimit = Math.ceil(longestTime);
		const ended = new AbortController();
		const reasons = [AbortSignal.timeout(timeLimit), ended.signal, ...(canceled ? [canceled] : [])];
		const limit = AbortSignal.any(reasons);
		const limited = withCancelSignal(context, limit);
		try {
			const response = (await limited.helpers.httpRequestWithAuthentication.call(
				limited,
				CREDENTIAL,
				{
					...options,
					encoding: 'stream',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
					sendCredentialsOnCrossOriginRedirect: false,
					timeout: timeLimit,
				},
			)) as IN8nHttpFullResponse;
			return await readAnswer(response, secret, maxAnswerBytes);
		} catch (error) {
			throw connectionFaultOf(error);
		} finally {
			// Closes the connection of an answer that was not read to its end.
			ended.abort();
		}
	}

	const get = async (
		path: string,
		longestTime: number,
		qs?: IDataObject,
		maxAnswerBytes?: number,
	): Promise<Answer> =>
		await send(
			{ method: 'GET', url: `${baseUrl}${path}`, qs, headers: { Accept: 'application/json' } },
			Math.min(longestTime, FREE_REQUEST_TIME_LIMIT),
			{ canceled: context.getExecutionCancelSignal(), maxAnswerBytes },
		);

	return {
		baseUrl,
		account: createHash('sha256').update(`${baseUrl} ${secret}`).digest('hex'),
		submit: async (path, body, timeLimit) =>
			await send(
				{
					method: 'POST',
					url: `${baseUrl}${path}`,
					headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
					body,
				},
				Math.min(timeLimit, SUBMIT_TIME_LIMIT),
			),
		taskResult: async (taskId, timeLimit) =>
			await get('/v3/async/task-result', timeLimit, { task_id: taskId }),
		balance: async () => await get(BALANCE_PATH, FREE_REQUEST_TIME_LIMIT),
		usage: async (query) =>
			await get('/openapi/v1/billing/bill/list', FREE_REQUEST_TIME_LIMIT, query, MAX_BILLS_BYTES),
	};
}
