import type { IRunData } from 'n8n-workflow';
import { FINAL_STATUSES, type Execution } from '../../test/server/fixture/execution.cts';
import type { N8nServer } from '../../test/server/fixture/n8nServer.cts';
import { waitFor } from '../../test/server/fixture/waitFor.cts';
import { connectInOrder } from '../../test/server/fixture/workflowDraft.cts';
import { MANUAL, prompts, SOURCE } from '../../test/server/setup.cts';
import type { JobSettings, System } from '../systems/index.cts';
import type { Bench } from './bench.cts';

/** The end is read from what n8n has written down, so that looking seldom costs no exactness. */
const LOOK_INTERVAL_MS = 1_000;

/** Fifty items, one after the other, take this long at the slowest. */
const EXECUTION_LIMIT_MS = 40 * 60_000;

/** How much of n8n's log goes into an error. */
const LOG_TAIL_CHARACTERS = 4_000;

/** One execution of a workflow, as n8n has written it down. Times are milliseconds since the epoch. */
export interface Executed {
	readonly succeeded: boolean;
	/** What n8n says about a run that failed. */
	readonly message?: string;
	/** When the first of the nodes in question started. */
	readonly startedAt: number;
	/** When the last one ended. */
	readonly endedAt: number;
	/** Files that came out at the end. */
	readonly videos: number;
}

function outputFiles(runs: IRunData, node: string): number {
	const items = (runs[node] ?? []).flatMap(({ data }) => data?.main?.[0] ?? []);
	return items.filter(({ binary }) => binary?.data !== undefined).length;
}

function judge({ status, data }: Execution, nodes: readonly string[], output: string): Executed {
	const { runData, error } = data.resultData;
	const runs = nodes.flatMap((node) => runData[node] ?? []);
	return {
		succeeded: status === 'success',
		message: error?.message,
		startedAt: Math.min(...runs.map(({ startTime }) => startTime)),
		endedAt: Math.max(...runs.map(({ startTime, executionTime }) => startTime + executionTime)),
		videos: outputFiles(runData, output),
	};
}

/** The execution once it has ended. A look that n8n is too busy to answer is no more than that. */
async function endedExecution(
	n8n: N8nServer,
	workflowId: string,
	executionId: string,
): Promise<Execution | undefined> {
	try {
		const [summary] = await n8n.executions({ workflowId });
		if (!FINAL_STATUSES.includes(summary?.status)) return undefined;
		return await n8n.execution(executionId);
	} catch (error) {
		if (!n8n.isRunning) throw error;
		return undefined;
	}
}

/**
 * Runs a workflow in n8n, started by hand, and waits for its end.
 *
 * @param itemPrompts one for each item; each is the name of a job
 */
export async function execute(
	{ n8n, wiring }: Bench,
	system: System,
	itemPrompts: readonly string[],
	settings: JobSettings = {},
): Promise<Executed> {
	const { nodes, connections, output } = system.build(wiring, settings);
	const source = [MANUAL, ...prompts(...itemPrompts)];
	const workflowId = await n8n.createWorkflow({
		nodes: [...source, ...nodes],
		connections: {
			...connectInOrder(source),
			...connectInOrder([{ name: SOURCE }, nodes[0]]),
			...(connections ?? connectInOrder(nodes)),
		},
	});
	const executionId = await n8n.runManually(workflowId);
	const execution = await waitFor(async () => await endedExecution(n8n, workflowId, executionId), {
		what: `the ${system.name} to end`,
		limitMs: EXECUTION_LIMIT_MS,
		intervalMs: LOOK_INTERVAL_MS,
		describe: () => n8n.logs.slice(-LOG_TAIL_CHARACTERS),
	});
	return judge(
		execution,
		nodes.map(({ name }) => name),
		output,
	);
}
