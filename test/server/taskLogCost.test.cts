import type { INodeParameters } from 'n8n-workflow';
import { KLING, type Lab, LIMIT_MS, prompts } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { publish } from './taskLog/production.cts';
import { logCalls } from './taskLog/subWorkflows.cts';
import { waitFor } from './fixture/waitFor.cts';
import { useLab } from './useLab.cts';

/** The median of so many runs counts. */
const RUNS = 7;

/** One item may cost this many calls beside the look-up. */
const CALLS_OF_ONE_ITEM = 3;

/** Fifty items side by side, submitted within two seconds, cost a handful. */
const CALLS_OF_FIFTY_ITEMS = 8;

let lab: Lab;

useLab((started) => (lab = started));

/** Runs the node in production several times. @returns the milliseconds of each run of the node */
async function timesOf(
	name: string,
	count: number,
	parameters: INodeParameters,
	runs = RUNS,
): Promise<number[]> {
	const texts = Array.from({ length: count }, (_text, index) => `${name} ${index}`);
	const nodes = [...prompts(...texts), lab.kling(parameters)];
	const { workflowId, call } = await publish(lab, name.replaceAll(' ', '-'), nodes);
	const times: number[] = [];
	while (times.length < runs) {
		await call();
		const ended = await waitFor(
			async () => {
				const all = await lab.n8n.executions({ workflowId, status: ['success', 'error'] });
				return all.length > times.length ? all[0] : undefined;
			},
			{ what: 'the execution to end', limitMs: LIMIT_MS },
		);
		const { data, status } = await lab.n8n.execution(ended.id);
		expect(status).toBe('success');
		times.push(data.resultData.runData[KLING][0].executionTime);
	}
	return times;
}

function median(values: readonly number[]): number {
	return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

test.each([1, 50])('what the log costs with Do Not Wait, %d items', async (count) => {
	const waitMode = 'none';
	const off = await timesOf(`off ${count}`, count, { waitMode, options: { taskLog: '' } });
	const on = await timesOf(`on ${count}`, count, { waitMode });
	const [fast, slow] = [median(off), median(on)];
	process.stderr.write(
		`${count} items, Do Not Wait: ${fast} ms without the log, ${slow} ms with it, ${(slow / fast).toFixed(1)} times as long (first run with it: ${on[0]} ms)\n`,
	);
	// How long after Novita's answer a kill would still lose the ID.
	const delays = (await rowsOf(lab, `on ${count} `)).map(
		({ taskId, updatedAt }) => Date.parse(updatedAt) - lab.novita.task(taskId)!.submittedAt,
	);
	expect(delays.length).toBeGreaterThan(0);
	process.stderr.write(
		`${count} items: a task's ID is committed ${median(delays)} ms after the answer, ${Math.max(...delays)} ms at most\n`,
	);
});

test.each([
	[1, CALLS_OF_ONE_ITEM],
	[50, CALLS_OF_FIFTY_ITEMS],
])('%d items that are polled cost at most %d sub-workflows', async (count, most) => {
	const name = `polled ${count}`;
	lab.novita.behave({ prompt: new RegExp(`^${name}`) }, { seconds: 2 });
	// The first run finds the table.
	const options = { pollInterval: 1, maxConcurrentTasks: count };
	const runOnce = async (part: string) => await timesOf(`${name} ${part}`, count, { options }, 1);
	await runOnce('first');
	const before = await logCalls(lab);
	await runOnce('second');
	const calls = (await logCalls(lab)) - before;
	process.stderr.write(`${count} items, polled: ${calls} sub-workflows for the log\n`);
	// A workflow looks for its table once.
	expect(calls - 1).toBeLessThanOrEqual(most);
	expect(calls).toBeGreaterThan(0);
});
