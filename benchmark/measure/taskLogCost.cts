import { doNotWait } from '../systems.cts';
import type { Bench } from './bench.cts';
import { runJobs } from './runJobs.cts';

const ITEM_COUNTS = [1, 50];

/** Enough that the median of so short a time is steady on a machine that does other things too. */
const ROUNDS = 15;

/** What the task log adds to a number of items. Times are milliseconds, one for each run. */
export interface TaskLogCost {
	readonly items: number;
	readonly on: readonly number[];
	readonly off: readonly number[];
}

/** Milliseconds that the node takes to submit items without waiting for their videos. */
async function timeToSubmit(bench: Bench, items: number, taskLog?: string): Promise<number> {
	const jobs = Array.from({ length: items }, () => ({ seconds: 0 }));
	const run = await runJobs(bench, doNotWait(taskLog), jobs);
	const { succeeded, tasks, message, startedAt, endedAt } = run;
	if (succeeded && tasks.length === items) return endedAt - startedAt;
	throw new Error(`${tasks.length} of ${items} tasks, ${message ?? 'no message'}`);
}

/** Runs with the task log and without it, by turns. */
export async function measureTaskLog(bench: Bench): Promise<TaskLogCost[]> {
	const costs = ITEM_COUNTS.map((items) => ({ items, on: [] as number[], off: [] as number[] }));
	for (const { items, on, off } of costs) {
		for (let round = 0; round < ROUNDS; round += 1) {
			on.push(await timeToSubmit(bench, items));
			off.push(await timeToSubmit(bench, items, ''));
		}
	}
	return costs;
}
