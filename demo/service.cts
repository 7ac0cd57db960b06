import { startStandIn, type StandIn } from '../test/novita-standin/standin.cts';
import { readCredential, type Credential } from './credential.cts';
import type { Flags } from './flags.cts';

/** The service that makes the videos: Novita AI or its stand-in. */
export interface Service {
	/** Its name in a sentence. */
	readonly name: string;
	readonly isStandIn: boolean;
	readonly credential: Credential;
	close(): Promise<void>;
}

/**
 * Novita AI where the environment has a key, its stand-in otherwise.
 *
 * @throws UserError if the base URL is not an address
 */
export async function openService(flags: Flags, environment: NodeJS.ProcessEnv): Promise<Service> {
	const credential = readCredential(environment, flags.baseUrl);
	if (credential) {
		return { name: 'Novita AI', isStandIn: false, credential, close: async () => {} };
	}
	return standInService(await startStandIn({ taskSeconds: flags.taskSeconds }));
}

function standInService(standIn: StandIn): Service {
	return {
		name: 'the stand-in',
		isStandIn: true,
		credential: { apiKey: standIn.apiKey, baseUrl: standIn.url },
		close: async () => await standIn.close(),
	};
}
