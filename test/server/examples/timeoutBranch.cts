import { errorOf, outputOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { MANUAL_TRIGGER, expectVideo, runExample } from './example.cts';

const FILE = 'suspend-with-timeout-branch.json';

/** Longer than the first wait of 66 seconds and shorter than the second one. */
const SECONDS = 90;

/** The branch for the timeout, and the one for other failures. */
export function testTimeoutBranch(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, `${FILE}: what takes longer is waited for again`, async (lab) => {
		const prompt = 'a tardy tortoise';
		lab.novita.behave({ prompt }, { seconds: SECONDS });
		const executionId = await runExample(lab, FILE, MANUAL_TRIGGER, {
			// Over before the first check.
			'Make the video': { prompt, options: { timeout: 0.5 } },
		});
		const execution = await lab.ended(executionId);

		expect(execution.status).toBe('success');
		const { taskId } = lab.taskOf(prompt);
		expect(outputOf(execution, 'Does the task continue?')[0].json).toMatchObject({
			error: { message: expect.stringContaining(taskId), kind: 'timeout', taskId },
		});
		await expectVideo(lab, outputOf(execution, 'The video')[0], prompt);
	});

	sideBySide(labOfFile, `${FILE}: a refusal ends the workflow with its reason`, async (lab) => {
		const prompt = 'a tasteless toucan';
		const refusal = { kind: 'refuse', reason: 'ILLEGAL_PROMPT' } as const;
		lab.novita.behave({ prompt }, { submit: [refusal] });
		const changes = { 'Make the video': { prompt } };
		const execution = await lab.ended(await runExample(lab, FILE, MANUAL_TRIGGER, changes));

		expect(execution.status).toBe('error');
		expect(execution.data.resultData.lastNodeExecuted).toBe('Stop and say why');
		expect(errorOf(execution).message).toContain('content rules');
		expect(lab.tasksOf(prompt)).toEqual([]);
	});
}
