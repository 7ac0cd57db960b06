import { PassingFault } from '../errors/failure';

/**
 * Codes of Node.js that prove that a request was never sent: no connection was made.
 * Source: nodejs.org/api/errors.html, common system errors, and nodejs.org/api/tls.html,
 * X509 certificate error codes.
 */
const NEVER_SENT_CODES = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
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

/** Codes that prove it only when connecting: a standing connection can meet them too. */
const CONNECT_CODES = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT']);

/** How far down an error's causes the code is searched for; n8n and axios wrap it two or three times. */
const MAX_CAUSES = 5;

/** A request that got no answer. */
export class ConnectionFault extends PassingFault {
	/**
	 * @param message what broke, in words that hold no address and no key
	 * @param neverSent whether it is certain that the service did not get the request
	 */
	constructor(
		message: string,
		readonly neverSent: boolean,
	) {
		super(message);
		this.name = 'ConnectionFault';
	}
}

/** Turns whatever n8n's request helpers threw into a connection fault. */
export function connectionFaultOf(thrown: unknown): ConnectionFault {
	if (thrown instanceof ConnectionFault) return thrown;
	const fault = systemFaultOf(thrown);
	if (!fault?.code) return new ConnectionFault('the connection was lost', false);
	return isNeverSent(fault)
		? new ConnectionFault(`no connection to the service (${fault.code})`, true)
		: new ConnectionFault(`the connection was lost (${fault.code})`, false);
}

/** The code of Node.js for whatever n8n's request helpers threw. */
export function faultCodeOf(thrown: unknown): string | undefined {
	return systemFaultOf(thrown)?.code;
}

/** What Node.js says of a fault. A host with several addresses has one fault for each. */
interface SystemFault {
	readonly code?: string;
	readonly syscall?: unknown;
	readonly errors?: readonly unknown[];
}

function isNeverSent({ code = '', syscall, errors }: SystemFault): boolean {
	if (errors) return errors.every((error) => isNeverSent(systemFaultOf(error) ?? {}));
	return NEVER_SENT_CODES.has(code) || (CONNECT_CODES.has(code) && syscall === 'connect');
}

/** n8n and axios wrap a fault and repeat its code; the innermost says in which call it came. */
function systemFaultOf(thrown: unknown): SystemFault | undefined {
	let fault: SystemFault | undefined;
	let current: unknown = thrown;
	for (let depth = 0; depth < MAX_CAUSES; depth += 1) {
		if (typeof current !== 'object' || current === null) break;
		// Before 2.34, n8n's own error has no cause, and holds the code as that of the HTTP answer.
		const {
			httpCode,
			code = httpCode,
			syscall,
			errors,
			cause,
		} = current as Record<keyof SystemFault | 'httpCode' | 'cause', unknown>;
		if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) {
			fault = { code, syscall, ...(Array.isArray(errors) && { errors }) };
			if (syscall !== undefined || fault.errors) break;
		}
		current = cause;
	}
	return fault;
}
