import { KLING, outputOf, prompts, startLab, type Lab } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { startInProduction } from './taskLog/production.cts';

const LIMIT_MS = 60_000;

/** Often enough that no test waits long for a poll. */
const OFTEN = { pollInterval: 1 };

let lab: Lab;

beforeAll(async () => {
	lab = await startLab();
});

afterAll(async () => {
	await lab?.stop();
});

test('a row tells of each task, from before the payment to the delivery', async () => {
	const texts = ['a logged lynx', 'a second lynx', 'a failing lynx'];
	lab.novita.behave({ prompt: texts[2] }, { seconds: 0.5, ending: 'failed', reason: 'Too dark' });
	const node = lab.kling({ options: OFTEN }, { onError: 'continueRegularOutput' });
	const executionId = await lab.run(...prompts(...texts), node);
	const { status } = await lab.ended(executionId);
	expect(status).toBe('success');
	expect(await rowsOf(lab, ...texts)).toMatchObject(
		texts.map((prompt, item) => ({
			prompt,
			item,
			execution: executionId,
			taskId: lab.taskOf(prompt).taskId,
			seconds: 5,
			status: item === 2 ? 'failed' : 'delivered',
		})),
	);
});

test('an execution that n8n was killed in is retried without paying again', async () => {
	const texts = ['a killed gnu', 'another killed gnu'];
	for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: 25 });
	// At each run of the workflow, the prompt is another one.
	const prompt = '={{ $json.prompt }} at {{ $now.toMillis() }}';
	const nodes = [...prompts(...texts), lab.kling({ prompt, options: OFTEN })];
	const { executionId } = await startInProduction(lab, 'killed-gnu', nodes);
	// Which of the two is submitted first is not settled.
	const tasks = () =>
		texts.flatMap((text) =>
			lab.novita.tasks.filter(({ body }) => String(body.prompt).startsWith(`${text} at`)),
		);
	await lab.novita.waitFor(
		() => tasks().every(({ statusRequests }) => statusRequests > 0) && tasks().length === 2,
		LIMIT_MS,
	);
	await lab.n8n.kill();
	await lab.n8n.restart();
	await lab.n8n.waitForExecution(executionId, ['crashed', 'error']);
	expect(await rowsOf(lab, ...texts)).toMatchObject(
		tasks().map(({ taskId }) => ({ status: 'submitted', taskId })),
	);

	await lab.n8n.retryExecution(executionId);
	expect(tasks()).toHaveLength(2);
	const [retried] = await lab.n8n.executions({ status: ['success'] });
	const execution = await lab.n8n.execution(retried.id);
	expect(outputOf(execution, KLING).map(({ json }) => json.taskId)).toEqual(
		tasks().map(({ taskId }) => taskId),
	);
});

test('a manual run that does not wait is a new order each time', async () => {
	const text = 'a handed-over okapi';
	lab.novita.behave({ prompt: text }, { seconds: 60 });
	const nodes = [...prompts(text), lab.kling({ waitMode: 'none' })];
	await lab.ended(await lab.run(...nodes));
	const workflowId = await lab.n8n.createWorkflow({
		nodes: [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, ...nodes],
	});
	for (let run = 0; run < 2; run += 1) await lab.ended(await lab.n8n.runManually(workflowId));
	expect(lab.tasksOf(text)).toHaveLength(3);
});

test('a manual run after a stop delivers what was paid, and pays anew after that', async () => {
	const text = 'a stopped tapir';
	lab.novita.behave({ prompt: text }, { seconds: 5 });
	const workflowId = await lab.n8n.createWorkflow({
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			...prompts(text),
			lab.kling({ options: OFTEN }),
		],
	});
	const first = await lab.n8n.runManually(workflowId);
	await lab.novita.waitFor(() => lab.tasksOf(text).length === 1, LIMIT_MS);
	await lab.n8n.stopExecution(first);
	await lab.n8n.waitForExecution(first, ['canceled']);

	const second = await lab.ended(await lab.n8n.runManually(workflowId));
	expect(second.status).toBe('success');
	expect(lab.tasksOf(text)).toHaveLength(1);
	expect(outputOf(second, KLING)[0].json.taskId).toBe(lab.taskOf(text).taskId);

	await lab.ended(await lab.n8n.runManually(workflowId));
	expect(lab.tasksOf(text)).toHaveLength(2);
});
