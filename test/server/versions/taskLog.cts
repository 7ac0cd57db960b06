import { N8N_VERSION } from '../fixture/installN8n.cts';
import { traitsOf } from '../fixture/n8nVersions.cts';
import { KLING, OFTEN, outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { rowsOf } from '../taskLog/logTable.cts';

const { hasTaskLog } = traitsOf(N8N_VERSION);

/** The task log where a node can make data tables; elsewhere it is off. */
export function testTaskLog(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'keeps the task in the log, or goes on without a log', async (lab) => {
		const prompt = 'a curlew in the log';
		lab.novita.behave({ prompt }, { seconds: 1 });
		const node = lab.kling({ options: OFTEN });
		const execution = await lab.ended(await lab.run(...prompts(prompt), node));

		expect(execution.status).toBe('success');
		const { taskId } = lab.taskOf(prompt);
		expect(outputOf(execution, KLING)).toMatchObject([{ json: { taskId }, binary: { data: {} } }]);
		expect(lab.n8n.logs).not.toContain('The task log could not be written');
		const { workflowId, id } = execution;
		expect(await lab.n8n.executions({ workflowId })).toMatchObject([{ id }]);
		if (!hasTaskLog) return;
		const row = { taskId, prompt, status: 'delivered', execution: execution.id };
		expect(await rowsOf(lab, prompt)).toMatchObject([row]);
	});

	sideBySide(labOfFile, 'pays once for an Idempotency Key, or not at all', async (lab) => {
		const prompt = 'a curlew with a key';
		lab.novita.behave({ prompt }, { seconds: 1 });
		const node = lab.kling({ options: { ...OFTEN, idempotencyKey: 'curlew-1' } });
		const workflow = [...prompts(prompt), node];
		const first = await lab.ended(await lab.run(...workflow));
		if (!hasTaskLog) {
			expect(first.status).toBe('error');
			expect(lab.tasksOf(prompt)).toEqual([]);
			return;
		}
		const again = await lab.ended(await lab.n8n.runManually(first.workflowId));
		const { taskId } = lab.taskOf(prompt);
		for (const execution of [first, again]) {
			expect(outputOf(execution, KLING)).toMatchObject([{ json: { taskId } }]);
		}
	});
}
