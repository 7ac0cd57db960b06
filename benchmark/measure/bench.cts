import { join } from 'node:path';
import type { INodeCredentials } from 'n8n-workflow';
import { startN8n, type N8nServer } from '../../test/server/fixture/n8nServer.cts';
import { StandIns } from '../standins/standIns.cts';
import { SYSTEMS } from '../systems.cts';
import { deliver } from './runJobs.cts';

/** Lets n8n collect its garbage when the benchmark wants it, before memory is measured. */
const COLLECT_GARBAGE = `--expose-gc --require "${join(__dirname, 'collectGarbage.cjs')}"`;

/** A key as the peers' services would have it; their stand-ins let anybody in. */
const PEER_KEY = 'standin-key';

/** A real n8n with the packed package, connected to the stand-ins. */
export interface Bench {
	readonly n8n: N8nServer;
	readonly standIns: StandIns;
	/** The credentials that were created in n8n, by their type. */
	readonly credentials: INodeCredentials;
	stop(): Promise<void>;
}

async function createCredentials(
	n8n: N8nServer,
	{ novita, peersUrl }: StandIns,
): Promise<INodeCredentials> {
	const contents = {
		novitaApi: { apiKey: novita.apiKey, baseUrl: novita.url },
		httpBearerAuth: { token: novita.apiKey },
		minimaxApi: { apiKey: PEER_KEY, region: 'international', url: `${peersUrl}/v1` },
		openAiApi: { apiKey: PEER_KEY, url: `${peersUrl}/v1`, header: false },
	};
	const credentials: INodeCredentials = {};
	for (const [type, data] of Object.entries(contents)) {
		credentials[type] = await n8n.createCredential(type, type, data);
	}
	return credentials;
}

/** Packs the package, starts n8n with it, and lets each system make a first video. */
export async function startBench(): Promise<Bench> {
	const standIns = await StandIns.start();
	let n8n: N8nServer | undefined;
	const stop = async () => {
		await Promise.all([n8n?.stop(), standIns.stop()]);
	};
	try {
		n8n = await startN8n({ environment: { NODE_OPTIONS: COLLECT_GARBAGE } });
		const bench = { n8n, standIns, credentials: await createCredentials(n8n, standIns), stop };
		for (const system of SYSTEMS) await deliver(bench, system, [{ seconds: 0 }]);
		return bench;
	} catch (error) {
		await stop();
		throw error;
	}
}
