import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';
import type { Execution } from './fixture/execution.cts';
import { waitFor } from './fixture/waitFor.cts';
import { errorOf, KLING, type Lab, LIMIT_MS, OFTEN, outputOf, prompts } from './setup.cts';
import { deleteColumn, logRows, rowsOf, tablesNamed } from './taskLog/logTable.cts';
import { publish, webhook } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

/** Executions that start in the same instant. */
const EXECUTIONS = 200;

/** What ten videos of 1.17 US dollars cost. */
const TEN_VIDEOS = 11.7;

/** Milliseconds in which a small machine works them off. */
const MANY_LIMIT_MS = 8 * 60_000;

let lab: Lab;

useLab((started) => (lab = started));

/** A day's limit on a log of its own. */
const daily = (spendingLimit: number, taskLog: string, more: INodeParameters = {}) => ({
	...{ spendingLimit, spendingPeriod: 'day', taskLog },
	...more,
});

/** Orders one video, and does not wait for it. */
async function order(text: string, options: INodeParameters, more: INodeParameters = {}) {
	const node = lab.kling({ waitMode: 'none', options, ...more });
	return await lab.ended(await lab.run(...prompts(text), node));
}

/** What the user reads above the output of the node. */
function hintsOf({ data }: Execution): string[] {
	const hints = data.resultData.runData[KLING].at(-1)?.hints ?? [];
	return hints.map(({ message }) => message);
}

/** Adds rows to a log, as a user may do in n8n. */
async function addRows(name: string, ...rows: object[]): Promise<void> {
	const [{ id, projectId }] = await tablesNamed(lab, name);
	await lab.n8n.request({
		method: 'POST',
		url: `/rest/projects/${projectId}/data-tables/${id}/insert`,
		data: { data: rows, returnType: 'count' },
	});
}

test(
	'two hundred executions at once keep to the limit of the day',
	async () => {
		const taskLog = 'Limited day';
		const node = lab.kling({ waitMode: 'none', options: daily(TEN_VIDEOS, taskLog) });
		const parameters = { path: 'rush', httpMethod: 'POST', responseMode: 'lastNode' };
		const nodes = [{ ...webhook('rush'), parameters }, ...prompts('a rush'), node];
		const workflowId = await lab.n8n.createWorkflow({ nodes });
		await lab.n8n.activate(workflowId);
		const startedAt = Date.now();
		const call = async () =>
			await axios.post(lab.n8n.webhookUrl('rush'), {}, { validateStatus: () => true });
		const answers = await Promise.all(Array.from({ length: EXECUTIONS }, call));
		const paid = lab.tasksOf('a rush').length;
		process.stderr.write(
			`${EXECUTIONS} executions at once against a limit of 10 videos: ${paid} paid, in ${Math.round((Date.now() - startedAt) / 1000)} s\n`,
		);
		expect(paid).toBe(10);
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(paid);
		const rows = await logRows(lab, taskLog);
		expect(rows.map(({ estimatedCostUsd }) => estimatedCostUsd)).toEqual(
			Array.from({ length: paid }, () => 1.17),
		);
		const [failed] = await lab.n8n.executions({ workflowId, status: ['error'] });
		expect(errorOf(await lab.n8n.execution(failed.id)).message).toContain(
			'more than the Spending Limit of 11.70 US dollars a day leaves',
		);
	},
	MANY_LIMIT_MS + LIMIT_MS,
);

test('the limit is for all workflows of the project, and for the tasks of today', async () => {
	const taskLog = 'Shared day';
	const first = await order('a first heron', daily(2.5, taskLog));
	expect(first.status).toBe('success');
	const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000).toISOString();
	await addRows(taskLog, { submittedAt: yesterday, status: 'delivered', estimatedCostUsd: 100 });
	expect((await order('a second heron', daily(2.5, taskLog))).status).toBe('success');
	const third = await order('a third heron', daily(2.5, taskLog));
	expect(errorOf(third).message).toContain(
		'1 video, about 1.17 US dollars, more than the Spending Limit of 2.50 US dollars a day leaves: the task log has 2 videos, about 2.34 US dollars for today',
	);
	expect(lab.tasksOf('a third heron')).toEqual([]);
});

test('a request that Novita refuses leaves the limit as it was', async () => {
	const taskLog = 'Refused day';
	lab.novita.behave(
		{ prompt: 'a refused heron' },
		{ submit: [{ kind: 'refuse', reason: 'ILLEGAL_PROMPT', times: Infinity }] },
	);
	const refused = await order('a refused heron', daily(1.17, taskLog));
	expect(errorOf(refused).message).toContain('content rules');
	expect((await order('a good heron', daily(1.17, taskLog))).status).toBe('success');
});

test('a task of unknown price in the log needs a price of the user', async () => {
	const taskLog = 'Unpriced day';
	const of4k = { model: 'kling-v3.0-4k' };
	const unpriced = await order('a 4K heron', { taskLog }, of4k);
	expect(hintsOf(unpriced)).toEqual([]);
	const refused = await order('a heron after 4K', daily(10, taskLog));
	expect(errorOf(refused).message).toContain(
		'the price of the 1 video that the task log has for today is not known',
	);
	const own = await order('a priced heron', daily(5, taskLog, { pricePerVideo: 2.5 }));
	expect(outputOf(own, KLING)[0].json.estimatedCostUsd).toBe(2.5);
	const over = await order('a heron too many', daily(5, taskLog, { pricePerVideo: 2.5 }));
	expect(errorOf(over).message).toContain('2 videos, about 5.00 US dollars for today');
});

test('a log that an earlier version made is written on, and says what it lacks', async () => {
	const taskLog = 'Older log';
	await order('an old heron', { taskLog });
	const [table] = await tablesNamed(lab, taskLog);
	await deleteColumn(lab, table, 'estimatedCostUsd');
	const execution = await order('an old heron again', { taskLog });
	expect(execution.status).toBe('success');
	expect(hintsOf(execution)).toEqual([expect.stringContaining('1 video, about 1.17')]);
	expect(await logRows(lab, taskLog)).toMatchObject([{}, { status: 'submitted' }]);
	const refused = await order('a limited old heron', daily(10, taskLog));
	expect(errorOf(refused).message).toContain('is not known');
	const own = await order('an old heron of a price', daily(10, taskLog, { pricePerVideo: 2 }));
	expect(own.status).toBe('success');
});

test('without a log, a limit for a month pays for nothing', async () => {
	const options = { spendingLimit: 10, spendingPeriod: 'month', taskLog: '' };
	const refused = await order('a heron without a log', options);
	expect(errorOf(refused).message).toBe(
		'The Spending Limit for a month cannot be checked without the task log, which is off [item 0]',
	);
	expect(lab.tasksOf('a heron without a log')).toEqual([]);
});

test('an order that is known by its key costs nothing, and does not count', async () => {
	const taskLog = 'Keyed day';
	const options = daily(1.17, taskLog, { idempotencyKey: 'heron-1', ...OFTEN });
	const node = lab.kling({ options });
	lab.novita.behave({ prompt: 'a keyed heron' }, { seconds: 1 });
	const { workflowId, call } = await publish(lab, 'keyed', [...prompts('a keyed heron'), node]);
	for (const count of [1, 2]) {
		await call();
		const [{ id }] = await waitFor(
			async () => {
				const all = await lab.n8n.executions({ workflowId, status: ['success', 'error'] });
				return all.length === count ? all : undefined;
			},
			{ what: 'the execution to end', limitMs: LIMIT_MS },
		);
		const execution = await lab.n8n.execution(id);
		expect(execution.status).toBe('success');
		expect(outputOf(execution, KLING)[0].json.estimatedCostUsd).toBe(1.17);
	}
	expect(lab.tasksOf('a keyed heron')).toHaveLength(1);
});

test('Get Result takes the cost from the log', async () => {
	const ordered = await order('a heron to get', {}, { model: 'kling-v3.0-std', duration: '3' });
	const { taskId } = outputOf(ordered, KLING)[0].json;
	const get = lab.kling({ operation: 'getResult', taskId: String(taskId), downloadVideo: false });
	const got = await lab.ended(await lab.run(get));
	expect(outputOf(got, KLING)[0].json).toMatchObject({ taskId, estimatedCostUsd: 0.252 });
	expect(hintsOf(got)).toEqual([]);
});

test('a suspended run is bounded before it pays, and not by its checks', async () => {
	const text = 'a patient heron';
	lab.novita.behave({ prompt: text }, { seconds: 10 });
	const options = daily(1.17, 'Suspended day', { maxVideos: 1 });
	const node = lab.kling({ waitMode: 'suspend', options });
	const execution = await lab.ended(await lab.run(...prompts(text), node));
	expect(execution.status).toBe('success');
	expect(outputOf(execution, KLING)).toMatchObject([
		{ json: { taskId: lab.taskOf(text).taskId, estimatedCostUsd: 1.17 }, binary: { data: {} } },
	]);
	expect(await rowsOf(lab, 'a patient')).toEqual([]);
	expect(await logRows(lab, 'Suspended day')).toMatchObject([
		{ status: 'delivered', estimatedCostUsd: 1.17 },
	]);
});
