import { KLING, type Lab, LIMIT_MS, OFTEN, outputOf, prompts } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

let lab: Lab;

useLab((started) => (lab = started));

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
