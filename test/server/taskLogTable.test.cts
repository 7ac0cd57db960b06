import type { Execution } from './fixture/execution.cts';
import { waitFor } from './fixture/waitFor.cts';
import { inviteMember } from './member.cts';
import { API_KEY, KLING, type Lab, LIMIT_MS, MANUAL, OFTEN, outputOf, prompts } from './setup.cts';
import { deleteColumn, deleteTable, logRows, tablesNamed } from './taskLog/logTable.cts';
import { publish } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

const EXECUTIONS = 20;

let lab: Lab;

useLab((started) => (lab = started));

/** Makes one video, and writes it into a table. */
async function makeVideo(text: string, taskLog: string): Promise<Execution> {
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	const node = lab.kling({ options: { ...OFTEN, taskLog } });
	return await lab.ended(await lab.run(...prompts(text), node));
}

/** What the user reads above the output of the node, besides what the videos cost. */
function hintsOf({ data }: Execution): string[] {
	const hints = data.resultData.runData[KLING].at(-1)?.hints ?? [];
	return hints.map(({ message }) => message).filter((message) => !message.includes('estimated'));
}

test('twenty first executions at once are twenty orders, in one table', async () => {
	const text = 'a flock of larks';
	lab.novita.behave({ prompt: text }, { seconds: 5 });
	const nodes = [...prompts(text), lab.kling({ options: OFTEN })];
	const { workflowId, call } = await publish(lab, 'larks', nodes);
	expect(await tablesNamed(lab)).toEqual([]);
	await Promise.all(Array.from({ length: EXECUTIONS }, call));
	const summaries = await waitFor(
		async () => {
			const ended = await lab.n8n.executions({ workflowId, status: ['success', 'error'] });
			return ended.length >= EXECUTIONS ? ended : undefined;
		},
		{ what: 'all executions to end', limitMs: LIMIT_MS, describe: () => lab.n8n.logs.slice(-3000) },
	);

	expect(await tablesNamed(lab)).toHaveLength(1);
	const executions = await Promise.all(
		summaries.map(async ({ id }) => await lab.n8n.execution(id)),
	);
	expect(executions.map(hintsOf).flat()).toEqual([]);
	const delivered = executions.map((execution) => {
		const [{ json, binary }] = outputOf(execution, KLING);
		expect(binary?.data).toBeDefined();
		return { execution: execution.id, taskId: json.taskId, status: 'delivered', prompt: text };
	});
	const taskIds = lab.tasksOf(text).map(({ taskId }) => taskId);
	expect(taskIds).toHaveLength(EXECUTIONS);
	expect(delivered.map(({ taskId }) => taskId).sort()).toEqual(taskIds.sort());
	const rows = await logRows(lab);
	expect(rows).toHaveLength(EXECUTIONS);
	expect(rows).toEqual(
		expect.arrayContaining(delivered.map((row) => expect.objectContaining(row))),
	);
});

test.each(['taskId', 'fingerprint', 'status'])(
	'a run succeeds where the user deleted the column %s, and says that the log is broken',
	async (column) => {
		const name = `Without ${column}`;
		const before = await makeVideo(`a vole with ${column}`, name);
		expect(hintsOf(before)).toEqual([]);
		const [table] = await tablesNamed(lab, name);
		await deleteColumn(lab, table, column);

		const text = `a vole without ${column}`;
		const execution = await makeVideo(text, name);
		expect(execution.status).toBe('success');
		expect(outputOf(execution, KLING)).toMatchObject([
			{ json: { taskId: lab.taskOf(text).taskId }, binary: { data: {} } },
		]);
		expect(hintsOf(execution)).toEqual([
			expect.stringContaining('The task log could not be written'),
		]);
		// Nor does what fails show in the list of executions.
		const { workflowId } = execution;
		expect(await lab.n8n.executions({ workflowId })).toHaveLength(1);
	},
);

test('a run succeeds where a table of the name is about something else', async () => {
	const name = 'Customers';
	const [{ projectId }] = await tablesNamed(lab);
	await lab.n8n.request({
		method: 'POST',
		url: `/rest/projects/${projectId}/data-tables`,
		data: { name, columns: [{ name: 'email', type: 'string' }] },
	});
	const execution = await makeVideo('a vole among customers', name);
	expect(execution.status).toBe('success');
	expect(hintsOf(execution)).toEqual([
		expect.stringContaining('The task log could not be written'),
	]);
	expect(await logRows(lab, name)).toEqual([]);
});

test('a table that the user deleted is made anew', async () => {
	const name = 'Deleted';
	const nodes = [
		...prompts('a vole that is deleted'),
		lab.kling({ options: { ...OFTEN, taskLog: name } }),
	];
	lab.novita.behave({ prompt: 'a vole that is deleted' }, { seconds: 1 });
	// The same workflow again: the process has cached the table of that one.
	const { workflowId, call } = await publish(lab, 'deleted', nodes);
	const ended = async (count: number) =>
		await waitFor(
			async () => {
				const all = await lab.n8n.executions({ workflowId, status: ['success', 'error'] });
				return all.length === count ? all[0] : undefined;
			},
			{ what: `${count} executions to end`, limitMs: LIMIT_MS },
		);
	await call();
	await ended(1);
	const [table] = await tablesNamed(lab, name);
	await deleteTable(lab, table);
	await call();
	const { id, status } = await ended(2);
	expect(status).toBe('success');
	expect(hintsOf(await lab.n8n.execution(id))).toEqual([]);
	expect(await logRows(lab, name)).toMatchObject([{ execution: id, status: 'delivered' }]);
});

test('a table that is deleted under a run ends its log, and the user is told', async () => {
	const text = 'a lark without a table';
	const taskLog = 'Short-lived tasks';
	lab.novita.behave({ prompt: text }, { ending: 'never' });
	const node = lab.kling({ options: { ...OFTEN, taskLog } });
	const executionId = await lab.run(...prompts(text), node);
	await waitFor(
		async () => (await logRows(lab, taskLog)).find(({ status }) => status === 'submitted'),
		{ what: 'the task in the log', limitMs: LIMIT_MS },
	);
	const [table] = await tablesNamed(lab, taskLog);
	await deleteTable(lab, table);
	lab.novita.endTask(lab.taskOf(text).taskId);
	const execution = await lab.ended(executionId);
	expect(execution.status).toBe('success');
	expect(hintsOf(execution)).toEqual([
		expect.stringContaining('The task log could not be written'),
	]);
	expect(await tablesNamed(lab, taskLog)).toEqual([]);
});

test('a table of a similar name does not stand in the way of the log', async () => {
	// n8n lists tables by a part of their name, and may give the other one first.
	for (const name of ['vole log', 'A vole log', 'vole log']) {
		expect(hintsOf(await makeVideo(`a vole in ${name}`, name))).toEqual([]);
	}
	expect((await tablesNamed(lab, 'vole log')).length).toBe(1);
});

test('a workflow of another user writes into a table of its own project', async () => {
	const name = 'Tasks of two projects';
	await makeVideo('a wren of the owner', name);
	const member = await inviteMember(lab);
	const data = { apiKey: API_KEY, baseUrl: lab.novita.url };
	const novitaApi = await member.createCredential('novitaApi', 'Of the member', data);
	const text = 'a wren of the member';
	const node = lab.kling({ waitMode: 'none', options: { taskLog: name } });
	const workflowId = await member.createWorkflow({
		nodes: [MANUAL, ...prompts(text), { ...node, credentials: { novitaApi } }],
	});
	const execution = await member.waitForExecution(await member.runManually(workflowId));
	expect(execution.status).toBe('success');
	expect(hintsOf(execution)).toEqual([]);

	const { taskId } = lab.taskOf(text);
	expect(await logRows({ n8n: member }, name)).toMatchObject([{ taskId, prompt: text }]);
	const projects = (await tablesNamed(lab, name)).map(({ projectId }) => projectId);
	expect(new Set(projects).size).toBe(2);
});
