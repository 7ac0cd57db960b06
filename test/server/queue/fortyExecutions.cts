import type { Execution } from '../fixture/execution.cts';
import { waitFor } from '../fixture/waitFor.cts';
import { errorOf } from '../setup.cts';
import type { Cluster } from './cluster.cts';
import { measure, type Measurement } from './measurement.cts';
import { COLLECT, expectVideo, Production, textOf, videoItemOf } from './production.cts';
import { CONCURRENCY, type Worker } from './worker.cts';

/** Executions that start at the same time: ten times as many as the two workers run at a time. */
const EXECUTIONS = 40;

/** Long enough for several polls, short enough for forty executions, four at a time. */
const TASK_SECONDS = 2;

/** A fair share would be half; which worker takes a job first is a matter of chance. */
const LEAST_SHARE = 0.2;

/** It takes a moment; the wait of a suspended execution is longer than this. */
const SETTLE_LIMIT_MS = 30_000;

/** US dollars that ten of them cost. */
const TEN_VIDEOS = 11.7;

/** Executions that were started at the same time. */
interface StartedBatch {
	mode: string;
	production: Production;
	texts: string[];
	/** Milliseconds since 1970. */
	startedAt: number;
}

/** Executions that were started at the same time and have ended. */
interface EndedBatch {
	executions: Execution[];
	measurement: Measurement;
}

/** Forty executions in each wait mode, on these workers. */
export class FortyExecutions {
	constructor(
		private readonly cluster: Cluster,
		private readonly workers: readonly Worker[],
	) {}

	/** Submits forty videos without waiting, and collects them by their task IDs afterwards. */
	async submitAndCollect(): Promise<Measurement[]> {
		const { lab } = this.cluster;
		const texts = this.texts('a submitted fox');
		const submit = await Production.publish(lab, 'submit', { waitMode: 'none' });
		const submitted = await this.finish(await this.start('none', submit, texts));
		const taskIds = submitted.executions.map((execution) => {
			expect(execution.status).toBe('success');
			const { taskId } = lab.taskOf(textOf(execution));
			expect(videoItemOf(execution).json).toMatchObject({ taskId });
			return taskId;
		});
		await lab.novita.waitFor(
			() => lab.tasksOf(...texts).every(({ endsAt }) => endsAt <= Date.now()),
			SETTLE_LIMIT_MS,
		);

		const collect = await Production.publish(lab, 'collect', COLLECT);
		const collected = await this.finish(
			await this.start('none, collected by Get Result', collect, taskIds),
		);
		for (const execution of collected.executions) {
			await expectVideo(lab, execution, textOf(execution));
		}
		expect(lab.tasksOf(...texts)).toHaveLength(EXECUTIONS);
		return [submitted.measurement, collected.measurement];
	}

	/** Makes forty videos in executions that keep running. */
	async poll(): Promise<Measurement> {
		const { lab } = this.cluster;
		const texts = this.texts('a polled fox');
		const production = await Production.publish(lab, 'poll', { waitMode: 'poll' });
		const batch = await this.start('poll', production, texts);
		await this.waitForRunningJobs(this.workers.length * CONCURRENCY);
		const { executions, measurement } = await this.finish(batch);
		await this.expectDelivered(executions);
		return measurement;
	}

	/** Makes forty videos in executions that are suspended in the database. */
	async suspend(): Promise<Measurement> {
		const { lab } = this.cluster;
		const texts = this.texts('a suspended fox');
		const production = await Production.publish(lab, 'suspend', { waitMode: 'suspend' });
		const batch = await this.start('suspend', production, texts);
		await production.waitUntilSuspended(EXECUTIONS);
		await this.waitForRunningJobs(0);
		expect(lab.tasksOf(...texts)).toHaveLength(EXECUTIONS);
		const { executions, measurement } = await this.finish(batch);
		await this.expectDelivered(executions);
		return measurement;
	}

	/** Submits forty videos at once where a day's limit allows ten. */
	async keepToLimit(): Promise<void> {
		const { lab } = this.cluster;
		const texts = this.texts('a limited fox');
		const options = { taskLog: 'Limited day', spendingPeriod: 'day', spendingLimit: TEN_VIDEOS };
		const limited = await Production.publish(lab, 'limited', { waitMode: 'none', options });
		await limited.start(texts);
		const executions = await limited.ended(EXECUTIONS);
		const paid = executions.filter(({ status }) => status === 'success').map(textOf);
		expect(paid).toHaveLength(10);
		expect(
			lab
				.tasksOf(...texts)
				.map(({ body }) => body.prompt)
				.sort(),
		).toEqual(paid.sort());
		const [refused] = executions.filter(({ status }) => status === 'error');
		expect(errorOf(refused).message).toContain('more than the Spending Limit of 11.70');
	}

	private texts(animal: string): string[] {
		return Array.from({ length: EXECUTIONS }, (_, index) => `${animal} no. ${index + 1}`);
	}

	private async start(
		mode: string,
		production: Production,
		texts: string[],
	): Promise<StartedBatch> {
		this.cluster.lab.novita.setDefault({ seconds: TASK_SECONDS });
		const startedAt = Date.now();
		await production.start(texts);
		return { mode, production, texts, startedAt };
	}

	private async finish({ mode, production, texts, startedAt }: StartedBatch): Promise<EndedBatch> {
		const executions = await production.ended(EXECUTIONS);
		expect(executions.map(textOf).sort()).toEqual([...texts].sort());
		const { workflowId } = production;
		const { workers } = this;
		const taskSeconds = TASK_SECONDS;
		const measurement = measure({ mode, workflowId, executions, workers, startedAt, taskSeconds });
		this.expectFairShares(measurement);
		return { executions, measurement };
	}

	/** Waits until the workers run so many jobs; they log it a moment after the database has it. */
	private async waitForRunningJobs(count: number): Promise<void> {
		await waitFor(
			async () => {
				const running = this.workers.reduce((sum, worker) => sum + worker.runningJobs, 0);
				return running === count || undefined;
			},
			{ what: `the workers to run ${count} jobs`, limitMs: SETTLE_LIMIT_MS },
		);
	}

	private expectFairShares({ jobs }: Measurement): void {
		const counts = Object.values(jobs);
		const all = counts.reduce((sum, count) => sum + count, 0);
		expect(counts).toHaveLength(this.workers.length);
		expect(Math.min(...counts)).toBeGreaterThan(all * LEAST_SHARE);
	}

	private async expectDelivered(executions: readonly Execution[]): Promise<void> {
		const { lab } = this.cluster;
		for (const execution of executions) {
			const task = lab.taskOf(textOf(execution));
			expect(task).toMatchObject({ downloads: 1, downloadsCompleted: 1 });
			await expectVideo(lab, execution, task.taskId);
		}
	}
}
