import type { INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import type { Execution } from './fixture/execution.cts';
import { waitFor } from './fixture/waitFor.cts';
import { API_KEY, KLING, type Lab, LIMIT_MS, MANUAL, OFTEN, outputOf, prompts } from './setup.cts';
import { sideBySide } from './sideBySide.cts';
import { logRows, rowsOf, tablesNamed } from './taskLog/logTable.cts';
import { startInProduction } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

let lab: Lab;

const labOfFile = () => lab;

useLab((started) => (lab = started));

/** Runs the node in production, and waits for its end. */
async function runInProduction(
	text: string,
	parameters: INodeParameters = {},
	settings: IWorkflowSettings = {},
): Promise<Execution> {
	const nodes = [...prompts(text), lab.kling({ options: OFTEN, ...parameters })];
	const path = text.replaceAll(' ', '-');
	const { executionId } = await startInProduction(lab, path, nodes, { settings });
	return await lab.ended(executionId);
}

/** Expects that the log has the task of a prompt, but not the prompt. */
async function expectNoPrompt(text: string): Promise<void> {
	await lab.novita.waitFor(() => lab.tasksOf(text).length === 1, LIMIT_MS);
	const { taskId } = lab.taskOf(text);
	const row = await waitFor(
		async () => (await logRows(lab)).find((logged) => logged.taskId === taskId),
		{ what: `the task of "${text}" to be in the log`, limitMs: LIMIT_MS },
	);
	expect(row.prompt).toBe('');
	expect(JSON.stringify(await logRows(lab))).not.toContain(text);
}

sideBySide(labOfFile, 'the rows of a suspended run are delivered when it wakes', async () => {
	const texts = ['a sleeping owl', 'a second sleeping owl'];
	for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: 5 });
	const nodes = [...prompts(...texts), lab.kling({ waitMode: 'suspend' })];
	const { executionId } = await startInProduction(lab, 'sleeping-owl', nodes);
	await lab.n8n.waitForExecution(executionId, ['waiting']);
	const taskIds = texts.map((prompt) => lab.taskOf(prompt).taskId);
	const rowsOfTasks = (status: string) =>
		taskIds.map((taskId, item) => ({ taskId, status, item, execution: executionId }));
	expect(await rowsOf(lab, ...texts)).toMatchObject(rowsOfTasks('submitted'));

	expect((await lab.ended(executionId)).status).toBe('success');
	expect(await rowsOf(lab, ...texts)).toMatchObject(rowsOfTasks('delivered'));
});

sideBySide(labOfFile, 'the row of a suspended task that fails says so', async () => {
	const text = 'a failing owl';
	lab.novita.behave({ prompt: text }, { seconds: 5, ending: 'failed', reason: 'Too dark' });
	const nodes = [...prompts(text), lab.kling({ waitMode: 'suspend' })];
	const { executionId } = await startInProduction(lab, 'failing-owl', nodes);
	expect((await lab.ended(executionId)).status).toBe('error');
	expect(await rowsOf(lab, text)).toMatchObject([{ status: 'failed', ending: 'Too dark' }]);
});

sideBySide(labOfFile, 'a row is there before its request is answered', async () => {
	const text = 'an impatient newt';
	const submit = [{ kind: 'delay', seconds: 15, accepted: true }] as const;
	lab.novita.behave({ prompt: text }, { submit, seconds: 1 });
	const nodes = [...prompts(text), lab.kling({ options: OFTEN })];
	const { executionId } = await startInProduction(lab, 'impatient-newt', nodes);
	await lab.novita.waitFor(() => lab.tasksOf(text).length === 1, LIMIT_MS);
	expect(await rowsOf(lab, text)).toMatchObject([{ status: 'submitting', taskId: '' }]);
	await lab.ended(executionId);
	const { taskId } = lab.taskOf(text);
	expect(await rowsOf(lab, text)).toMatchObject([{ status: 'delivered', taskId }]);
});

sideBySide(labOfFile, 'a submit that Novita refuses leaves no row', async () => {
	const text = 'a refused newt';
	lab.novita.behave({ prompt: text }, { submit: [{ kind: 'refuse', reason: 'ILLEGAL_PROMPT' }] });
	expect((await runInProduction(text)).status).toBe('error');
	expect(await rowsOf(lab, text)).toEqual([]);
});

sideBySide(labOfFile, 'a submit that is refused for now has one row in the end', async () => {
	const text = 'a newt in a queue';
	const submit = [{ kind: 'rateLimit', retryAfterSeconds: 1, times: 2 }] as const;
	lab.novita.behave({ prompt: text }, { submit, seconds: 1 });
	await runInProduction(text);
	const { taskId } = lab.taskOf(text);
	expect(await rowsOf(lab, text)).toMatchObject([{ status: 'delivered', taskId }]);
});

sideBySide(labOfFile, 'a submit without a clear answer has a row that says so', async () => {
	const text = 'an unknown newt';
	lab.novita.behave({ prompt: text }, { submit: [{ kind: 'reset', accepted: true }] });
	const { id, status } = await runInProduction(text);
	expect(status).toBe('error');
	const unknown = {
		status: 'unknown',
		taskId: '',
		execution: id,
		ending: expect.stringMatching(/./),
	};
	expect(await rowsOf(lab, text)).toMatchObject([unknown]);
	// A retry knows of it even where the execution's own data says nothing.
	await lab.n8n.retryExecution(id);
	expect(lab.tasksOf(text)).toHaveLength(1);
});

sideBySide(labOfFile, 'Get Result marks a task that was not waited for', async () => {
	const text = 'a newt for later';
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	await runInProduction(text, { waitMode: 'none' });
	const { taskId } = lab.taskOf(text);
	expect(await rowsOf(lab, text)).toMatchObject([{ status: 'submitted', taskId, endedAt: null }]);

	const node = lab.kling({ operation: 'getResult', taskId, waitMode: 'poll', options: OFTEN });
	expect((await lab.ended(await lab.run(node))).status).toBe('success');
	expect(await rowsOf(lab, text)).toMatchObject([
		{ status: 'delivered', taskId, endedAt: expect.stringMatching(/^\d{4}-/) },
	]);
});

sideBySide(labOfFile, 'a workflow that keeps no data keeps no prompt in the log', async () => {
	for (const [text, setting] of [
		['a secret mole', 'saveDataSuccessExecution'],
		['another secret mole', 'saveDataErrorExecution'],
	] as const) {
		lab.novita.behave({ prompt: text }, { seconds: 3 });
		const nodes = [...prompts(text), lab.kling({ options: OFTEN })];
		const path = text.replaceAll(' ', '-');
		await startInProduction(lab, path, nodes, { settings: { [setting]: 'none' } });
		await expectNoPrompt(text);
	}
});

sideBySide(
	labOfFile,
	'a manual run that n8n does not save keeps no prompt in the log',
	async () => {
		const text = 'a secret mole by hand';
		lab.novita.behave({ prompt: text }, { seconds: 3 });
		const nodes = [MANUAL, ...prompts(text), lab.kling({ options: OFTEN })];
		const settings = { saveManualExecutions: false };
		await lab.n8n.runManually(await lab.n8n.createWorkflow({ nodes, settings }));
		await expectNoPrompt(text);
	},
);

sideBySide(
	labOfFile,
	'the row of a video of several shots has the prompt of the first one',
	async () => {
		const shots = ['a mole in its first shot', 'a mole in its second shot'];
		const execution = await runInProduction('a mole in shots', {
			model: 'kling-v3.0-pro',
			prompt: '',
			multiPrompt: { shots: shots.map((prompt) => ({ prompt })) },
			waitMode: 'none',
		});
		const { taskId } = outputOf(execution, KLING)[0].json;
		expect(await rowsOf(lab, shots[0])).toMatchObject([{ taskId, prompt: shots[0] }]);
	},
);

sideBySide(labOfFile, 'another name makes another table, and none writes nothing', async () => {
	const [elsewhere, nowhere] = ['a mole elsewhere', 'a mole nowhere'];
	const name = 'Moles';
	for (const prompt of [elsewhere, nowhere]) lab.novita.behave({ prompt }, { seconds: 1 });
	await runInProduction(elsewhere, { options: { ...OFTEN, taskLog: name } });
	await runInProduction(nowhere, { options: { ...OFTEN, taskLog: '' } });
	const { taskId } = lab.taskOf(elsewhere);
	expect(await logRows(lab, name)).toMatchObject([{ taskId, status: 'delivered' }]);
	expect(await rowsOf(lab, elsewhere, nowhere)).toEqual([]);
	expect(await tablesNamed(lab, '')).toEqual([]);
	expect(lab.tasksOf(nowhere)).toHaveLength(1);
});

test('the log stays out of the list of executions, and holds no secret', async () => {
	const text = 'a plain vole';
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	const nodes = [MANUAL, ...prompts(text), lab.kling({ options: OFTEN })];
	const workflowId = await lab.n8n.createWorkflow({ nodes });
	const byHand = await lab.ended(await lab.n8n.runManually(workflowId));
	const inProduction = await runInProduction('a plain vole in production');
	for (const { id, workflowId: own } of [byHand, inProduction]) {
		expect((await lab.n8n.executions({ workflowId: own })).map((each) => each.id)).toEqual([id]);
	}

	const rows = JSON.stringify(await logRows(lab));
	const { videoUrl } = outputOf(byHand, KLING)[0].json;
	const { resumeToken } = byHand.data as { resumeToken?: string };
	expect(resumeToken).toMatch(/./);
	for (const secret of [API_KEY, String(resumeToken), String(videoUrl), lab.novita.videoOrigin]) {
		expect(rows).not.toContain(secret);
	}
});
