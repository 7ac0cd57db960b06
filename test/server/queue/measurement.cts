import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Execution } from '../fixture/execution.cts';
import { N8N_VERSION } from '../fixture/installN8n.cts';
import { REPOSITORY_FOLDER } from '../fixture/pack.cts';
import { CONCURRENCY, type Worker } from './worker.cts';

/** Where the tests leave logs and measurements. */
export const ARTEFACTS_FOLDER = join(REPOSITORY_FOLDER, 'test-artifacts');

const REPORT_FILE = join(ARTEFACTS_FOLDER, 'queue.json');

const SECOND_MS = 1000;

const HOUR_SECONDS = 3600;

/** What n8n's workers did in one wait mode. */
export interface Measurement {
	/** How the executions waited. */
	mode: string;
	/** Executions that were started at the same time. */
	executions: number;
	/** How long a task took at the stand-in. */
	taskSeconds: number;
	/** From the first call to the end of the last execution. */
	seconds: number;
	/** What was done in that time. */
	executionsPerHourPerWorker: number;
	/** How long one execution kept a worker busy, all its jobs together. */
	workerSecondsPerExecution: number;
	/** How long one job did; a suspended execution has one for each check, and two more. */
	workerSecondsPerJob: number;
	/** What a worker that is never idle does in an hour. */
	executionsPerHourPerBusyWorker: number;
	/** Jobs that each worker ran; a suspended execution is several. */
	jobs: Record<string, number>;
}

/** What is measured. */
export interface Measured {
	mode: string;
	workflowId: string;
	executions: readonly Execution[];
	workers: readonly Worker[];
	/** When the executions were started, in milliseconds since 1970. */
	startedAt: number;
	taskSeconds: number;
}

/** Takes the measures of executions that have ended, from n8n's own times and the workers' logs. */
export function measure(measured: Measured): Measurement {
	const { mode, workflowId, executions, workers, startedAt, taskSeconds } = measured;
	const stops = executions.map(({ stoppedAt }) => Date.parse(String(stoppedAt)));
	const seconds = (Math.max(...stops) - startedAt) / SECOND_MS;
	const jobs = workers.map((worker) => [worker.name, worker.jobs(workflowId)] as const);
	const busyMs = jobs
		.flatMap(([, ofWorker]) => ofWorker)
		.reduce((sum, job) => sum + (job.finishedAt ?? job.startedAt) - job.startedAt, 0);
	const busySeconds = busyMs / SECOND_MS;
	const workerSeconds = busySeconds / executions.length;
	const jobCount = jobs.reduce((sum, [, ofWorker]) => sum + ofWorker.length, 0);
	return {
		mode,
		executions: executions.length,
		taskSeconds,
		seconds: rounded(seconds),
		executionsPerHourPerWorker: Math.round(
			(executions.length / seconds / workers.length) * HOUR_SECONDS,
		),
		workerSecondsPerExecution: rounded(workerSeconds),
		workerSecondsPerJob: rounded(busySeconds / jobCount),
		executionsPerHourPerBusyWorker: Math.round((CONCURRENCY * HOUR_SECONDS) / workerSeconds),
		jobs: Object.fromEntries(jobs.map(([name, ofWorker]) => [name, ofWorker.length])),
	};
}

/**
 * Writes the measures as JSON among the test's artefacts, and prints them.
 *
 * @param secondsUntilNoticed until n8n noticed that a killed worker was gone
 */
export async function report(
	measurements: readonly Measurement[],
	secondsUntilNoticed?: number,
): Promise<void> {
	const text = JSON.stringify(
		{
			n8n: N8N_VERSION,
			processors: cpus().length,
			concurrency: CONCURRENCY,
			measurements,
			killedWorkerNoticedAfterSeconds: secondsUntilNoticed,
		},
		null,
		'\t',
	);
	await mkdir(ARTEFACTS_FOLDER, { recursive: true });
	await writeFile(REPORT_FILE, `${text}\n`);
	process.stdout.write(`${text}\n`);
}

/** Milliseconds are noise here. */
function rounded(seconds: number): number {
	return Math.round(seconds * 100) / 100;
}
