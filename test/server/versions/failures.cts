import { setTimeout as sleep } from 'node:timers/promises';
import { N8N_VERSION } from '../fixture/installN8n.cts';
import { traitsOf } from '../fixture/n8nVersions.cts';
import { HASH, KLING, LIMIT_MS, OFTEN, errorOf, outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { ERROR_BRANCH, runWithErrorBranch } from './errorBranch.cts';

const { keepsCustomData } = traitsOf(N8N_VERSION);

/** Milliseconds in which a stopped execution would poll several times more. */
const AFTER_STOP_MS = 4_000;

/** What becomes of a payment when something fails or is stopped. */
export function testFailures(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'gives a failed item to the error branch with its task ID', async (lab) => {
		const [good, bad] = ['a good egret', 'a forbidden egret'];
		lab.novita.behave({ prompt: good }, { seconds: 2 });
		lab.novita.behave({ prompt: bad }, { seconds: 1, ending: 'failed', reason: 'Not allowed' });
		const execution = await runWithErrorBranch(lab, [bad, good], { options: OFTEN });

		expect(execution.status).toBe('success');
		expect(outputOf(execution, HASH.name)).toHaveLength(1);
		lab.expectDelivered(good, outputOf(execution, HASH.name)[0].json.sha256);
		const { taskId } = lab.taskOf(bad);
		expect(outputOf(execution, ERROR_BRANCH.name)).toMatchObject([
			{ json: { error: { taskId, kind: 'taskFailed', reason: 'Not allowed' } } },
		]);
	});

	sideBySide(labOfFile, 'pays once with Retry On Fail', async (lab) => {
		const prompt = 'an egret whose status is refused at first';
		const status = [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] as const;
		lab.novita.behave({ prompt }, { seconds: 1, status });
		const node = lab.kling(
			{ options: OFTEN },
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		);
		const execution = await lab.ended(await lab.run(...prompts(prompt), node, HASH));

		expect(execution.status).toBe('success');
		expect(outputOf(execution, KLING)[0].json).toMatchObject({ resumed: true });
		lab.expectDelivered(prompt, outputOf(execution, HASH.name)[0].json.sha256);
	});

	sideBySide(labOfFile, 'pays once with the Retry button', async (lab) => {
		const prompt = 'a late egret';
		lab.novita.behave({ prompt }, { seconds: 12 });
		const node = lab.kling({ options: { timeout: 0.1 } });
		const failed = await lab.ended(await lab.run(...prompts(prompt), node, HASH));
		expect(failed.status).toBe('error');
		expect(errorOf(failed).message).toContain(`(task ${lab.taskOf(prompt).taskId})`);

		await lab.novita.waitFor(() => Date.now() > lab.taskOf(prompt).endsAt, LIMIT_MS);
		const retried = await lab.ended(await lab.n8n.retryExecution(failed.id));
		expect(retried.status).toBe('success');
		lab.expectDelivered(prompt, outputOf(retried, HASH.name)[0].json.sha256);
	});

	sideBySide(labOfFile, 'sends nothing more after a Stop, and keeps the task ID', async (lab) => {
		const prompt = 'an egret that is stopped';
		lab.novita.behave({ prompt }, { ending: 'never' });
		const node = lab.kling({ options: OFTEN }, { retryOnFail: true, waitBetweenTries: 0 });
		const executionId = await lab.run(...prompts(prompt), node);
		await lab.novita.waitFor(() => lab.tasksOf(prompt)[0]?.statusRequests > 1, LIMIT_MS);
		await lab.n8n.stopExecution(executionId);
		await lab.n8n.waitForExecution(executionId, ['canceled']);

		const { taskId, statusRequests } = lab.taskOf(prompt);
		await sleep(AFTER_STOP_MS);
		expect(lab.taskOf(prompt).statusRequests).toBe(statusRequests);
		expect(lab.n8n.logs).toContain(`as task ${taskId}`);
		const { customData = {} } = await lab.n8n.execution(executionId);
		expect(Object.values(customData).join().includes(taskId)).toBe(keepsCustomData);
	});
}
