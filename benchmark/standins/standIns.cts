import axios, { type AxiosInstance } from 'axios';
import type { FastifyInstance } from 'fastify';
import type { Behaviour } from '../../test/novita-standin/faults.cts';
import {
	startStandIn,
	type StandIn,
	type StandInTask,
} from '../../test/novita-standin/standin.cts';
import { createPeers, resultOf } from './peers.cts';

/** What can go wrong once in a job. */
const FAULTS = {
	/** A poll is answered 503 by a gateway. */
	unavailable: { status: [{ kind: 'gateway', status: 503 }] },
	/** A poll is answered 403. Not 401: n8n itself repeats such a request for some nodes. */
	denied: { status: [{ kind: 'refuse', reason: 'API_NOT_ALLOWED', status: 403 }] },
	/** A submit is accepted and paid for, but the connection is lost before its answer. */
	submitLost: { submit: [{ kind: 'reset', accepted: true }] },
} satisfies Record<string, Behaviour>;

/** A job with a fault is started at once, on a busy machine in a minute. */
const FIRST_TASK_LIMIT_MS = 5 * 60_000;

/** How all tasks of a job go. */
export interface JobPlan {
	/** Seconds from submit to end. */
	readonly seconds: number;
	/** Size of the videos; a real clip of 30 kB where left out. */
	readonly videoBytes?: number;
	readonly fault?: keyof typeof FAULTS;
}

/** The stand-ins for all services. A job is known by its name, which is the prompt of its tasks. */
export class StandIns {
	private jobs = 0;

	private constructor(
		readonly novita: StandIn,
		/** Calls the stand-in for Novita. */
		private readonly api: AxiosInstance,
		private readonly peers: FastifyInstance,
		/** Base URL of MiniMax and OpenAI. */
		readonly peersUrl: string,
	) {}

	/** Call `stop()` in the end. */
	static async start(): Promise<StandIns> {
		const novita = await startStandIn({ taskSeconds: 0 });
		const headers = { Authorization: `Bearer ${novita.apiKey}` };
		const api = axios.create({ baseURL: novita.url, headers, proxy: false });
		const peers = createPeers(novita, api);
		return new StandIns(novita, api, peers, await peers.listen({ host: '127.0.0.1', port: 0 }));
	}

	/**
	 * Plans a job. Its tasks have no `eta`: it is 0 in the captured answers of the real service, too.
	 *
	 * @returns its name
	 */
	plan({ fault, ...rest }: JobPlan): string {
		this.jobs += 1;
		const name = `job-${this.jobs}`;
		const behaviour: Behaviour = { ...rest, eta: 'none' };
		const behave = (faults?: Behaviour) =>
			this.novita.behave({ prompt: name }, { ...behaviour, ...faults });
		behave(fault && FAULTS[fault]);
		// Only the first task meets the fault: a node that pays again gets its video.
		const hasTask = () => this.record([name]).tasks.length > 0;
		if (fault) void this.novita.waitFor(hasTask, FIRST_TASK_LIMIT_MS).then(() => behave());
		return name;
	}

	/** The tasks of jobs, one for each payment, and all their requests to the API, failed ones too. */
	record(jobs: readonly string[]): { tasks: StandInTask[]; requests: number } {
		const isOfJobs = (body: unknown) =>
			jobs.includes((body as { prompt?: string } | undefined)?.prompt ?? '');
		const tasks = this.novita.tasks.filter(({ body }) => isOfJobs(body));
		const submits = this.novita.requestsTo('submit').filter(({ body }) => isOfJobs(body));
		const polls = tasks.reduce((sum, { statusRequests }) => sum + statusRequests, 0);
		return { tasks, requests: submits.length + polls };
	}

	/** A finished task at Novita, and a fresh link to its video. */
	async finishedVideo(videoBytes: number): Promise<{ taskId: string; link: string }> {
		const taskId = this.novita.addTask({ behaviour: { videoBytes } });
		const { videos } = await resultOf(this.api, taskId);
		return { taskId, link: videos[0].video_url };
	}

	async stop(): Promise<void> {
		await Promise.all([this.novita.close(), this.peers.close()]);
	}
}
