import axios from 'axios';
import type { NodeDraft } from './fixture/workflowDraft.cts';
import { waitFor } from './fixture/waitFor.cts';
import { KLING, outputOf, prompts, startLab, type Lab } from './setup.cts';

const LIMIT_MS = 60_000;

/** Often enough that no test waits long for a poll. */
const OFTEN = { pollInterval: 1 };

/** A row of the log, as people read it in n8n. */
interface Row {
	readonly status: string;
	readonly taskId: string;
	readonly prompt: string;
	readonly execution: string;
	readonly item: number;
	readonly ending: string | null;
	readonly seconds: number;
}

let lab: Lab;

beforeAll(async () => {
	lab = await startLab();
});

afterAll(async () => {
	await lab?.stop();
});

/** The rows about some prompts, the oldest first. */
async function rowsOf(...texts: string[]): Promise<Row[]> {
	const { data } = await lab.n8n.request<{
		data: Array<{ id: string; projectId: string; name: string }>;
	}>({
		url: '/rest/data-tables-global',
	});
	const table = data.find(({ name }) => name === 'Novita Kling Tasks');
	if (!table) return [];
	const rows = await lab.n8n.request<{ data: Row[] }>({
		url: `/rest/projects/${table.projectId}/data-tables/${table.id}/rows`,
		params: { take: 100, sortBy: 'id:asc' },
	});
	return rows.data.filter(({ prompt }) => texts.some((text) => prompt.startsWith(text)));
}

const webhook = (path: string): NodeDraft => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: { path, httpMethod: 'POST', responseMode: 'onReceived' },
	webhookId: path,
});

/** Starts a production execution. @returns its ID */
async function startInProduction(path: string, ...nodes: NodeDraft[]): Promise<string> {
	const workflowId = await lab.n8n.createWorkflow({ nodes: [webhook(path), ...nodes] });
	await lab.n8n.activate(workflowId);
	await axios.post(lab.n8n.webhookUrl(path));
	return await waitFor(async () => (await lab.n8n.executions({ workflowId }))[0]?.id, {
		what: 'the execution to be listed',
		limitMs: LIMIT_MS,
	});
}

test('a row tells of each task, from before the payment to the delivery', async () => {
	const texts = ['a logged lynx', 'a second lynx', 'a failing lynx'];
	lab.novita.behave({ prompt: texts[2] }, { seconds: 0.5, ending: 'failed', reason: 'Too dark' });
	const node = lab.kling({ options: OFTEN }, { onError: 'continueRegularOutput' });
	const executionId = await lab.run(...prompts(...texts), node);
	const { status } = await lab.ended(executionId);
	expect(status).toBe('success');
	expect(await rowsOf(...texts)).toMatchObject(
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
	const path = 'killed-gnu';
	const node = lab.kling({ prompt, options: OFTEN });
	const executionId = await startInProduction(path, ...prompts(...texts), node);
	const tasks = () =>
		lab.novita.tasks.filter(({ body }) => String(body.prompt).includes('killed gnu'));
	await lab.novita.waitFor(
		() => tasks().every(({ statusRequests }) => statusRequests > 0) && tasks().length === 2,
		LIMIT_MS,
	);
	await lab.n8n.kill();
	await lab.n8n.restart();
	await lab.n8n.waitForExecution(executionId, ['crashed', 'error']);
	const rows = await rowsOf(...texts);
	expect(rows).toMatchObject(tasks().map(({ taskId }) => ({ status: 'submitted', taskId })));

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
