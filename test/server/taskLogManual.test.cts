import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { errorOf, KLING, type Lab, LIMIT_MS, MANUAL, OFTEN, outputOf, prompts } from './setup.cts';
import { editNode, renameNode } from './taskLog/editNode.cts';
import { rowsOf, tablesNamed } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

const HOUR_MS = 60 * 60 * 1000;

let lab: Lab;

useLab((started) => (lab = started));

/** Saves a workflow that is started by hand. */
async function save(text: string, parameters: INodeParameters = {}): Promise<string> {
	const nodes = [MANUAL, ...prompts(text), lab.kling({ options: OFTEN, ...parameters })];
	return await lab.n8n.createWorkflow({ nodes });
}

/** Runs the workflow by hand, and stops it while its task is polled. */
async function runAndStop(workflowId: string, text: string): Promise<void> {
	const executionId = await lab.n8n.runManually(workflowId);
	await lab.novita.waitFor(
		() => lab.tasksOf(text).some(({ statusRequests }) => statusRequests > 0),
		LIMIT_MS,
	);
	await lab.n8n.stopExecution(executionId);
	await lab.n8n.waitForExecution(executionId, ['canceled']);
}

/** Makes the rows about a prompt older, which nothing but the database itself can. */
async function age(text: string, hours: number): Promise<void> {
	const [table] = await tablesNamed(lab);
	const rows = await rowsOf(lab, text);
	await lab.n8n.kill();
	const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
	const database = new DatabaseSync(join(lab.n8n.userFolder, '.n8n', 'database.sqlite'));
	const then = new Date(Date.now() - hours * HOUR_MS).toISOString();
	const createdAt = then.replace('T', ' ').replace('Z', '');
	for (const { id } of rows) {
		database
			.prepare(`UPDATE "data_table_user_${table.id}" SET "createdAt" = ? WHERE id = ?`)
			.run(createdAt, id);
	}
	database.close();
	await lab.n8n.restart();
}

test.each([
	['goes on with', 1, 23],
	['goes on with', 1, 20],
	['goes on with', 1, 3],
	['pays anew after', 2, 25],
])('a manual run %s what was left, paying %d times, %d hours later', async (_name, paid, hours) => {
	const text = `a crab of ${hours} hours`;
	lab.novita.behave({ prompt: text }, { seconds: 3 });
	const workflowId = await save(text);
	await runAndStop(workflowId, text);
	await age(text, hours);
	await lab.ended(await lab.n8n.runManually(workflowId));
	expect(lab.tasksOf(text)).toHaveLength(paid);
});

test('a manual run with another prompt is another order', async () => {
	const text = 'a crab';
	lab.novita.behave({ prompt: text }, { seconds: 3 });
	const workflowId = await save(text);
	await runAndStop(workflowId, text);
	await editNode(lab, workflowId, KLING, { prompt: 'a lobster' });
	lab.novita.behave({ prompt: 'a lobster' }, { seconds: 1 });
	const execution = await lab.ended(await lab.n8n.runManually(workflowId));
	expect(outputOf(execution, KLING)).toMatchObject([
		{ json: { taskId: lab.taskOf('a lobster').taskId } },
	]);
});

test('a manual run after an unknown outcome is refused, until the user allows it and has the video', async () => {
	const text = 'a doubtful crab';
	const submit = [{ kind: 'reset', accepted: true }] as const;
	lab.novita.behave({ prompt: text }, { submit, seconds: 1 });
	const workflowId = await save(text);
	const run = async () => (await lab.ended(await lab.n8n.runManually(workflowId))).status;
	expect(await run()).toBe('error');
	expect(await run()).toBe('error');
	expect(lab.tasksOf(text)).toHaveLength(1);
	await editNode(lab, workflowId, KLING, { options: { ...OFTEN, resubmitUnknown: true } });
	expect(await run()).toBe('success');
	expect(lab.tasksOf(text)).toHaveLength(2);
	// The user has settled the doubt, and turns the option off again.
	await editNode(lab, workflowId, KLING, { options: OFTEN });
	expect(await run()).toBe('success');
	expect(lab.tasksOf(text)).toHaveLength(3);
});

test('a manual run beside another one with the same request shares its video', async () => {
	const text = 'a busy crab';
	lab.novita.behave({ prompt: text }, { seconds: 8 });
	const workflowId = await save(text);
	const first = await lab.n8n.runManually(workflowId);
	await lab.novita.waitFor(() => lab.tasksOf(text).length === 1, LIMIT_MS);
	const second = await lab.n8n.runManually(workflowId);
	const executions = [await lab.ended(first), await lab.ended(second)];
	const { taskId } = lab.taskOf(text);
	expect(executions.map((execution) => outputOf(execution, KLING)[0].json.taskId)).toEqual([
		taskId,
		taskId,
	]);
});

test('five manual runs in the same instant end without an error, and lose no task', async () => {
	const text = 'a crab in a crowd';
	const count = 5;
	const submit = [{ kind: 'delay', seconds: 1, accepted: true, times: count }] as const;
	lab.novita.behave({ prompt: text }, { submit, seconds: 3 });
	const workflowId = await save(text);
	const started = Array.from({ length: count }, async () => await lab.n8n.runManually(workflowId));
	const executions = await Promise.all(started.map(async (id) => await lab.ended(await id)));
	expect(executions.map((execution) => errorOf(execution).message)).toEqual(Array(count).fill(''));
	const delivered = executions.map((execution) => outputOf(execution, KLING)[0].json.taskId);
	const paid = lab.tasksOf(text).map(({ taskId }) => taskId);
	expect([...new Set(delivered)].sort()).toEqual(paid.sort());
});

test('a manual run that is stopped before its request is answered is gone on with at once', async () => {
	const text = 'a crab with a late answer';
	const submit = [{ kind: 'delay', seconds: 5, accepted: true }] as const;
	lab.novita.behave({ prompt: text }, { submit, seconds: 1 });
	const workflowId = await save(text);
	const stopped = await lab.n8n.runManually(workflowId);
	await lab.novita.waitFor(() => lab.tasksOf(text).length === 1, LIMIT_MS);
	await lab.n8n.stopExecution(stopped);
	await lab.n8n.waitForExecution(stopped, ['canceled']);

	const execution = await lab.ended(await lab.n8n.runManually(workflowId));
	expect(errorOf(execution).message).toBe('');
	const { taskId } = lab.taskOf(text);
	expect(outputOf(execution, KLING)).toMatchObject([{ json: { taskId }, binary: { data: {} } }]);
});

test('a manual run goes on with what was left, though the user renamed the node', async () => {
	const text = 'a renamed crab';
	lab.novita.behave({ prompt: text }, { seconds: 3 });
	const workflowId = await save(text);
	await runAndStop(workflowId, text);
	await renameNode(lab, workflowId, KLING, 'Video');
	const execution = await lab.ended(await lab.n8n.runManually(workflowId));
	expect(outputOf(execution, 'Video')).toMatchObject([
		{ json: { taskId: lab.taskOf(text).taskId } },
	]);
});

test('a manual run that does not wait is a new order each time', async () => {
	const text = 'a hasty crab';
	lab.novita.behave({ prompt: text }, { seconds: 60 });
	const workflowId = await save(text, { waitMode: 'none' });
	for (let run = 0; run < 2; run += 1) await lab.ended(await lab.n8n.runManually(workflowId));
	expect(lab.tasksOf(text)).toHaveLength(2);
});
