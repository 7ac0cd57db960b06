import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import {
	emptyKey,
	keyNotAccepted,
	noConnection,
	notAvailable,
	notNovita,
	redirected,
} from '../errors/credentialFailures';
import type { ItemFailure } from '../errors/failure';
import { refused } from '../errors/refusals';
import { resultOf } from '../errors/result';
import { DEFAULT_BASE_URL, readBaseUrl } from '../transport/address';
import {
	type Answer,
	TOO_MANY_REQUESTS,
	answerOf,
	isNovitasError,
	refusalWordsOf,
	wordsOf,
} from '../transport/answers';
import { faultCodeOf } from '../transport/connectionFaults';
import { BALANCE_PATH } from '../transport/novitaApi';

/** Milliseconds. The editor waits for the answer. */
const TIME_LIMIT = 20_000;

/** What a refusal means for the user. */
const EFFECT = 'No video can be made with this credential.';

/** n8n's answer to a request with `resolveWithFullResponse`. */
interface FullResponse {
	readonly statusCode: number;
	readonly headers: IDataObject;
	readonly body: unknown;
}

/**
 * Tests a credential as the editor does when it is saved: reads the balance, which is documented, free
 * of charge and needs a valid key. n8n's declarative test shows nothing but a code where there is no
 * connection, so the node tests the credential itself.
 */
export async function testCredential(
	context: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const tested = await resultOf(async () => await readBalance(context, data.baseUrl, data.apiKey));
	if (!('failure' in tested)) return { status: 'OK', message: 'Connection tested successfully' };
	const { message, nextStep } = tested.failure;
	return { status: 'Error', message: `${message}. ${nextStep}` };
}

/** @throws ItemFailure that says what is wrong with the credential */
async function readBalance(
	context: ICredentialTestFunctions,
	baseUrl: unknown,
	apiKey: unknown,
): Promise<void> {
	const address = readBaseUrl(baseUrl);
	const { host } = new URL(address);
	const key = typeof apiKey === 'string' ? apiKey.trim() : '';
	if (!key) throw emptyKey();
	const answer = await send(context, `${address}${BALANCE_PATH}`, key, host);
	const failure = failureOf(answer, host);
	if (failure) throw failure;
}

/** @throws ItemFailure where there is no answer */
async function send(
	context: ICredentialTestFunctions,
	uri: string,
	key: string,
	host: string,
): Promise<Answer> {
	// The one request helper that n8n gives a test. The key goes to the base URL and nowhere else.
	const options = {
		method: 'GET',
		uri,
		headers: { Authorization: `Bearer ${key}`, Accept: 'application/json' },
		followRedirect: false,
		resolveWithFullResponse: true,
		simple: false,
		timeout: TIME_LIMIT,
	};
	const response = (await context.helpers.request(options).catch((thrown: unknown) => {
		throw noConnection(host, faultCodeOf(thrown));
	})) as FullResponse;
	const { statusCode, headers, body } = response;
	return answerOf(statusCode, headers, typeof body === 'string' ? body : '', key);
}

/** What an answer says against the credential; undefined for a balance. */
function failureOf(answer: Answer, host: string): ItemFailure | undefined {
	const { status, headers, json } = answer;
	if (status === 200 && typeof json?.availableBalance === 'string') return undefined;
	if (status >= 300 && status < 400) {
		const { location } = headers;
		return redirected(host, typeof location === 'string' ? originOf(location) : undefined);
	}
	if (status === TOO_MANY_REQUESTS || (status >= 500 && isNovitasError(answer))) {
		return notAvailable(wordsOf(answer));
	}
	if (isNovitasError(answer)) return refused(refusalWordsOf(answer), EFFECT);
	// No page says in which form a wrong key is refused.
	if ((status === 401 || status === 403) && json) return keyNotAccepted(wordsOf(answer));
	return notNovita(host, status, DEFAULT_BASE_URL);
}

function originOf(address: string): string | undefined {
	return URL.canParse(address) ? new URL(address).origin : undefined;
}
