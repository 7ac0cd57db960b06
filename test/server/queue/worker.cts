import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../fixture/freePort.cts';
import { logLines } from '../fixture/logLines.cts';
import { N8nProcess } from '../fixture/n8nProcess.cts';
import { TARBALL_VARIABLE, type N8nServer } from '../fixture/n8nServer.cts';
import { installPackage, packPackage } from '../fixture/pack.cts';
import { waitFor } from '../fixture/waitFor.cts';

/** Executions that a worker runs at a time; n8n's own default is 10. */
export const CONCURRENCY = 2;

/** Ten seconds on a small machine, several times that when all start at once. */
const START_LIMIT_MS = 120_000;

const READY_TEXT = 'n8n worker is now ready';

/** What a worker logs of an execution; the same execution again after each wake-up. */
const JOB_MESSAGE = /^Worker (started|finished) execution (\d+)/;

/** A stretch of an execution that a worker ran. Times are milliseconds since 1970. */
export interface Job {
	executionId: string;
	workflowId: string;
	startedAt: number;
	/** Undefined while it runs, and forever where the worker was killed meanwhile. */
	finishedAt?: number;
}

/** A worker process of n8n's queue mode, with its own user folder as on its own machine. */
export class Worker {
	private constructor(
		readonly name: string,
		private readonly n8n: N8nProcess,
		private readonly userFolder: string,
	) {}

	/** Starts a worker of a main server and waits until it takes jobs. @throws Error with its log when it does not */
	static async start(name: string, main: N8nServer): Promise<Worker> {
		const userFolder = await mkdtemp(join(tmpdir(), `n8n-${name}-`));
		const tarball = process.env[TARBALL_VARIABLE];
		await installPackage(tarball ?? (await packPackage(userFolder)), userFolder);
		const n8n = new N8nProcess({
			installation: main.installation,
			command: ['worker', `--concurrency=${CONCURRENCY}`],
			environment: {
				...main.environment,
				N8N_USER_FOLDER: userFolder,
				N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			},
		});
		const worker = new Worker(name, n8n, userFolder);
		await waitFor(async () => worker.isReady(), {
			what: `${name} to be ready`,
			limitMs: START_LIMIT_MS,
			describe: () => n8n.logTail,
		}).catch(async (error: unknown) => {
			await worker.stop();
			throw error;
		});
		return worker;
	}

	/** Everything it has written. */
	get logs(): string {
		return this.n8n.logs;
	}

	/** The IDs of Novita's tasks that its log names. */
	get loggedTaskIds(): string[] {
		return logLines(this.logs).flatMap(({ metadata: { taskId } }) => (taskId ? [taskId] : []));
	}

	/** The jobs that it has started, in order; those of one workflow if given. */
	jobs(workflowId?: string): Job[] {
		const jobs: Job[] = [];
		for (const { message, metadata } of logLines(this.logs)) {
			const [, event, executionId] = JOB_MESSAGE.exec(message) ?? [];
			const at = Date.parse(metadata.timestamp);
			if (event === 'started') {
				jobs.push({ executionId, workflowId: String(metadata.workflowId), startedAt: at });
			} else if (event === 'finished') {
				const job = jobs.findLast((started) => started.executionId === executionId);
				if (job) job.finishedAt = at;
			}
		}
		return workflowId ? jobs.filter((job) => job.workflowId === workflowId) : jobs;
	}

	/** How many jobs it runs at this moment. */
	get runningJobs(): number {
		return this.jobs().filter(({ finishedAt }) => finishedAt === undefined).length;
	}

	/** Kills it with SIGKILL, as a power cut would; what it logged stays. */
	async kill(): Promise<void> {
		await this.n8n.kill();
	}

	/** Ends it and removes its folder. */
	async stop(): Promise<void> {
		await this.kill();
		await rm(this.userFolder, { recursive: true, force: true, maxRetries: 3 });
	}

	private isReady(): true | undefined {
		if (this.n8n.ended) throw new Error(`${this.name} ${this.n8n.ended}:\n${this.n8n.logTail}`);
		return this.logs.includes(READY_TEXT) || undefined;
	}
}
