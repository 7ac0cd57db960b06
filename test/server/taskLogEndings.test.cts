import { waitFor } from './fixture/waitFor.cts';
import type { NodeDraft } from './fixture/workflowDraft.cts';
import { errorOf, KLING, type Lab, LIMIT_MS, OFTEN, outputOf, prompts } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { startInProduction } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

/** More items than are submitted in two seconds. */
const CROWD = 60;

/** So many are submitted when the execution is ended. */
const SUBMITTED_AT_THE_END = 25;

let lab: Lab;

useLab((started) => (lab = started), { environment: { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '30' } });

async function untilPolled(text: string, count: number): Promise<void> {
	await lab.novita.waitFor(() => {
		const tasks = lab.tasksAbout(text);
		return tasks.length === count && tasks.every(({ statusRequests }) => statusRequests > 0);
	}, LIMIT_MS);
}

/** Waits until nothing in the log is on its way any more, or for a few seconds. */
async function untilLogIsSettled(text: string): Promise<void> {
	const settled = async () => {
		const rows = await rowsOf(lab, text);
		return rows.every(({ status }) => status !== 'submitting') || undefined;
	};
	await waitFor(settled, { what: 'the log to be settled', limitMs: 10_000 }).catch(() => undefined);
}

test.each([
	['a Stop', async (id: string) => await lab.n8n.stopExecution(id)],
	[
		'kill -9',
		async () => {
			await lab.n8n.kill();
			await lab.n8n.restart();
		},
	],
])('sixty items of which some are submitted at %s are sixty videos', async (ending, end) => {
	const text = `one of a crowd at ${ending}`;
	const texts = Array.from({ length: CROWD }, (_text, index) => `${text} no ${index}`);
	lab.novita.behave({ prompt: new RegExp(`^${text}`) }, { seconds: 3 });
	const node = lab.kling({ options: OFTEN }, { onError: 'continueRegularOutput' });
	const path = `crowd-${ending.replaceAll(' ', '-')}`;
	const { executionId } = await startInProduction(lab, path, [...prompts(...texts), node]);
	await lab.novita.waitFor(() => lab.tasksAbout(text).length >= SUBMITTED_AT_THE_END, LIMIT_MS);
	await end(executionId);
	await lab.n8n.waitForExecution(executionId, ['crashed', 'error', 'canceled']);
	await untilLogIsSettled(text);

	const paid = lab.tasksAbout(text).map(({ taskId }) => taskId);
	expect(paid.length).toBeLessThan(CROWD);
	const rows = await rowsOf(lab, text);
	const known = rows.filter(({ taskId }) => taskId);
	const unknown = rows.filter(({ taskId }) => !taskId);
	// Each task that was paid is in the log, if only as a request whose answer n8n did not live to see.
	expect(paid).toEqual(expect.arrayContaining(known.map(({ taskId }) => taskId)));
	expect(rows.length).toBeGreaterThanOrEqual(paid.length);
	if (ending === 'a Stop') expect(unknown).toEqual([]);

	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	for (const prompt of texts) expect(lab.tasksOf(prompt).length).toBeLessThanOrEqual(1);
	const items = outputOf(retried, KLING);
	expect(items).toHaveLength(CROWD);
	for (const [index, { json, binary }] of items.entries()) {
		if (unknown.some(({ item }) => item === index)) {
			expect(json.error).toMatchObject({ kind: 'unknownOutcome' });
		} else {
			expect(json.taskId).toBe(lab.taskOf(texts[index]).taskId);
			expect(binary).toBeDefined();
		}
	}
});

test('items that were ended at different moments are delivered or named', async () => {
	const [sent, polled, downloaded] = ['sent', 'polled', 'downloaded'].map((at) => `a hen ${at}`);
	const submit = [{ kind: 'delay', seconds: 30, accepted: true }] as const;
	lab.novita.behave({ prompt: sent }, { submit, seconds: 1 });
	lab.novita.behave({ prompt: polled }, { seconds: 20 });
	const video = [{ kind: 'slow', bytesPerSecond: 100 }] as const;
	lab.novita.behave({ prompt: downloaded }, { seconds: 1, video });
	const nodes = [...prompts(sent, polled, downloaded), lab.kling({ options: OFTEN })];
	const { executionId } = await startInProduction(lab, 'hens', nodes);
	await lab.novita.waitFor(
		() => lab.tasksAbout('a hen').length === 3 && lab.taskOf(downloaded).downloads > 0,
		LIMIT_MS,
	);
	await lab.n8n.kill();
	await lab.n8n.restart();
	await lab.n8n.waitForExecution(executionId, ['crashed', 'error']);

	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	const { message, description } = errorOf(retried);
	expect(message).toMatch(/unknown whether Novita accepted the request/);
	for (const prompt of [polled, downloaded]) {
		expect(description).toContain(lab.taskOf(prompt).taskId);
	}
	expect(lab.tasksAbout('a hen')).toHaveLength(3);
});

test('an execution that ends while n8n shuts down writes its log', async () => {
	const text = 'a goose that ends in time';
	lab.novita.behave({ prompt: text }, { seconds: 6 });
	const nodes = [...prompts(text), lab.kling({ options: OFTEN })];
	const { executionId } = await startInProduction(lab, 'goose', nodes);
	await untilPolled(text, 1);
	await lab.n8n.terminate();
	await lab.n8n.restart();
	const execution = await lab.ended(executionId);
	expect(execution.status).toBe('success');
	const { taskId } = lab.taskOf(text);
	expect(await rowsOf(lab, text)).toMatchObject([{ taskId, status: 'delivered' }]);
});

test('a time limit of the workflow loses nothing', async () => {
	const text = 'a hurried goose';
	lab.novita.behave({ prompt: text }, { seconds: 30 });
	// A limit below the option Timeout would be refused; what runs before the node counts towards it too.
	const before: NodeDraft = {
		name: 'Before',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 8, unit: 'seconds' },
	};
	const options = { ...OFTEN, timeout: 0.3 };
	const nodes = [...prompts(text), before, lab.kling({ options })];
	const details = { settings: { executionTimeout: 20 } };
	const { executionId } = await startInProduction(lab, 'hurried', nodes, details);
	await lab.n8n.waitForExecution(executionId);
	const { taskId } = lab.taskOf(text);
	expect(await rowsOf(lab, text)).toMatchObject([{ taskId, status: 'submitted' }]);
	// Until the video is there.
	await waitFor(async () => Date.now() > lab.taskOf(text).endsAt || undefined, {
		what: 'the task to end',
		limitMs: LIMIT_MS,
	});
	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	expect(outputOf(retried, KLING)).toMatchObject([{ json: { taskId }, binary: { data: {} } }]);
	expect(lab.tasksOf(text)).toHaveLength(1);
});
