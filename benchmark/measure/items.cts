import type { BenchmarkPlan } from '../plan.cts';
import {
	HTTP_WAIT_5,
	SYSTEMS,
	THIS_NODE,
	type JobSettings,
	type System,
	type SystemId,
} from '../systems/index.cts';
import type { Bench } from './bench.cts';
import { execute } from './execute.cts';

/** One execution with a number of items. */
export interface ItemsRun {
	readonly system: SystemId;
	readonly items: number;
	/** Set where the option is not at its default. */
	readonly maxConcurrentTasks?: number;
	/** From the start of the first node to the end of the last one. */
	readonly wallMilliseconds: number;
	readonly requests: number;
}

/** How many tasks the node has open at a time unless told. */
export const DEFAULT_CONCURRENT_TASKS = 20;

async function measureOne(
	bench: Bench,
	system: System,
	seconds: number,
	items: number,
	settings: JobSettings = {},
): Promise<ItemsRun> {
	const job = await bench.plan({ seconds });
	const run = await execute(bench, system, Array<string>(items).fill(job), settings);
	const { tasks, requests } = await bench.record(job);
	if (!run.succeeded || run.videos !== items || tasks.length !== items) {
		throw new Error(`${system.name}: ${run.videos} of ${items} videos, ${run.message}`);
	}
	return {
		system: system.id,
		items,
		...settings,
		wallMilliseconds: run.endedAt - run.startedAt,
		requests,
	};
}

/** Each number of items; the node also with as many tasks at a time as there are items. */
async function measureRound(
	bench: Bench,
	system: System,
	seconds: number,
	counts: readonly number[],
): Promise<ItemsRun[]> {
	const runs: ItemsRun[] = [];
	for (const items of counts) {
		runs.push(await measureOne(bench, system, seconds, items));
		if (system === THIS_NODE && items > DEFAULT_CONCURRENT_TASKS) {
			runs.push(await measureOne(bench, system, seconds, items, { maxConcurrentTasks: items }));
		}
	}
	return runs;
}

type Rounds = () => Promise<ItemsRun[]>;

async function oneAfterTheOther(rounds: readonly Rounds[]): Promise<ItemsRun[]> {
	const runs: ItemsRun[] = [];
	for (const round of rounds) runs.push(...(await round()));
	return runs;
}

/**
 * This node and the quick loop work on all items at once, and never at the same time; each of the
 * others sleeps for most of its time, and goes beside them.
 */
export async function measureItems(bench: Bench, plan: BenchmarkPlan): Promise<ItemsRun[]> {
	const seconds = plan.itemTaskSeconds;
	const roundsOf = (system: System) => {
		const [rounds, counts] = system.isSequential
			? [plan.sequentialRounds, plan.sequentialItemCounts]
			: [plan.itemRounds, plan.itemCounts];
		return Array<Rounds>(rounds).fill(
			async () => await measureRound(bench, system, seconds, counts),
		);
	};
	const busy = [THIS_NODE, HTTP_WAIT_5];
	const sleepy = SYSTEMS.filter((system) => !busy.includes(system));
	const lanes = [busy.flatMap(roundsOf), ...sleepy.map(roundsOf)];
	return (await Promise.all(lanes.map(oneAfterTheOther))).flat();
}
