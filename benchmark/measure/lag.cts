import type { BenchmarkPlan } from '../plan.cts';
import { SYSTEMS, type System, type SystemId } from '../systems/index.cts';
import type { Bench } from './bench.cts';
import { execute } from './execute.cts';

/** One task, from its end at the service to the end of the workflow with the file in n8n. */
export interface LagRun {
	readonly system: SystemId;
	readonly taskSeconds: number;
	readonly lagMilliseconds: number;
	readonly requests: number;
}

/**
 * Times spread over 30 seconds, the period of the slowest loop: so every fixed interval up to that one
 * meets the end of a task at each of its phases, and none is lucky.
 */
const PERIOD_SECONDS = 30;

/** Multiples of it, without their whole part, spread evenly however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** The times of a plan's tasks. */
export function lagTaskSeconds({ lagRounds, lagShortestSeconds }: BenchmarkPlan): number[] {
	return Array.from({ length: lagRounds }, (_, index) => {
		const phase = ((index + 1) * GOLDEN_RATIO) % 1;
		return Number((lagShortestSeconds + phase * PERIOD_SECONDS).toFixed(1));
	});
}

async function measureOne(bench: Bench, system: System, taskSeconds: number): Promise<LagRun> {
	const job = await bench.plan({ seconds: taskSeconds });
	const run = await execute(bench, system, [job]);
	const { tasks, requests } = await bench.record(job);
	if (!run.succeeded || run.videos !== 1 || tasks.length !== 1) {
		throw new Error(`${system.name} did not bring its one video: ${run.message}`);
	}
	const lagMilliseconds = run.endedAt - tasks[0].endsAt;
	return { system: system.id, taskSeconds, lagMilliseconds, requests };
}

/** All systems and all tasks at the same time: mostly, all of them sleep. */
export async function measureLag(bench: Bench, plan: BenchmarkPlan): Promise<LagRun[]> {
	return await Promise.all(
		SYSTEMS.flatMap((system) =>
			lagTaskSeconds(plan).map(async (seconds) => await measureOne(bench, system, seconds)),
		),
	);
}

/** A task as long as Kling's own, made by this project's node. */
export interface LongTaskRun {
	readonly taskSeconds: number;
	/** From the end of the task to the question that was answered with it. */
	readonly seenAfterMilliseconds: number;
	readonly polls: number;
}

/** Several tasks of about four minutes in one execution, each with a time of its own. */
export async function measureLongTasks(
	bench: Bench,
	system: System,
	taskSeconds: readonly number[],
): Promise<LongTaskRun[]> {
	if (taskSeconds.length === 0) return [];
	const jobs = await Promise.all(taskSeconds.map(async (seconds) => await bench.plan({ seconds })));
	await execute(bench, system, jobs);
	const records = await Promise.all(jobs.map(async (job) => await bench.record(job)));
	return records.map(({ tasks: [task] }, index) => {
		if (task?.seenAt === undefined) throw new Error('The end of a long task was not seen');
		const seenAfterMilliseconds = task.seenAt - task.endsAt;
		return { taskSeconds: taskSeconds[index], seenAfterMilliseconds, polls: task.polls };
	});
}
