import axios from 'axios';
import { CALL, WHEN_CALLED, callOf } from './callWorkflow.cts';
import type { Execution } from './fixture/execution.cts';
import { waitFor } from './fixture/waitFor.cts';
import { KLING, type Lab, LIMIT_MS, MANUAL, OFTEN, outputOf, prompts } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { publish, webhook, type Production } from './taskLog/production.cts';
import { logCalls } from './taskLog/subWorkflows.cts';
import { useLab } from './useLab.cts';

/** Deliveries of one event that arrive in the same instant. */
const DELIVERIES = 10;

let lab: Lab;

useLab((started) => (lab = started));

/** A workflow that makes a video for each call of its webhook; the call's order number is the key. */
async function orderWorkflow(path: string, waitMode = 'poll'): Promise<string> {
	const node = lab.kling({
		prompt: '={{ $json.body.prompt }}',
		waitMode,
		options: { idempotencyKey: '={{ $json.body.order }}', ...OFTEN },
	});
	const workflowId = await lab.n8n.createWorkflow({ nodes: [webhook(path), node] });
	await lab.n8n.activate(workflowId);
	return workflowId;
}

/** Delivers an order a number of times at once, and waits until all executions have ended. */
async function deliver(
	workflowId: string,
	path: string,
	body: { readonly order: string; readonly prompt: string },
	times = 1,
): Promise<Execution[]> {
	const before = (await lab.n8n.executions({ workflowId })).length;
	const url = lab.n8n.webhookUrl(path);
	await Promise.all(Array.from({ length: times }, async () => await axios.post(url, body)));
	const ended = await waitFor(
		async () => {
			const executions = await lab.n8n.executions({ workflowId });
			const done = executions.filter(({ status }) => ['success', 'error'].includes(status));
			return done.length === before + times ? done.slice(0, times) : undefined;
		},
		{ what: `${times} executions to end`, limitMs: LIMIT_MS },
	);
	return await Promise.all(ended.map(async ({ id }) => await lab.n8n.execution(id)));
}

const taskIdsIn = (executions: readonly Execution[]) =>
	executions.map((execution) => outputOf(execution, KLING)[0]?.json.taskId);

test('ten deliveries of one event in the same instant pay once, and each delivers the video', async () => {
	const prompt = 'a red crab';
	const workflowId = await orderWorkflow('crab');
	const executions = await deliver(workflowId, 'crab', { order: 'crab-1', prompt }, DELIVERIES);
	const { taskId } = lab.taskOf(prompt);
	expect(taskIdsIn(executions)).toEqual(Array.from({ length: DELIVERIES }, () => taskId));
	for (const execution of executions) {
		expect(outputOf(execution, KLING)[0].binary?.data).toBeDefined();
	}
});

test('the same order later delivers the video again, another order makes another', async () => {
	const prompt = 'a blue crab';
	const workflowId = await orderWorkflow('blue-crab');
	const first = await deliver(workflowId, 'blue-crab', { order: 'blue-1', prompt });
	const again = await deliver(workflowId, 'blue-crab', {
		order: 'blue-1',
		prompt: `${prompt} again`,
	});
	expect(taskIdsIn(again)).toEqual(taskIdsIn(first));
	const other = await deliver(workflowId, 'blue-crab', { order: 'blue-2', prompt });
	expect(taskIdsIn(other)).not.toEqual(taskIdsIn(first));
	expect(lab.tasksOf(prompt, `${prompt} again`)).toHaveLength(2);
});

test.each(['={{ 1 + 1 }}', '=order', 'it\'s "the" order; {{ $json }}'])(
	'the key %j is a text like any other',
	async (order) => {
		const prompt = `a crab ordered as ${order}`;
		const path = `odd-${Buffer.from(order).toString('hex')}`;
		const workflowId = await orderWorkflow(path);
		const first = await deliver(workflowId, path, { order, prompt });
		const again = await deliver(workflowId, path, { order, prompt });
		expect(taskIdsIn(again)).toEqual(taskIdsIn(first));
		expect(lab.tasksOf(prompt)).toHaveLength(1);
	},
);

test('fifty orders of one execution are looked up together', async () => {
	const texts = Array.from({ length: 50 }, (_text, index) => `a crab of many ${index}`);
	lab.novita.behave({ prompt: /^a crab of many/ }, { seconds: 1 });
	const options = { idempotencyKey: '={{ $json.prompt }}', maxConcurrentTasks: texts.length };
	const workflowId = await lab.n8n.createWorkflow({
		nodes: [MANUAL, ...prompts(...texts), lab.kling({ waitMode: 'none', options })],
	});
	const run = async () => await lab.ended(await lab.n8n.runManually(workflowId));
	await run();
	const before = await logCalls(lab);
	const again = await run();
	expect((await logCalls(lab)) - before).toBeLessThanOrEqual(15);
	expect(taskIdsIn([again])).toEqual([lab.taskOf(texts[0]).taskId]);
	expect(lab.tasksOf(...texts)).toHaveLength(texts.length);
});

test('an order whose task failed, or that was refused, is submitted anew', async () => {
	const [failing, refused] = ['a failing crab', 'a refused crab'];
	const workflowId = await orderWorkflow('poor-crab');
	lab.novita.behave({ prompt: failing }, { seconds: 0.5, ending: 'failed' });
	await deliver(workflowId, 'poor-crab', { order: 'poor-1', prompt: failing });
	await deliver(workflowId, 'poor-crab', { order: 'poor-1', prompt: failing });
	expect(lab.tasksOf(failing)).toHaveLength(2);

	lab.novita.behave(
		{ prompt: refused },
		{ submit: [{ kind: 'refuse', reason: 'ILLEGAL_PROMPT' }] },
	);
	await deliver(workflowId, 'poor-crab', { order: 'poor-2', prompt: refused });
	const [second] = await deliver(workflowId, 'poor-crab', { order: 'poor-2', prompt: refused });
	expect(second.status).toBe('success');
	expect(lab.tasksOf(refused)).toHaveLength(1);
});

test('an order whose task failed while nobody polled it is submitted anew', async () => {
	const prompt = 'an unseen crab';
	const workflowId = await orderWorkflow('unseen-crab', 'none');
	lab.novita.behave({ prompt }, { seconds: 0, ending: 'failed' });
	await deliver(workflowId, 'unseen-crab', { order: 'unseen-1', prompt });
	const [second] = await deliver(workflowId, 'unseen-crab', { order: 'unseen-1', prompt });
	const taskIds = lab.tasksOf(prompt).map(({ taskId }) => taskId);
	expect(taskIds).toHaveLength(2);
	expect(taskIdsIn([second])).toEqual([taskIds[1]]);
});

test('an order whose outcome is unknown is refused, and not paid for again', async () => {
	const prompt = 'a lost crab';
	const workflowId = await orderWorkflow('lost-crab');
	lab.novita.behave({ prompt }, { submit: [{ kind: 'reset', accepted: true }] });
	await deliver(workflowId, 'lost-crab', { order: 'lost-1', prompt });
	const [second] = await deliver(workflowId, 'lost-crab', { order: 'lost-1', prompt });
	expect(second.status).toBe('error');
	expect(second.data.resultData.error?.message).toContain('unknown');
	expect(lab.tasksOf(prompt)).toHaveLength(1);
});

describe('a sub-workflow with a key whose caller runs it again pays once', () => {
	/** Publishes a caller, and a sub-workflow that makes a video. */
	async function publishCaller(prompt: string): Promise<Production> {
		const options = { ...OFTEN, idempotencyKey: '={{ $json.prompt }}' };
		const subId = await lab.n8n.createWorkflow({ nodes: [WHEN_CALLED, lab.kling({ options })] });
		await lab.n8n.activate(subId);
		const call = { ...callOf(subId), retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		return await publish(lab, prompt.replaceAll(' ', '-'), [...prompts(prompt), call]);
	}

	async function ended(workflowId: string): Promise<Execution> {
		const [{ id }] = await lab.n8n.executions({ workflowId });
		return await lab.ended(id);
	}

	test('by Retry On Fail', async () => {
		const prompt = 'a crab that fails on its way';
		const status = [{ kind: 'refuse', reason: 'INVALID_API_KEY' }] as const;
		lab.novita.behave({ prompt }, { seconds: 1, status });
		const { workflowId, call } = await publishCaller(prompt);
		await call();
		const execution = await ended(workflowId);
		expect(outputOf(execution, CALL)).toMatchObject([
			{ json: { taskId: lab.taskOf(prompt).taskId }, binary: { data: {} } },
		]);
	});

	test('after n8n was killed', async () => {
		const prompt = 'a crab in a killed execution';
		lab.novita.behave({ prompt }, { seconds: 20 });
		const { workflowId, call } = await publishCaller(prompt);
		await call();
		await lab.novita.waitFor(() => lab.tasksOf(prompt)[0]?.statusRequests > 0, LIMIT_MS);
		await waitFor(async () => (await rowsOf(lab, prompt))[0]?.taskId || undefined, {
			what: 'the task to be in the log',
			limitMs: LIMIT_MS,
		});
		await lab.n8n.kill();
		await lab.n8n.restart();
		const { id } = await ended(workflowId);
		const retried = await lab.ended(await lab.n8n.retryExecution(id));
		expect(outputOf(retried, CALL)).toMatchObject([
			{ json: { taskId: lab.taskOf(prompt).taskId }, binary: { data: {} } },
		]);
	});
});
