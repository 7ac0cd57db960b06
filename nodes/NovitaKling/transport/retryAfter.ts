/** Longest wait that is believed; a longer one is a mistake of the service, or a ban. */
const MAX_RETRY_AFTER_MILLISECONDS = 10 * 60 * 1000;

/**
 * How long a service asks to wait: a number of seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @param header value of the `Retry-After` header
 * @param now milliseconds since 1970
 * @returns milliseconds, or undefined where the header says nothing that can be understood
 */
export function readRetryAfter(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string' && typeof header !== 'number') return undefined;
	const text = String(header).trim();
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
	if (!Number.isFinite(wait)) return undefined;
	return Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MILLISECONDS);
}
