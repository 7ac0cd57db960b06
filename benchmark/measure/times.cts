import { addValue, itemsRequests, itemsTime, LAG, REQUESTS, type Values } from '../figures.cts';
import { lagTaskSeconds, type BenchmarkPlan } from '../plan.cts';
import * as systems from '../systems.cts';
import type { Bench } from './bench.cts';
import { deliver } from './runJobs.cts';

/** All systems and all tasks at the same time: mostly, all of them sleep. */
export async function measureLag(bench: Bench, plan: BenchmarkPlan): Promise<Values> {
	const values: Values = {};
	const measureOne = async (system: systems.System, seconds: number) => {
		const { endedAt, tasks, requests } = await deliver(bench, system, [{ seconds }]);
		addValue(values, system.id, LAG, endedAt - tasks[0].endsAt);
		addValue(values, system.id, REQUESTS, requests);
	};
	const seconds = lagTaskSeconds(plan);
	await Promise.all(
		systems.SYSTEMS.flatMap((system) =>
			seconds.map(async (each) => await measureOne(system, each)),
		),
	);
	return values;
}

/** A task as long as Kling's own, made by this project's node. */
export interface LongTaskRun {
	/** From the end of the task to the poll that was answered with it. */
	readonly seenAfterMilliseconds: number;
	readonly polls: number;
}

/** Several tasks of about four minutes in one execution, each with a time of its own. */
export async function measureLongTasks(bench: Bench, plan: BenchmarkPlan): Promise<LongTaskRun[]> {
	const jobs = plan.longTaskSeconds.map((seconds) => ({ seconds }));
	if (jobs.length === 0) return [];
	const { tasks } = await deliver(bench, systems.THIS_NODE, jobs);
	const polls = bench.standIns.novita.requestsTo('status');
	return tasks.map(({ taskId, endsAt, statusRequests }) => {
		const ofTask = polls.filter((poll) => poll.taskId === taskId && poll.status === 200);
		const last = ofTask.find(({ at }) => at >= endsAt);
		if (!last) throw new Error('No poll was answered with the end of a long task');
		return { seenAfterMilliseconds: last.at - endsAt, polls: statusRequests };
	});
}

/**
 * This node and the quick loop work on all items at once, and never at the same time; each of the
 * others sleeps for most of its time, and runs beside them.
 */
export async function measureItems(bench: Bench, plan: BenchmarkPlan): Promise<Values> {
	const values: Values = {};
	const measureOne = async (system: systems.System, items: number) => {
		const jobs = Array.from({ length: items }, () => ({ seconds: plan.itemTaskSeconds }));
		const { startedAt, endedAt, requests } = await deliver(bench, system, jobs);
		addValue(values, system.id, itemsTime(items), endedAt - startedAt);
		addValue(values, system.id, itemsRequests(items), requests);
	};
	const measureRounds = async (system: systems.System) => {
		const { isSequential } = system;
		const rounds = isSequential ? plan.sequentialRounds : plan.itemRounds;
		const counts = isSequential ? plan.sequentialItemCounts : plan.itemCounts;
		for (const items of Array.from({ length: rounds }, () => counts).flat()) {
			await measureOne(system, items);
		}
	};
	const others = systems.PEERS.filter((system) => system !== systems.HTTP_WAIT_5);
	const measureBusy = async () => {
		await measureRounds(systems.withTaskLog('Tasks of many items'));
		await measureRounds(systems.HTTP_WAIT_5);
	};
	await Promise.all([measureBusy(), ...others.map(measureRounds)]);
	return values;
}
