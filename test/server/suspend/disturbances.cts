import { HASH, outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';

const SUSPEND = { waitMode: 'suspend' };

const ONE_ROUND = { seconds: 10 };

/** Faults and stops while a run is suspended. */
export function testDisturbances(labOfFile: LabOfFile): void {
	sideBySide(
		labOfFile,
		'rides out gateway errors, a hanging answer and a page of HTML',
		async (lab) => {
			lab.novita.behave(
				{ prompt: 'a patient toad' },
				{
					seconds: 1,
					status: [{ kind: 'gateway', status: 503 }, { kind: 'hang' }, { kind: 'html' }],
					video: [{ kind: 'cutShort' }],
				},
			);
			const execution = await lab.ended(
				await lab.run(...prompts('a patient toad'), lab.kling(SUSPEND), HASH),
			);

			expect(execution.status).toBe('success');
			const task = lab.taskOf('a patient toad');
			expect(task.downloadsCompleted).toBe(1);
			expect(outputOf(execution, HASH.name)[0].json.sha256).toBe(lab.videoHash(task.taskId));
		},
	);

	sideBySide(
		labOfFile,
		'polls again in the next round where a check got no answer at all',
		async (lab) => {
			// More faults than one check rides out.
			const outage = { kind: 'gateway', status: 503, times: 8 } as const;
			lab.novita.behave({ prompt: 'a lonely crab' }, { seconds: 1, status: [outage] });
			const execution = await lab.ended(
				await lab.run(...prompts('a lonely crab'), lab.kling(SUSPEND), HASH),
			);

			expect(execution.status).toBe('success');
			lab.expectDelivered('a lonely crab', outputOf(execution, HASH.name)[0].json.sha256);
		},
	);

	sideBySide(
		labOfFile,
		'stays stopped when the user stops it, and costs nothing more',
		async (lab) => {
			lab.novita.behave({ prompt: 'a stopped swan' }, ONE_ROUND);
			const executionId = await lab.run(...prompts('a stopped swan'), lab.kling(SUSPEND), HASH);
			const { workflowId } = await lab.n8n.waitForExecution(executionId, ['waiting']);
			await lab.n8n.stopExecution(executionId);
			// The sub-workflow that it waits in is an execution of its own, and goes on.
			const child = (await lab.n8n.executions({ workflowId })).find(({ id }) => id !== executionId);
			expect((await lab.ended(child!.id)).status).toBe('success');

			expect((await lab.n8n.execution(executionId)).status).toBe('canceled');
			expect(lab.tasksOf('a stopped swan')).toHaveLength(1);
		},
	);

	sideBySide(labOfFile, 'n8n runs no workflow that was not saved', async (lab) => {
		const url = '/rest/workflows/never-saved/run';
		const data = { triggerToStartFrom: { name: 'Start' } };
		await expect(lab.n8n.request({ method: 'POST', url, data })).rejects.toThrow('answered 404');
	});
}
