import { HASH, errorOf, outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';

/** How n8n repeats a node that was not suspended. */
export function testRetries(labOfFile: LabOfFile): void {
	sideBySide(
		labOfFile,
		'Retry On Fail does not repeat a request that may have been accepted',
		async (lab) => {
			lab.novita.behave(
				{ prompt: 'a cut cable' },
				{ submit: [{ kind: 'reset', accepted: true, times: Infinity }] },
			);
			const node = lab.kling({}, { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 });
			const execution = await lab.ended(await lab.run(...prompts('a cut cable'), node));

			expect(execution.status).toBe('error');
			expect(errorOf(execution).message).toContain(
				'It is unknown whether Novita accepted the request',
			);
			expect(lab.tasksOf('a cut cable')).toHaveLength(1);
		},
	);

	sideBySide(labOfFile, 'the Retry button after a timeout resumes the paid task', async (lab) => {
		lab.novita.behave({ prompt: 'a late bus' }, { seconds: 12 });
		const node = lab.kling({ options: { timeout: 0.1 } });
		const failed = await lab.ended(await lab.run(...prompts('a late bus'), node, HASH));
		const { taskId } = lab.taskOf('a late bus');
		expect(failed.status).toBe('error');
		expect(errorOf(failed).message).toContain(`(task ${taskId})`);

		await lab.novita.waitFor(() => Date.now() > lab.taskOf('a late bus').endsAt, 30_000);
		const retried = await lab.n8n.execution(await lab.n8n.retryExecution(failed.id));
		expect(retried.status).toBe('success');
		lab.expectDelivered('a late bus', outputOf(retried, HASH.name)[0].json.sha256);
	});
}
