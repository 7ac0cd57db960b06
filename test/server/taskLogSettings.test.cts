import type { Execution } from './fixture/execution.cts';
import { waitFor } from './fixture/waitFor.cts';
import { KLING, type Lab, LIMIT_MS, OFTEN, outputOf, prompts, startLab } from './setup.cts';
import { logRows, tablesNamed } from './taskLog/logTable.cts';
import { publish } from './taskLog/production.cts';

/** Makes a video in production several times at once. */
async function makeVideos(lab: Lab, text: string, count: number): Promise<Execution[]> {
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	const nodes = [...prompts(text), lab.kling({ options: OFTEN })];
	const { workflowId, call } = await publish(lab, text.replaceAll(' ', '-'), nodes);
	await Promise.all(Array.from({ length: count }, call));
	const summaries = await waitFor(
		async () => {
			const ended = await lab.n8n.executions({ workflowId, status: ['success', 'error'] });
			return ended.length >= count ? ended : undefined;
		},
		{ what: 'all executions to end', limitMs: LIMIT_MS, describe: () => lab.n8n.logs.slice(-3000) },
	);
	const executions = await Promise.all(
		summaries.map(async ({ id }) => await lab.n8n.execution(id)),
	);
	expect(executions.map(({ status }) => status)).toEqual(Array(count).fill('success'));
	expect(lab.tasksOf(text)).toHaveLength(count);
	return executions;
}

/** What the user reads above the output of the node, besides what the videos cost. */
function hintsOf(executions: readonly Execution[]): string[] {
	const messages = executions.flatMap(({ data }) =>
		(data.resultData.runData[KLING].at(-1)?.hints ?? []).map(({ message }) => message),
	);
	return messages.filter((message) => !message.includes('estimated'));
}

/** A server with settings of its own for one test. */
async function withLab(
	environment: Record<string, string>,
	work: (lab: Lab) => Promise<void>,
): Promise<void> {
	const lab = await startLab({ environment });
	try {
		await work(lab);
	} finally {
		await lab.stop();
	}
}

test('the log works where n8n runs one execution at a time', async () => {
	await withLab({ N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' }, async (lab) => {
		const executions = await makeVideos(lab, 'a lonely seal', 3);
		expect(hintsOf(executions)).toEqual([]);
		expect(await logRows(lab)).toMatchObject(Array(3).fill({ status: 'delivered' }));
	});
});

test('the log is off where n8n has no data tables, without a word', async () => {
	await withLab({ N8N_DISABLED_MODULES: 'mcp-registry,data-table' }, async (lab) => {
		const executions = await makeVideos(lab, 'a seal without a table', 1);
		expect(hintsOf(executions)).toEqual([]);
		expect(outputOf(executions[0], KLING)[0].binary).toBeDefined();
		expect(lab.n8n.logs).not.toContain('task log could not be written');
	});
});

test('a full table stops no run, and the user is told', async () => {
	await withLab({ N8N_DATA_TABLES_MAX_SIZE_BYTES: '1' }, async (lab) => {
		// n8n measures the size of its tables now and then.
		await makeVideos(lab, 'a seal before the table is full', 1);
		const executions = await makeVideos(lab, 'a seal too many', 1);
		expect(await tablesNamed(lab)).toHaveLength(1);
		expect(hintsOf(executions)).toEqual([
			expect.stringContaining('The task log could not be written'),
		]);
	});
});
