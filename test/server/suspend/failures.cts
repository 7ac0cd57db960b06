import { connectInOrder, type NodeDraft } from '../fixture/workflowDraft.cts';
import {
	HASH,
	KLING,
	MANUAL,
	ORIGIN,
	errorOf,
	outputOf,
	prompts,
	to,
	type Lab,
} from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';

const SUSPEND = { waitMode: 'suspend' };

/** Longer than the first wait of a suspended run, which is 66 seconds; a second one is needed. */
const TWO_ROUNDS = { seconds: 80 };

/** Three prompts, the middle one of which fails at Novita; the last one takes a second round. */
function prepareFailure(lab: Lab, animal: string): string[] {
	const texts = [`a good ${animal}`, `a forbidden ${animal}`, `a late ${animal}`];
	lab.novita.behave({ prompt: texts[0] }, { seconds: 1 });
	lab.novita.behave({ prompt: texts[1] }, { seconds: 1, ending: 'failed', reason: 'Not allowed' });
	lab.novita.behave({ prompt: texts[2] }, TWO_ROUNDS);
	return texts;
}

/** How a suspended run ends when an item fails, for each On Error setting. */
export function testFailures(labOfFile: LabOfFile): void {
	sideBySide(
		labOfFile,
		'a failure stops the run, and its message names every task and how to get its video',
		async (lab) => {
			const texts = prepareFailure(lab, 'bat');
			const executionId = await lab.run(...prompts(...texts), lab.kling(SUSPEND), HASH);
			const execution = await lab.ended(executionId);

			const [good, forbidden, late] = texts.map((prompt) => lab.taskOf(prompt).taskId);
			expect(execution.status).toBe('error');
			const { message, description } = errorOf(execution);
			expect(message).toBe(
				`Novita could not make the video: Not allowed (task ${forbidden}) [item 1]`,
			);
			expect(description).toContain(`Get Result: ${good}, ${late}.`);
			expect(description).toContain("n8n's Retry button cannot resume");
			expect(description).not.toContain('run again');

			const retried = await lab.n8n.execution(await lab.n8n.retryExecution(executionId));
			expect(retried.status).toBe('error');
			expect(errorOf(retried).message).toBe(message);
			expect(lab.tasksOf(...texts)).toHaveLength(3);
		},
	);

	sideBySide(labOfFile, 'a failure under Continue is an item in its place', async (lab) => {
		const texts = prepareFailure(lab, 'cat');
		const node = lab.kling(SUSPEND, { onError: 'continueRegularOutput' });
		const execution = await lab.ended(await lab.run(...prompts(...texts), node, ORIGIN));

		expect(execution.status).toBe('success');
		const items = outputOf(execution, KLING);
		const { taskId } = lab.taskOf(texts[1]);
		expect(items.map(({ json, binary }) => [json.status, binary !== undefined])).toEqual([
			['succeeded', true],
			[undefined, false],
			['succeeded', true],
		]);
		expect(items[1].json).toEqual({
			error: {
				message: `Novita could not make the video: Not allowed (task ${taskId})`,
				kind: 'taskFailed',
				taskId,
				status: 'failed',
				reason: 'Not allowed',
				nextStep: expect.any(String),
			},
		});
		expect(outputOf(execution, ORIGIN.name).map(({ json }) => json.origin)).toEqual(texts);
		expect(lab.tasksOf(...texts)).toHaveLength(3);
	});

	sideBySide(
		labOfFile,
		'a failure goes to the error branch, the videos to the other',
		async (lab) => {
			const texts = prepareFailure(lab, 'dog');
			const node = lab.kling(SUSPEND, { onError: 'continueErrorOutput' });
			const nodes = [MANUAL, ...prompts(...texts), node];
			const failures: NodeDraft = { name: 'Failures', type: 'n8n-nodes-base.noOp' };
			const workflowId = await lab.n8n.createWorkflow({
				nodes: [...nodes, HASH, failures],
				connections: {
					...connectInOrder(nodes),
					[KLING]: { main: [to(HASH.name), to(failures.name)] },
				},
			});
			const execution = await lab.ended(await lab.n8n.runManually(workflowId));

			expect(execution.status).toBe('success');
			const videos = outputOf(execution, HASH.name);
			expect(videos).toHaveLength(2);
			lab.expectDelivered(texts[0], videos[0].json.sha256);
			lab.expectDelivered(texts[2], videos[1].json.sha256);
			const { taskId } = lab.taskOf(texts[1]);
			expect(outputOf(execution, failures.name).map(({ json }) => json)).toMatchObject([
				{ prompt: texts[1], error: { taskId, kind: 'taskFailed' } },
			]);
		},
	);

	sideBySide(
		labOfFile,
		'an item that is refused at once comes with the others, also with Retry On Fail',
		async (lab) => {
			const texts = ['a refused eel', 'a fine eel'];
			lab.novita.behave(
				{ prompt: texts[0] },
				{ submit: [{ kind: 'refuse', reason: 'ILLEGAL_PROMPT' }] },
			);
			lab.novita.behave({ prompt: texts[1] }, { seconds: 1 });
			const node = lab.kling(SUSPEND, {
				onError: 'continueRegularOutput',
				retryOnFail: true,
				waitBetweenTries: 0,
			});
			const execution = await lab.ended(await lab.run(...prompts(...texts), node));

			const [refused, fine] = outputOf(execution, KLING).map(({ json }) => json);
			expect(refused).toMatchObject({ error: { kind: 'refused', reason: 'ILLEGAL_PROMPT' } });
			expect(fine).toMatchObject({ status: 'succeeded', taskId: lab.taskOf(texts[1]).taskId });
			expect(lab.tasksOf(...texts)).toHaveLength(1);
			expect(lab.taskOf(texts[1]).downloads).toBe(1);
			// The run itself and the one sub-workflow that it waited in.
			const { workflowId } = execution;
			expect(await lab.n8n.executions({ workflowId })).toHaveLength(2);
		},
	);

	sideBySide(
		labOfFile,
		'a task that does not end before the deadline fails with its task ID',
		async (lab) => {
			lab.novita.behave({ prompt: 'an endless snail' }, { ending: 'never' });
			const node = lab.kling({ ...SUSPEND, options: { timeout: 1.2 } });
			const execution = await lab.ended(await lab.run(...prompts('an endless snail'), node));

			const { taskId } = lab.taskOf('an endless snail');
			expect(execution.status).toBe('error');
			expect(errorOf(execution).message).toContain(`(task ${taskId})`);
			expect(errorOf(execution).description).toContain(`Get Result with Task ID ${taskId}`);
			// 66 seconds are within the limit of 72 where n8n is quick, so a second check may be needed.
			const polls = lab.statusRequestsOf(taskId).length;
			expect([1, 2]).toContain(polls);
		},
	);
}
