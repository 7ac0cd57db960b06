import type { INodeParameters } from 'n8n-workflow';
import { waitFor } from './fixture/waitFor.cts';
import type { NodeDraft } from './fixture/workflowDraft.cts';
import { errorOf, KLING, type Lab, LIMIT_MS, OFTEN, outputOf, prompts } from './setup.cts';
import { editNode, renameNode } from './taskLog/editNode.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { startInProduction, type StartedExecution } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

/** Long enough that n8n is killed before. */
const TASK_SECONDS = 30;

/** The prompt of the item and the time, so another one at each run. */
const PROMPT_OF_THE_MOMENT = '={{ $json.prompt }} at {{ $now.toMillis() }}';

/** Items of which one at a time is submitted. */
const CLICKS = ['a double click', 'a double click 2'];
const QUEUE = ['a queue', 'a queue, later', 'a queue, still later'];

/** The first of these items is new at the retry. */
const GROWN_LIST = ['a grown list, later', 'a grown list 1', 'a grown list 2'];

let lab: Lab;

const executions: Record<string, StartedExecution> = {};

/** A node that writes another text at each run, as a language model does. */
function inventedPrompts(text: string): NodeDraft {
	return {
		name: 'Language Model',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: {
			jsCode: `return [1, 2].map((number) => ({ json: { prompt: '${text} ' + number + ', idea ' + Math.random() } }));`,
		},
	};
}

/** Starts an execution of which a number of tasks is polled when n8n is killed. */
async function start(
	text: string,
	polled: number,
	source: NodeDraft[],
	parameters: INodeParameters = {},
): Promise<void> {
	lab.novita.behave({ prompt: new RegExp(`^${text}`) }, { seconds: TASK_SECONDS });
	// What is submitted by the retry need not take as long.
	lab.novita.behave({ prompt: /later$/ }, { seconds: 1 });
	const node = lab.kling({ options: OFTEN, ...parameters });
	executions[text] = await startInProduction(lab, text.replaceAll(' ', '-'), [...source, node]);
	await lab.novita.waitFor(() => {
		const tasks = lab.tasksAbout(text);
		return tasks.length === polled && tasks.every(({ statusRequests }) => statusRequests > 0);
	}, LIMIT_MS);
	// The task's ID is committed a moment after the answer; longer where n8n is busy.
	await waitFor(
		async () =>
			(await rowsOf(lab, text)).filter(({ taskId }) => taskId).length >= polled || undefined,
		{ what: `the tasks of "${text}" to be in the log`, limitMs: LIMIT_MS },
	);
}

/** Retries an execution. @returns the task IDs that the node gave out with a file */
async function retry(text: string): Promise<unknown[]> {
	const retried = await lab.n8n.retryExecution(executions[text].executionId);
	const execution = await lab.ended(retried);
	expect(errorOf(execution).message).toBe('');
	return outputOf(execution, KLING).map(({ json, binary }) => binary && json.taskId);
}

useLab((started) => (lab = started));

beforeAll(async () => {
	await Promise.all([
		start('a gnu', 2, prompts('a gnu', 'a gnu too'), { prompt: PROMPT_OF_THE_MOMENT }),
		start('a llama', 2, [inventedPrompts('a llama')]),
		start('an edited emu', 1, prompts('an edited emu')),
		start('an emu as it was', 1, prompts('an emu as it was')),
		start('a renamed emu', 1, prompts('a renamed emu')),
		start('twins', 2, prompts('twins', 'twins')),
		start('a queue', 1, prompts(...QUEUE), {
			options: { ...OFTEN, maxConcurrentTasks: 1 },
		}),
		start('a grown list', 2, prompts(...GROWN_LIST.slice(1))),
		start('an impatient click', 1, prompts('an impatient click', 'an impatient click, later'), {
			options: { ...OFTEN, maxConcurrentTasks: 1 },
		}),
		start('a double click', 2, prompts(...CLICKS)),
	]);
	await lab.n8n.kill();
	await lab.n8n.restart();
	for (const { executionId } of Object.values(executions)) {
		await lab.n8n.waitForExecution(executionId, ['crashed', 'error']);
	}
});

test.each([
	['whose prompt holds the time', 'a gnu'],
	['behind a node that writes another text each time', 'a llama'],
	['of two equal items', 'twins'],
])('a retry %s delivers what was paid', async (_name, text) => {
	const byItem = (one: { item: number }, other: { item: number }) => one.item - other.item;
	const before = (await rowsOf(lab, text)).sort(byItem).map(({ taskId }) => taskId);
	expect(await retry(text)).toEqual(before);
	expect(
		lab
			.tasksAbout(text)
			.map(({ taskId }) => taskId)
			.sort(),
	).toEqual([...before].sort());
	expect((await rowsOf(lab, text)).sort(byItem)).toMatchObject(
		before.map((taskId) => ({ taskId, status: 'delivered' })),
	);
});

test('a retry with an edited prompt refuses the item and names its task', async () => {
	const text = 'an edited emu';
	const { workflowId, executionId } = executions[text];
	await editNode(lab, workflowId, KLING, { prompt: 'an edited emu that flies' });
	const retried = await lab.n8n.retryExecution(executionId, true);
	const { data } = await lab.ended(retried);

	const [{ taskId }] = lab.tasksAbout(text);
	expect(lab.tasksAbout(text)).toHaveLength(1);
	expect(data.resultData.error).toMatchObject({
		message: expect.stringContaining(`already submitted as task ${taskId}`),
		description: expect.stringContaining(`Get Result with Task ID ${taskId}`),
		context: { details: { kind: 'alreadySubmitted', taskId } },
	});
});

test('a retry with the workflow as it was delivers the video, though the user edited the node', async () => {
	const text = 'an emu as it was';
	await editNode(lab, executions[text].workflowId, KLING, { prompt: `${text} and flies` });
	expect(await retry(text)).toEqual([lab.tasksAbout(text)[0].taskId]);
	expect(lab.tasksAbout(text)).toHaveLength(1);
});

/** Renames the node, and retries an execution with the workflow as it is saved then. */
async function expectDeliveredUnderAnotherName(text: string): Promise<void> {
	const { workflowId, executionId } = executions[text];
	await renameNode(lab, workflowId, KLING, 'Video');
	const execution = await lab.ended(await lab.n8n.retryExecution(executionId, true));
	// The execution's status is no sign: n8n retries a stopped execution with the error of the Stop.
	const { taskId } = lab.taskOf(text);
	expect(outputOf(execution, 'Video')).toMatchObject([{ json: { taskId }, binary: { data: {} } }]);
}

test('a retry delivers the video, though the user renamed the node after n8n was killed', async () => {
	await expectDeliveredUnderAnotherName('a renamed emu');
});

test('a retry delivers the video, though the user renamed the node after a Stop', async () => {
	const text = 'a stopped emu';
	await start(text, 1, prompts(text));
	const { executionId } = executions[text];
	await lab.n8n.stopExecution(executionId);
	await lab.n8n.waitForExecution(executionId, ['canceled']);
	lab.novita.endTask(lab.taskOf(text).taskId);
	await expectDeliveredUnderAnotherName(text);
});

test('a retry pays for the items that were never submitted, and for no other', async () => {
	const delivered = await retry('a queue');
	expect(lab.tasksAbout('a queue')).toHaveLength(QUEUE.length);
	expect(delivered).toEqual(QUEUE.map((prompt) => lab.taskOf(prompt).taskId));
});

test('an execution that is retried twice at once, and once more, pays nothing', async () => {
	const text = 'a double click';
	const taskIds = CLICKS.map((prompt) => lab.taskOf(prompt).taskId);
	expect(await Promise.all([retry(text), retry(text)])).toEqual([taskIds, taskIds]);
	expect(await retry(text)).toEqual(taskIds);
	expect(lab.tasksAbout(text)).toHaveLength(2);
});

test('a retry that finds a new item before the others mixes up none of them', async () => {
	const text = 'a grown list';
	const { workflowId, executionId } = executions[text];
	const [list] = prompts(...GROWN_LIST);
	await editNode(lab, workflowId, list.name, list.parameters ?? {});
	const retried = await lab.ended(await lab.n8n.retryExecution(executionId, true));
	expect(errorOf(retried).message).toBe('');
	const given = outputOf(retried, KLING).map(({ json }) => lab.novita.task(String(json.taskId)));
	expect(given.map((task) => task?.body.prompt)).toEqual(GROWN_LIST);
	expect(lab.tasksAbout(text)).toHaveLength(GROWN_LIST.length);
});

test('an execution that is retried twice at once pays once for what was never submitted', async () => {
	const text = 'an impatient click';
	const [first, second] = await Promise.all([retry(text), retry(text)]);
	expect(lab.tasksAbout(text)).toHaveLength(2);
	expect(second).toEqual(first);
});
