/**
 * Codes of Node.js that prove that a request was never sent: the connection did not come about.
 * Source: nodejs.org/api/errors.html, common system errors, and nodejs.org/api/tls.html,
 * X509 certificate error codes.
 */
const NEVER_SENT_CODES = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'ERR_INVALID_URL',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** A request that got no answer. */
export class ConnectionFault extends Error {
	/**
	 * @param reason what broke, in words that hold no address and no key
	 * @param neverSent whether it is certain that the service did not get the request
	 */
	constructor(
		readonly reason: string,
		readonly neverSent: boolean,
	) {
		super(reason);
		this.name = 'ConnectionFault';
	}
}

/** How far down an error's causes the code is looked for; n8n and axios wrap it twice or thrice. */
const MAX_CAUSES = 5;

/** Makes a connection fault of whatever n8n's request helpers threw. */
export function connectionFaultOf(thrown: unknown): ConnectionFault {
	if (thrown instanceof ConnectionFault) return thrown;
	const code = codeOf(thrown);
	if (!code) return new ConnectionFault('the connection broke', false);
	const neverSent = NEVER_SENT_CODES.has(code);
	return new ConnectionFault(
		neverSent ? `no connection to the service (${code})` : `the connection broke (${code})`,
		neverSent,
	);
}

function codeOf(thrown: unknown): string | undefined {
	let current: unknown = thrown;
	for (let depth = 0; depth < MAX_CAUSES; depth += 1) {
		if (typeof current !== 'object' || current === null) return undefined;
		const { code, cause } = current as { code?: unknown; cause?: unknown };
		if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
		current = cause;
	}
	return undefined;
}
