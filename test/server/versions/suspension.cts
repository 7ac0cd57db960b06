import { N8N_VERSION } from '../fixture/installN8n.cts';
import { traitsOf } from '../fixture/n8nVersions.cts';
import { HASH, errorOf, outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { ERROR_BRANCH, runWithErrorBranch } from './errorBranch.cts';

const SUSPEND = { waitMode: 'suspend' };

const { suspends } = traitsOf(N8N_VERSION);

/** What the user reads where a run cannot be suspended. */
const REFUSALS = {
	none: 'This version of n8n cannot suspend the node',
	'those that continue after a failure': 'This version of n8n cannot stop a suspended run',
};

/** Suspended runs where n8n can do them; elsewhere the node pays for nothing. */
export function testSuspension(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'suspends a run that goes on after a failure', async (lab) => {
		const [good, bad] = ['a sleeping stork', 'a forbidden stork'];
		lab.novita.behave({ prompt: good }, { seconds: 10 });
		lab.novita.behave({ prompt: bad }, { seconds: 1, ending: 'failed', reason: 'Not allowed' });
		const execution = await runWithErrorBranch(lab, [bad, good], SUSPEND);

		expect(execution.status).toBe('success');
		const failed = outputOf(execution, ERROR_BRANCH.name).map(({ json }) => json.error);
		if (suspends === 'none') {
			const message = expect.stringContaining(REFUSALS[suspends]) as string;
			expect(failed).toMatchObject([{ message }, { message }]);
			expect(lab.tasksOf(good, bad)).toEqual([]);
			return;
		}
		expect(failed).toMatchObject([{ taskId: lab.taskOf(bad).taskId, kind: 'taskFailed' }]);
		lab.expectDelivered(good, outputOf(execution, HASH.name)[0].json.sha256);
	});

	describe('suspends a run that stops at a failure:', () => {
		sideBySide(labOfFile, 'its video', async (lab) => {
			const prompt = 'a stork that goes well';
			lab.novita.behave({ prompt }, { seconds: 10 });
			const node = lab.kling(SUSPEND);
			const execution = await lab.ended(await lab.run(...prompts(prompt), node, HASH));
			if (suspends !== 'all') {
				expect(errorOf(execution).message).toContain(REFUSALS[suspends]);
				expect(lab.tasksOf(prompt)).toEqual([]);
				return;
			}
			expect(execution.status).toBe('success');
			lab.expectDelivered(prompt, outputOf(execution, HASH.name)[0].json.sha256);
		});

		sideBySide(labOfFile, 'its failure', async (lab) => {
			const prompt = 'a stork that Novita refuses';
			lab.novita.behave({ prompt }, { seconds: 1, ending: 'failed', reason: 'No storks' });
			const execution = await lab.ended(
				await lab.run(...prompts(prompt), lab.kling(SUSPEND), HASH),
			);
			expect(execution.status).toBe('error');
			const { message } = errorOf(execution);
			if (suspends !== 'all') {
				expect(message).toContain(REFUSALS[suspends]);
				expect(lab.tasksOf(prompt)).toEqual([]);
				return;
			}
			expect(message).toContain(`No storks (task ${lab.taskOf(prompt).taskId})`);
		});
	});
}
