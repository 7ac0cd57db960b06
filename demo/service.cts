import { startStandIn, type StandIn } from '../test/novita-standin/standin.cts';
import { readBaseUrl } from '../nodes/NovitaKling/transport/address';
import { ItemFailure } from '../nodes/NovitaKling/errors/failure';
import { DemoError } from './demoError.cts';
import type { Flags } from './flags.cts';

/** The service that makes the videos: Novita AI or its stand-in. */
export interface Service {
	/** Its name in a sentence. */
	readonly name: string;
	readonly isStandIn: boolean;
	/** The data of the credential Novita AI API. */
	readonly credential: { readonly apiKey: string; readonly baseUrl: string };
	close(): Promise<void>;
}

/** The variable that holds the key, and so decides whether videos are paid for. */
export const KEY_VARIABLE = 'NOVITA_API_KEY';

/**
 * Novita AI where the environment has a key, its stand-in otherwise.
 *
 * @throws DemoError if the base URL is not an address
 */
export async function openService(flags: Flags, environment: NodeJS.ProcessEnv): Promise<Service> {
	const apiKey = environment[KEY_VARIABLE]?.trim();
	if (apiKey) return novita(apiKey, flags.baseUrl);
	return standInService(await startStandIn({ taskSeconds: flags.taskSeconds }));
}

function novita(apiKey: string, address: string): Service {
	try {
		const baseUrl = readBaseUrl(address);
		return {
			name: 'Novita AI',
			isStandIn: false,
			credential: { apiKey, baseUrl },
			close: async () => {},
		};
	} catch (error) {
		if (!(error instanceof ItemFailure)) throw error;
		throw new DemoError(
			'--base-url is not a plain http or https address',
			'Leave it out for Novita.',
		);
	}
}

function standInService(standIn: StandIn): Service {
	return {
		name: 'the stand-in',
		isStandIn: true,
		credential: { apiKey: standIn.apiKey, baseUrl: standIn.url },
		close: async () => await standIn.close(),
	};
}
