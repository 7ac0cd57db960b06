import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { stateOf, TaskStore, type StandInTask } from '../../test/novita-standin/tasks.cts';
import { videoOf } from '../../test/novita-standin/videos.cts';
import type { JobFault, JobPlan, JobRecord } from './jobs.cts';

/** A job at one of the peers' services, while it goes on. */
interface PeerJob {
	readonly plan: JobPlan;
	/** The fault that is still to come. */
	fault?: JobFault;
	requests: number;
	readonly tasks: StandInTask[];
	readonly seenAt: Map<string, number>;
}

/** A task of a peer's service, and how it stands. */
export interface PeerTask {
	readonly id: string;
	readonly state: 'queued' | 'running' | 'finished';
}

const STATUS_OF_FAULT = { unavailable: 503, denied: 403 } as const;

/** Thrown where a request is to be answered with a bare status, or with nothing at all. */
export class PeerFault extends Error {
	/** @param status undefined where the connection ends without an answer */
	constructor(readonly status?: number) {
		super('A fault that the plan of the job asks for');
	}
}

/** The tasks of the peers' services. A task belongs to the job that its prompt names. */
export class PeerTasks {
	private readonly store = new TaskStore();
	private readonly jobs = new Map<string, PeerJob>();
	private readonly jobOfTask = new Map<string, PeerJob>();

	/** Says how the tasks of a job go. */
	plan(name: string, plan: JobPlan): void {
		this.jobs.set(name, { plan, fault: plan.fault, requests: 0, tasks: [], seenAt: new Map() });
	}

	/** What was seen of a job. */
	record(name: string): JobRecord {
		const job = this.jobs.get(name);
		if (!job) return { tasks: [], requests: 0 };
		const tasks = job.tasks.map(({ taskId, endsAt, statusRequests }) => ({
			endsAt,
			seenAt: job.seenAt.get(taskId),
			polls: statusRequests,
		}));
		return { tasks, requests: job.requests };
	}

	/** Takes a submit. @throws PeerFault where its answer is to be lost */
	submit(prompt: string): PeerTask {
		const job = this.jobs.get(prompt);
		if (!job) throw new PeerFault(400);
		job.requests += 1;
		const { seconds, videoBytes } = job.plan;
		const task = this.store.create({
			path: '',
			body: { prompt },
			behaviour: { videoBytes },
			seconds,
			paid: true,
		});
		job.tasks.push(task);
		this.jobOfTask.set(task.taskId, job);
		if (job.fault === 'submitLost') {
			job.fault = undefined;
			throw new PeerFault();
		}
		return { id: task.taskId, state: 'queued' };
	}

	/** Answers a question about a task. @throws PeerFault where there is none, or as planned */
	status(id: string): PeerTask {
		const { task, job } = this.find(id);
		job.requests += 1;
		task.statusRequests += 1;
		if (job.fault === 'unavailable' || job.fault === 'denied') {
			const status = STATUS_OF_FAULT[job.fault];
			job.fault = undefined;
			throw new PeerFault(status);
		}
		const state = stateOf(task, Date.now());
		if (state !== 'SUCCEED') return { id, state: state === 'QUEUED' ? 'queued' : 'running' };
		if (!job.seenAt.has(id)) job.seenAt.set(id, Date.now());
		return { id, state: 'finished' };
	}

	/** Sends the video of a task: the same bytes as Novita's stand-in. */
	async sendVideo(id: string, reply: FastifyReply): Promise<FastifyReply> {
		const video = videoOf(this.find(id).task);
		return await reply
			.header('content-length', video.bytes)
			.type('video/mp4')
			.send(Readable.from(video.chunks(), { objectMode: false }));
	}

	private find(id: string): { task: StandInTask; job: PeerJob } {
		const task = this.store.find(id);
		const job = this.jobOfTask.get(id);
		if (!task || !job) throw new PeerFault(404);
		return { task, job };
	}
}
