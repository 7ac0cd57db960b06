import type { BenchmarkPlan } from '../plan.cts';
import { SUSPENDED } from '../systems.cts';
import type { Bench } from './bench.cts';
import { deliver } from './runJobs.cts';

/** The node of the waiting execution that runs once at its start, and then once for each wake-up. */
const CHECK = 'Check the Videos';

/** A task that this node waited for in suspend mode. */
export interface SuspendedRun {
	readonly taskMilliseconds: number;
	/** From the end of the task to the poll that was answered with it. */
	readonly seenAfterMilliseconds: number;
	readonly wakeUps: number;
	/** For which the checks held a worker. */
	readonly heldMilliseconds: number;
}

async function measureOne(bench: Bench, seconds: number): Promise<SuspendedRun> {
	const { n8n, standIns } = bench;
	const { tasks, executionId, workflowId } = await deliver(bench, SUSPENDED, [{ seconds }]);
	const [{ taskId, endsAt }] = tasks;
	const polls = standIns.novita.requestsTo('status').filter((poll) => poll.taskId === taskId);
	const last = polls.find(({ at, status }) => at >= endsAt && status === 200);
	const executions = await n8n.executions({ workflowId });
	const waiting = executions.find(({ id }) => id !== executionId);
	if (!last || !waiting) throw new Error('The task was not waited for in suspend mode');
	const { data } = await n8n.execution(waiting.id);
	const checks = data.resultData.runData[CHECK];
	return {
		taskMilliseconds: seconds * 1000,
		seenAfterMilliseconds: last.at - endsAt,
		wakeUps: checks.length - 1,
		heldMilliseconds: checks.reduce((sum, { executionTime }) => sum + executionTime, 0),
	};
}

/** Tasks of about four minutes, each in a suspended execution of its own, all at the same time. */
export async function measureSuspended(
	bench: Bench,
	{ longTaskSeconds }: BenchmarkPlan,
): Promise<SuspendedRun[]> {
	return await Promise.all(
		longTaskSeconds.map(async (seconds) => await measureOne(bench, seconds)),
	);
}
