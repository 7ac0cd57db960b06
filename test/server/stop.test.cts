import axios from 'axios';
import type { Execution } from './fixture/execution.cts';
import { waitFor } from './fixture/waitFor.cts';
import type { NodeDraft } from './fixture/workflowDraft.cts';
import { KLING, type Lab, LIMIT_MS, MANUAL, OFTEN, outputOf, prompts } from './setup.cts';
import { rowsOf, type Row } from './taskLog/logTable.cts';
import { publish, webhook } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

/** Polls of a second run after the stop, while the stopped one must not poll. */
const POLLS_AFTER_STOP = 4;

/** Milliseconds until n8n has stored what it keeps of a stopped execution. */
const STORED_LIMIT_MS = 15_000;

const PATH = 'to-be-stopped';

let lab: Lab;

useLab((started) => (lab = started));

/** Starts a workflow that polls for tasks that never end. @returns the execution's ID */
async function startPolling(trigger: NodeDraft, texts: string[]): Promise<string> {
	texts.forEach((prompt) => lab.novita.behave({ prompt }, { ending: 'never' }));
	const nodes = [trigger, ...prompts(...texts), lab.kling({ options: OFTEN })];
	const workflowId = await lab.n8n.createWorkflow({ nodes });
	if (trigger === MANUAL) {
		await lab.n8n.runManually(workflowId);
	} else {
		await lab.n8n.activate(workflowId);
		await axios.post(lab.n8n.webhookUrl(PATH));
	}
	await lab.novita.waitFor(() => texts.every(isPolled), LIMIT_MS);
	return (await lab.n8n.executions({ workflowId }))[0].id;
}

function isPolled(prompt: string): boolean {
	return lab.tasksOf(prompt).some(({ statusRequests }) => statusRequests > 1);
}

/** Waits until another run has polled several times, which leaves time for the stopped one to do so. */
async function waitForFurtherPolls(prompt: string): Promise<void> {
	const task = lab.taskOf(prompt);
	const until = task.statusRequests + POLLS_AFTER_STOP;
	await lab.novita.waitFor(() => task.statusRequests >= until, LIMIT_MS);
}

/** The rows about a prompt, once they are as wanted. */
async function rowsOnce(text: string, areAsWanted: (rows: Row[]) => boolean): Promise<Row[]> {
	return await waitFor(
		async () => {
			const rows = await rowsOf(lab, text);
			return areAsWanted(rows) ? rows : undefined;
		},
		{ what: `the rows of "${text}"`, limitMs: LIMIT_MS },
	);
}

/** The user finds the tasks with the execution itself, although n8n threw its other data away. */
function expectInCustomData({ customData = {} }: Execution, taskIds: readonly string[]): void {
	const shown = Object.values(customData).join();
	for (const taskId of taskIds) expect(shown).toContain(taskId);
}

test.each([
	['started by hand', MANUAL],
	['in production', webhook(PATH)],
])('a polling execution, %s, that the user stops sends nothing more', async (name, trigger) => {
	const texts = [`a kiwi ${name}`, `another kiwi ${name}`];
	const other = `a kiwi that goes on, ${name}`;
	const executionId = await startPolling(trigger, texts);
	const otherId = await startPolling(MANUAL, [other]);

	await lab.n8n.stopExecution(executionId);
	await lab.n8n.waitForExecution(executionId, ['canceled']);
	const polls = texts.map((prompt) => lab.taskOf(prompt).statusRequests);
	await waitForFurtherPolls(other);
	expect(texts.map((prompt) => lab.taskOf(prompt).statusRequests)).toEqual(polls);

	// n8n discards what a stopped run has done, but for its custom data; its log names the tasks too.
	const stopped = await lab.n8n.execution(executionId);
	expect(stopped.data.resultData.runData).toEqual({});
	const taskIds = texts.map((prompt) => lab.taskOf(prompt).taskId);
	for (const taskId of taskIds) expect(lab.n8n.logs).toContain(`as task ${taskId}`);
	expectInCustomData(stopped, taskIds);

	await lab.n8n.stopExecution(otherId);
	await lab.n8n.waitForExecution(otherId, ['canceled']);
});

test('an execution that goes on with the task of a stopped one names it when it is stopped, too', async () => {
	const text = 'a kiwi that is resumed';
	const first = await startPolling(MANUAL, [text]);
	await lab.n8n.stopExecution(first);
	const { workflowId } = await lab.n8n.waitForExecution(first, ['canceled']);

	const second = await lab.n8n.runManually(workflowId);
	await waitForFurtherPolls(text);
	await lab.n8n.stopExecution(second);
	const { taskId } = lab.taskOf(text);
	// n8n stores the custom data a moment after the end.
	const namesTask = ({ customData = {} }: Execution) =>
		Object.values(customData).join().includes(taskId);
	await lab.n8n.waitForExecution(second, namesTask, STORED_LIMIT_MS);
});

test('a stop while submits are being answered loses no task', async () => {
	const texts = ['a kiwi just paid', 'another kiwi just paid'];
	const submit = [{ kind: 'delay', seconds: 0.5, accepted: true }] as const;
	texts.forEach((prompt) => lab.novita.behave({ prompt }, { submit, ending: 'never' }));
	const executionId = await lab.run(...prompts(...texts), lab.kling({ options: OFTEN }));
	await lab.novita.waitFor(() => lab.tasksOf(...texts).length === texts.length, LIMIT_MS);

	await lab.n8n.stopExecution(executionId);
	const taskIds = texts.map((prompt) => lab.taskOf(prompt).taskId);
	// n8n stores the execution at once, so what Novita answers after that is in the log alone.
	await waitFor(
		async () => taskIds.every((taskId) => lab.n8n.logs.includes(`as task ${taskId}`)) || undefined,
		{ what: 'the tasks to be logged', limitMs: LIMIT_MS },
	);
	await lab.n8n.waitForExecution(executionId, ['canceled']);
});

test('a suspended execution that the user stops keeps its task, and a retry pays nothing', async () => {
	lab.novita.behave({ prompt: 'a suspended kiwi' }, { ending: 'never' });
	const nodes = prompts('a suspended kiwi');
	const executionId = await lab.run(...nodes, lab.kling({ waitMode: 'suspend' }));
	await lab.n8n.waitForExecution(executionId, ['waiting']);

	await lab.n8n.stopExecution(executionId);
	const stopped = await lab.n8n.waitForExecution(executionId, ['canceled']);
	const { taskId } = lab.taskOf('a suspended kiwi');
	expect(outputOf(stopped, KLING)[0].json).toMatchObject({ taskId, status: 'queued' });

	await lab.n8n.retryExecution(executionId);
	expect(lab.tasksOf('a suspended kiwi')).toHaveLength(1);
});

test('a stopped execution that waits for the task of a key leaves no row, so that the key is free', async () => {
	const text = 'a kiwi that is ordered three times';
	const submit = [{ kind: 'delay', seconds: 10, accepted: true }] as const;
	lab.novita.behave({ prompt: text }, { submit, seconds: 1, ending: 'failed' });
	const node = lab.kling({ options: { ...OFTEN, idempotencyKey: 'kiwi' } });
	const { call } = await publish(lab, 'kiwi-with-a-key', [...prompts(text), node]);
	await call();
	await lab.novita.waitFor(() => lab.tasksOf(text).length === 1, LIMIT_MS);
	await call();
	const [first, waiter] = await rowsOnce(text, (rows) => rows.length === 2);

	await lab.n8n.stopExecution(waiter.execution);
	await lab.n8n.waitForExecution(waiter.execution, ['canceled']);
	await lab.ended(first.execution);
	expect(await rowsOf(lab, text)).toMatchObject([{ id: first.id, status: 'failed' }]);

	lab.novita.behave({ prompt: text }, { seconds: 1 });
	await call();
	await rowsOnce(text, (rows) => rows.some(({ status }) => status === 'delivered'));
	expect(lab.tasksOf(text)).toHaveLength(2);
});
