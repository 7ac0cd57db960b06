import { KLING, type Lab, LIMIT_MS, MANUAL, OFTEN, outputOf, prompts, to } from './setup.cts';
import { logRows } from './taskLog/logTable.cts';
import { startInProduction } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

let lab: Lab;

useLab((started) => (lab = started));

test('a task that was submitted after an unknown outcome is known to every later retry', async () => {
	const text = 'a doubtful goose';
	lab.novita.behave(
		{ prompt: new RegExp(`^${text}`) },
		{ submit: [{ kind: 'reset', accepted: true }], seconds: 10 },
	);
	const prompt = '={{ $json.prompt }} at {{ $now.toMillis() }}';
	const node = lab.kling({ prompt, options: { ...OFTEN, resubmitUnknown: true } });
	const { executionId, workflowId } = await startInProduction(lab, 'doubtful', [
		...prompts(text),
		node,
	]);
	expect((await lab.ended(executionId)).status).toBe('error');
	// The user allowed it: the item is submitted once more, and then the execution is stopped.
	const retry = lab.n8n.retryExecution(executionId);
	await lab.novita.waitFor(() => (lab.tasksAbout(text)[1]?.statusRequests ?? 0) > 0, LIMIT_MS);
	const running = await lab.n8n.executions({ workflowId, status: ['running'] });
	await lab.n8n.stopExecution(running.find(({ mode }) => mode === 'retry')!.id);
	await retry.catch(() => undefined);

	const delivered = await lab.ended(await lab.n8n.retryExecution(executionId));
	expect(lab.tasksAbout(text)).toHaveLength(2);
	expect(outputOf(delivered, KLING)).toMatchObject([
		{ json: { taskId: lab.tasksAbout(text)[1].taskId } },
	]);
});

test('equal items of a loop that is run by hand are two videos', async () => {
	const text = 'a looping goose';
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	const loop = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize: 1 },
	};
	const [list, source] = prompts(text, text);
	const workflowId = await lab.n8n.createWorkflow({
		nodes: [MANUAL, list, source, loop, lab.kling({ waitMode: 'none' })],
		connections: {
			[MANUAL.name]: { main: [to(list.name)] },
			[list.name]: { main: [to(source.name)] },
			[source.name]: { main: [to(loop.name)] },
			[loop.name]: { main: [[], to(KLING)] },
			[KLING]: { main: [to(loop.name)] },
		},
	});
	const execution = await lab.ended(await lab.n8n.runManually(workflowId));
	expect(execution.status).toBe('success');
	expect(lab.tasksOf(text)).toHaveLength(2);
});

test.each([
	'={{ 1 + 1 }} is not an expression here',
	`a "quoted" 'prompt'; DROP TABLE x; -- \\ \n\t{{ $json.id }}`,
	`${'a 🦆 '.repeat(60)}on a lake`,
])('a row holds any prompt: %j', async (text) => {
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	const before = (await logRows(lab)).length;
	const execution = await lab.ended(await lab.run(...prompts(text), lab.kling({ options: OFTEN })));
	expect(execution.status).toBe('success');
	const [row, ...others] = (await logRows(lab)).slice(before);
	expect(others).toEqual([]);
	expect(row).toMatchObject({ status: 'delivered', taskId: lab.taskOf(text).taskId });
	const [plain] = row.prompt.split('…');
	expect(text.replaceAll(/\s+/g, ' ').startsWith(plain.trimEnd())).toBe(true);
	// No half of a character.
	expect(Buffer.from(row.prompt).toString()).toBe(row.prompt);
});
