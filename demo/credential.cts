import { ItemFailure } from '../nodes/NovitaKling/errors/failure';
import { readBaseUrl } from '../nodes/NovitaKling/transport/address';
import { UserError } from './userError.cts';

/** The data of the credential Novita AI API. */
export interface Credential {
	readonly apiKey: string;
	/** Without a slash at its end. */
	readonly baseUrl: string;
}

/** The variable that holds the key, and so decides whether videos are paid for. */
export const KEY_VARIABLE = 'NOVITA_API_KEY';

/**
 * The key from the environment, and where it is sent.
 *
 * @param address the value of `--base-url`
 * @returns undefined where the environment has no key
 * @throws UserError if the base URL is not an address
 */
export function readCredential(
	environment: NodeJS.ProcessEnv,
	address: string,
): Credential | undefined {
	const apiKey = environment[KEY_VARIABLE]?.trim();
	if (!apiKey) return undefined;
	try {
		return { apiKey, baseUrl: readBaseUrl(address) };
	} catch (error) {
		if (!(error instanceof ItemFailure)) throw error;
		throw new UserError(
			'--base-url is not a plain http or https address',
			'Leave it out for Novita.',
		);
	}
}
