import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { readBaseUrl } from './address';
import { type Answer, readAnswer } from './answers';
import { connectionFaultOf } from './connectionFaults';

/** Name of the credential type. */
export const CREDENTIAL = 'novitaApi';

/** A status answer is small; one that takes longer is asked for anew. */
const STATUS_TIME_LIMIT = 30_000;

/** A submit may carry 13 MB over a slow line, and is never repeated: it gets all the time it needs. */
const SUBMIT_TIME_LIMIT = 180_000;

/**
 * The one door to Novita's API. Gives every answer as it is; throws a `ConnectionFault` where there
 * was none. The key is added by n8n and is sent to the base URL alone: redirects are not followed.
 */
export interface NovitaApi {
	readonly baseUrl: string;
	/**
	 * Sends the one paid request.
	 *
	 * @param timeLimit milliseconds at most
	 */
	submit(path: string, body: Buffer, timeLimit: number): Promise<Answer>;
	/** Asks for a task; free of charge. */
	taskResult(taskId: string, timeLimit: number): Promise<Answer>;
	/** Asks what is left on the account; free of charge. */
	balance(): Promise<Answer>;
}

/**
 * Opens the API with the node's credential.
 *
 * @throws ItemFailure where the base URL is not an address
 */
export async function openNovitaApi(context: IExecuteFunctions): Promise<NovitaApi> {
	const credential = await context.getCredentials(CREDENTIAL);
	const baseUrl = readBaseUrl(credential.baseUrl);

	async function send(options: IHttpRequestOptions, timeLimit: number): Promise<Answer> {
		const startedAt = Date.now();
		try {
			const response = (await context.helpers.httpRequestWithAuthentication.call(
				context,
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
			return await readAnswer(response, Math.max(timeLimit - (Date.now() - startedAt), 1));
		} catch (error) {
			throw connectionFaultOf(error);
		}
	}

	return {
		baseUrl,
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
			await send(
				{
					method: 'GET',
					url: `${baseUrl}/v3/async/task-result`,
					qs: { task_id: taskId },
					headers: { Accept: 'application/json' },
				},
				Math.min(timeLimit, STATUS_TIME_LIMIT),
			),
		balance: async () =>
			await send(
				{
					method: 'GET',
					url: `${baseUrl}/openapi/v1/billing/balance/detail`,
					headers: { Accept: 'application/json' },
				},
				STATUS_TIME_LIMIT,
			),
	};
}
