import type { StandInTask } from '../../test/novita-standin/standin.cts';
import { FINAL_STATUSES, type Execution } from '../../test/server/fixture/execution.cts';
import { waitFor } from '../../test/server/fixture/waitFor.cts';
import { connectInOrder } from '../../test/server/fixture/workflowDraft.cts';
import { MANUAL, prompts } from '../../test/server/setup.cts';
import type { JobPlan } from '../standins/standIns.cts';
import type { System } from '../systems.cts';
import type { Bench } from './bench.cts';

/** The end is read from what n8n has written down, so a long interval costs no exactness. */
const SHORTEST_INTERVAL_MS = 1_000;

/** A hundred executions that are asked about every second would keep n8n busy with the answers. */
const INTERVALS_OF_TASK = 30;

/** Fifty items, one after the other, take this long at the slowest. */
const EXECUTION_LIMIT_MS = 40 * 60_000;

/** How much of n8n's log goes into an error. */
const LOG_TAIL_CHARACTERS = 4_000;

/** Retry On Fail as its user sets it: n8n's default number of tries, and its default pause. */
const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 };

/** One execution of a system's workflow. Times are milliseconds since the epoch, as n8n wrote them down. */
interface Run {
	readonly workflowId: string;
	readonly executionId: string;
	readonly succeeded: boolean;
	/** What n8n says about a run that failed. */
	readonly message?: string;
	/** When the first of the system's nodes started. */
	readonly startedAt: number;
	/** When the last one ended. */
	readonly endedAt: number;
	/** Files that came out at the end. */
	readonly videos: number;
	/** What was paid for. */
	readonly tasks: readonly StandInTask[];
	/** To the API: submits and polls, those that went wrong too. */
	readonly requests: number;
}

function readExecution({ status, data }: Execution, nodes: readonly string[]) {
	const { runData, error } = data.resultData;
	const runs = nodes.flatMap((node) => runData[node] ?? []);
	const last = runData[nodes[nodes.length - 1]] ?? [];
	const items = last.flatMap((run) => run.data?.main?.[0] ?? []);
	return {
		succeeded: status === 'success',
		message: error?.message,
		startedAt: Math.min(...runs.map(({ startTime }) => startTime)),
		endedAt: Math.max(...runs.map(({ startTime, executionTime }) => startTime + executionTime)),
		videos: items.filter(({ binary }) => binary?.data !== undefined).length,
	};
}

/** Waits for the end. A request that n8n is too busy to answer changes nothing while its process runs. */
async function waitForEnd(
	{ n8n }: Bench,
	workflowId: string,
	executionId: string,
	intervalMs: number,
) {
	const ended = async () => {
		// A suspended execution waits in another one of the same workflow.
		const executions = await n8n.executions({ workflowId });
		const summary = executions.find(({ id }) => id === executionId);
		if (!summary || !FINAL_STATUSES.includes(summary.status)) return undefined;
		return await n8n.execution(executionId);
	};
	const poll = async () =>
		await ended().catch((error: unknown) => {
			if (!n8n.isRunning) throw error;
			return undefined;
		});
	return await waitFor(poll, {
		what: `execution ${executionId} to end`,
		limitMs: EXECUTION_LIMIT_MS,
		intervalMs,
		describe: () => n8n.logs.slice(-LOG_TAIL_CHARACTERS),
	});
}

/** Runs a system's workflow in n8n, started by hand, with one item for each job. */
export async function runJobs(
	bench: Bench,
	system: System,
	plans: readonly JobPlan[],
	{ retryOnFail = false } = {},
): Promise<Run> {
	const { n8n, standIns, credentials } = bench;
	const jobs = plans.map((plan) => standIns.plan(plan));
	const isFinishedAtOnce = plans.every(({ seconds }) => seconds === 0);
	const workflow = system.workflow({ novita: standIns.novita.url, isFinishedAtOnce });
	// Each node finds its own among the credentials.
	const settings = { credentials, ...(retryOnFail && RETRY_ON_FAIL) };
	const nodes = workflow.nodes.map((node) => ({ ...node, ...settings }));
	const source = [MANUAL, ...prompts(...jobs)];
	const workflowId = await n8n.createWorkflow({
		nodes: [...source, ...nodes],
		connections: { ...connectInOrder([...source, nodes[0]]), ...workflow.connections },
	});
	const executionId = await n8n.runManually(workflowId);
	const longest = Math.max(...plans.map(({ seconds }) => seconds * 1000));
	const interval = Math.max(longest / INTERVALS_OF_TASK, SHORTEST_INTERVAL_MS);
	const execution = await waitForEnd(bench, workflowId, executionId, interval);
	const names = nodes.map(({ name }) => name);
	return { workflowId, executionId, ...readExecution(execution, names), ...standIns.record(jobs) };
}

/** The same. @throws Error unless each item brought its video for one payment */
export async function deliver(
	bench: Bench,
	system: System,
	plans: readonly JobPlan[],
): Promise<Run> {
	const run = await runJobs(bench, system, plans);
	const { succeeded, videos, tasks, message } = run;
	if (succeeded && videos === plans.length && tasks.length === plans.length) return run;
	const counts = `${videos} of ${plans.length} videos for ${tasks.length} payments`;
	throw new Error(`${system.name}: ${counts}, ${message ?? 'no message'}`);
}
