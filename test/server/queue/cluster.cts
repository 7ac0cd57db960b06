import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab, type Lab } from '../setup.cts';
import { installServers } from './servers.cts';
import { ARTEFACTS_FOLDER } from './measurement.cts';
import { startPostgreSql } from './postgresql.cts';
import { startRedis } from './redis.cts';
import { Worker } from './worker.cts';

/** n8n's queue mode. Its store for files, the database, is the default there. */
const QUEUE_MODE = {
	EXECUTIONS_MODE: 'queue',
	// The default is two connections a process, too few for a burst of calls on a busy machine.
	DB_POSTGRESDB_POOL_SIZE: '10',
	// Each line of the log with its time and its execution, for counting.
	N8N_LOG_FORMAT: 'json',
};

/** n8n in queue mode: a main, workers, Redis and PostgreSQL, and the stand-in for Novita. */
export class Cluster {
	private readonly started: Worker[] = [];

	/** Use `startCluster`. */
	constructor(
		readonly lab: Lab,
		private readonly stopServices: () => Promise<void>,
	) {}

	/** All workers that were ever started, the killed ones too. */
	get workers(): readonly Worker[] {
		return this.started;
	}

	/** Starts workers together and waits until they take jobs. */
	async startWorkers(...names: string[]): Promise<Worker[]> {
		const workers = await Promise.all(
			names.map(async (name) => await Worker.start(name, this.lab.n8n)),
		);
		this.started.push(...workers);
		return workers;
	}

	/** Ends everything; the logs are kept among the test's artefacts. */
	async stop(): Promise<void> {
		await this.saveLogs();
		await Promise.all(this.started.map(async (worker) => await worker.stop()));
		await this.lab.stop();
		await this.stopServices();
	}

	private async saveLogs(): Promise<void> {
		await mkdir(ARTEFACTS_FOLDER, { recursive: true });
		for (const { name, logs } of [{ name: 'main', logs: this.lab.n8n.logs }, ...this.started]) {
			await writeFile(join(ARTEFACTS_FOLDER, `queue-${name}.log`), logs);
		}
	}
}

/**
 * Starts a main without workers; Redis and PostgreSQL are installed where they are missing.
 *
 * @throws Error with the log of what does not come up
 */
export async function startCluster(): Promise<Cluster> {
	const { redisServer, postgresqlFolder } = await installServers();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	const stops: Array<() => Promise<void>> = [
		async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }),
	];
	const stopServices = async () => {
		for (const stop of stops.toReversed()) await stop();
	};
	try {
		// PostgreSQL's user has to reach its own folder inside of this one.
		await chmod(folder, 0o755);
		await mkdir(join(folder, 'redis'));
		await mkdir(join(folder, 'postgresql'));
		const redis = await startRedis(redisServer, join(folder, 'redis'));
		stops.push(async () => await redis.stop());
		const postgreSql = await startPostgreSql(postgresqlFolder, join(folder, 'postgresql'));
		stops.push(async () => await postgreSql.stop());
		const lab = await startLab({
			environment: { ...QUEUE_MODE, ...redis.environment, ...postgreSql.environment },
		});
		return new Cluster(lab, stopServices);
	} catch (error) {
		await stopServices();
		throw error;
	}
}
