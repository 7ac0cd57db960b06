import { baseUrlWithoutScheme, unusableBaseUrl } from '../errors/credentialFailures';

/** Novita's own address; the credential's default. */
export const DEFAULT_BASE_URL = 'https://api.novita.ai';

/** An address that begins with the host, as people copy it. */
const HOST_FIRST = /^((?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d+)?)(?:\/|$)/i;

/**
 * Checks the credential's base URL.
 *
 * @returns the address without a slash at its end
 * @throws ItemFailure of kind `invalidInput`
 */
export function readBaseUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	const [, host] = HOST_FIRST.exec(text) ?? [];
	if (host) throw baseUrlWithoutScheme(`https://${host}`);
	const address = URL.canParse(text || DEFAULT_BASE_URL)
		? new URL(text || DEFAULT_BASE_URL)
		: undefined;
	const isWeb = address?.protocol === 'https:' || address?.protocol === 'http:';
	if (
		!address ||
		!isWeb ||
		address.username ||
		address.password ||
		address.search ||
		address.hash
	) {
		throw unusableBaseUrl(DEFAULT_BASE_URL);
	}
	return `${address.origin}${address.pathname}`.replace(/\/+$/, '');
}

/** Whether a text is an address of the web, which may be given out though it may not be opened. */
export function isWebAddress(text: string): boolean {
	return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/**
 * Checks an address that the service gave for a video: http or https (http only where the service
 * itself is on http), and without a user name or a password in it.
 *
 * @returns undefined where the address is not to be used
 */
export function readVideoAddress(text: string, baseUrl: string): URL | undefined {
	const address = URL.canParse(text) ? new URL(text) : undefined;
	const allowed = baseUrl.startsWith('http:') ? ['http:', 'https:'] : ['https:'];
	if (!address || !allowed.includes(address.protocol)) return undefined;
	return address.username || address.password ? undefined : address;
}
