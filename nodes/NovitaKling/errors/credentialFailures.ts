import { ItemFailure } from './failure';

/** Where the key comes from, for whoever reads a message about it. */
const WAY_TO_A_KEY = 'Keys are created at novita.ai under Settings, Key Management.';

/** What a code of Node.js means for somebody who filled in an address. Source: nodejs.org/api/errors.html. */
const CONNECTION_WORDS: ReadonlyArray<{
	readonly code: RegExp;
	readonly says: (host: string) => string;
}> = [
	{ code: /^(ENOTFOUND|EAI_AGAIN)$/, says: (host) => `The host ${host} could not be found` },
	{ code: /^ECONNREFUSED$/, says: (host) => `Nothing answers at ${host}` },
	{
		code: /CERT|^ERR_TLS|^EPROTO$|^UNABLE_TO_/,
		says: (host) => `The host ${host} has no certificate that n8n trusts`,
	},
	{ code: /^(ETIMEDOUT|ECONNABORTED)$/, says: (host) => `The host ${host} did not answer in time` },
];

/** The credential has no key. */
export function emptyKey(): ItemFailure {
	return credentialFailure('API Key is empty', WAY_TO_A_KEY, 'apiKey');
}

/** The key is refused in another form than Novita's own. */
export function keyNotAccepted(words: string): ItemFailure {
	return credentialFailure(
		'Novita did not accept the API key',
		`Copy the key again. ${WAY_TO_A_KEY} Novita says: ${words}`,
		'apiKey',
	);
}

/** The credential's Base URL is not an address. */
export function unusableBaseUrl(defaultBaseUrl: string): ItemFailure {
	return credentialFailure(
		'The Base URL of the credential is not a plain http or https address',
		`Set Base URL in the credential to ${defaultBaseUrl}.`,
	);
}

/** The credential's Base URL begins with the host. */
export function baseUrlWithoutScheme(withScheme: string): ItemFailure {
	return credentialFailure(
		'The Base URL of the credential does not begin with https://',
		`Set Base URL in the credential to ${withScheme}.`,
	);
}

/** No connection to the host of the Base URL, or none that lasted. */
export function noConnection(host: string, code: string | undefined): ItemFailure {
	const known = CONNECTION_WORDS.find((words) => code !== undefined && words.code.test(code));
	return credentialFailure(
		known?.says(host) ?? `The connection to ${host} was lost`,
		`Check the Base URL, and whether this n8n can reach the internet${code ? ` (${code})` : ''}.`,
	);
}

/** The host sends n8n elsewhere, where the key must not go. */
export function redirected(host: string, address: string | undefined): ItemFailure {
	return credentialFailure(
		`The host ${host} redirects to ${address ?? 'another address'}, and the key is not sent there`,
		'Set Base URL to the address of the Novita API itself.',
	);
}

/** The host answers, but it is not Novita. */
export function notNovita(host: string, httpStatus: number, defaultBaseUrl: string): ItemFailure {
	return credentialFailure(
		`The host ${host} does not answer like the Novita API (HTTP ${httpStatus})`,
		`Set Base URL to ${defaultBaseUrl}.`,
	);
}

/** Novita cannot say now whether the key is good. */
export function notAvailable(words: string): ItemFailure {
	return credentialFailure(
		'Novita cannot check the key at the moment',
		`Test the credential again in a minute. Novita says: ${words}`,
	);
}

function credentialFailure(message: string, nextStep: string, parameter = 'baseUrl'): ItemFailure {
	return new ItemFailure(message, nextStep, { kind: 'invalidInput', parameter });
}
