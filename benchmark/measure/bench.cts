import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import type { INodeCredentials } from 'n8n-workflow';
import {
	startN8n,
	TARBALL_VARIABLE,
	type N8nServer,
} from '../../test/server/fixture/n8nServer.cts';
import { packPackage } from '../../test/server/fixture/pack.cts';
import { Child } from '../memory/child.cts';
import type { JobPlan, JobRecord, StandInAddresses } from '../peers-standin/jobs.cts';
import type { Wiring } from '../systems/index.cts';

const STAND_IN_SCRIPT = join(__dirname, '..', 'peers-standin', 'start.cts');

/** Lets n8n collect its garbage when the benchmark asks for it, before memory is measured. */
const COLLECT_GARBAGE = `--expose-gc --require "${join(__dirname, 'collectGarbage.cjs')}"`;

/** A key as the peers' services would have it; their stand-ins let anybody in. */
const PEER_KEY = 'standin-key';

/** A running n8n with the packed package, and the stand-ins in a process of their own. */
export class Bench {
	private readonly control: AxiosInstance;
	private jobs = 0;

	/** Use `startBench`. */
	constructor(
		readonly n8n: N8nServer,
		readonly wiring: Wiring,
		/** The packed package that n8n runs. */
		readonly tarball: string,
		private readonly standIns: Child,
		private readonly folder: string,
	) {
		this.control = axios.create({ baseURL: wiring.addresses.control, proxy: false });
	}

	/** Plans a job at all services. @returns its name, which is the prompt of its items */
	async plan(plan: JobPlan): Promise<string> {
		this.jobs += 1;
		const name = `job-${this.jobs}`;
		await this.control.put(`/jobs/${name}`, plan);
		return name;
	}

	/** What the stand-ins saw of a job. */
	async record(job: string): Promise<JobRecord> {
		return (await this.control.get<JobRecord>(`/jobs/${job}`)).data;
	}

	/** Ends everything and removes what it left. */
	async stop(): Promise<void> {
		await Promise.all([this.n8n.stop(), this.standIns.stop()]);
		await rm(this.folder, { recursive: true, force: true });
	}
}

async function createCredentials(
	n8n: N8nServer,
	{ novita, peers, apiKey }: StandInAddresses,
): Promise<INodeCredentials> {
	const contents = {
		novitaApi: { apiKey, baseUrl: novita },
		httpBearerAuth: { token: apiKey },
		minimaxApi: { apiKey: PEER_KEY, region: 'international', url: `${peers}/v1` },
		openAiApi: { apiKey: PEER_KEY, url: `${peers}/v1`, header: false },
	};
	const credentials: INodeCredentials = {};
	for (const [type, data] of Object.entries(contents)) {
		credentials[type] = await n8n.createCredential(type, type, data);
	}
	return credentials;
}

/** Packs the package, and starts n8n with it and the stand-ins. Call its `stop()` in the end. */
export async function startBench(): Promise<Bench> {
	const folder = await mkdtemp(join(tmpdir(), 'kling-benchmark-'));
	const standIns = Child.start(STAND_IN_SCRIPT);
	let n8n: N8nServer | undefined;
	try {
		const addresses = await standIns.next<StandInAddresses>();
		const tarball = process.env[TARBALL_VARIABLE] ?? (await packPackage(folder));
		n8n = await startN8n({ tarball, environment: { NODE_OPTIONS: COLLECT_GARBAGE } });
		const credentials = await createCredentials(n8n, addresses);
		return new Bench(n8n, { addresses, credentials }, tarball, standIns, folder);
	} catch (error) {
		await Promise.all([n8n?.stop(), standIns.stop()]);
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
}
