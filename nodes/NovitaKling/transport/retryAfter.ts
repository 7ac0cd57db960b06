/** Longest wait that is believed; a longer one is a mistake of the service, or a ban. */
const MAX_RETRY_AFTER_MILLISECONDS = 10 * 60 * 1000;

/** All three forms of an HTTP date begin with the day and hold a time; dates alone prove nothing. */
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;

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
	if (/^\d+(\.\d+)?$/.test(text)) return limited(Number(text) * 1000);
	return HTTP_DATE.test(text) ? limited(Date.parse(text) - now) : undefined;
}

function limited(wait: number): number | undefined {
	return Number.isFinite(wait)
		? Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MILLISECONDS)
		: undefined;
}
