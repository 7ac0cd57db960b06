import { items, kling, KLING, loopOver, RETRY_ON_FAIL, say, SAY, useKling } from './setup.cts';

const tests = useKling();

const THREE = say('one', 'two', 'three');

/** A key that is refused on the first status call of a task, so that the node's first try fails. */
const FAILING_ONCE = { status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] } as const;

describe('Retry On Fail', () => {
	it.concurrent('resumes paid tasks, pays nothing again, and says so', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, FAILING_ONCE);
		const run = await scene.run(kling(SAY, RETRY_ON_FAIL), { input: THREE });
		expect(run.status).toBe('success');
		expect(scene.paidPrompts).toEqual(['one', 'three', 'two']);
		expect(run.output(KLING).map(({ json }) => json.taskId)).toEqual(
			['one', 'two', 'three'].map((prompt) => scene.taskOf(prompt).taskId),
		);
		expect(run.hints(KLING)).toMatchObject([
			{
				message: expect.stringContaining('had already been submitted and were not paid for again'),
			},
			{ message: expect.stringMatching(/^3 videos, about 3\.51 US dollars; 3 were already paid/) },
		]);
		expect(run.contextOf(KLING).novitaKlingTasks ?? {}).toEqual({});
	});

	it.concurrent('pays once for a prompt that differs at each try', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault(FAILING_ONCE);
		const prompt = '=A fox in style {{ Math.random() }}';
		const run = await scene.run(kling({ prompt }, RETRY_ON_FAIL));
		expect(run.status).toBe('success');
		expect(scene.novita.tasks).toHaveLength(1);
		expect(run.output(KLING)[0].json).toMatchObject({ taskId: scene.taskIds[0] });
		expect(run.contextOf(KLING).novitaKlingTasks ?? {}).toEqual({});
	});

	it.concurrent(
		'after a lost connection whose request was accepted: one submit, ever',
		async () => {
			const scene = await tests.scene();
			scene.novita.setDefault({ submit: [{ kind: 'reset', accepted: true, times: Infinity }] });
			const run = await scene.run(kling({}, RETRY_ON_FAIL));
			expect(run.status).toBe('error');
			expect(run.error?.message).toContain('unknown');
			expect(run.error?.description).toContain('Resubmit Unknown');
			expect(scene.novita.requestsTo('submit')).toHaveLength(1);
		},
	);

	it.concurrent('after a gateway error whose request was accepted: one submit, ever', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({
			submit: [{ kind: 'gateway', status: 504, accepted: true, times: Infinity }],
		});
		const run = await scene.run(kling({}, RETRY_ON_FAIL));
		expect(run.error?.message).toContain('unknown');
		expect(scene.novita.requestsTo('submit')).toHaveLength(1);
	});

	it.concurrent('submits an unknown outcome again where the user allows it', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'reset', accepted: true }] });
		const run = await scene.run(kling({ options: { resubmitUnknown: true } }, RETRY_ON_FAIL));
		expect(run.status).toBe('success');
		expect(scene.novita.requestsTo('submit')).toHaveLength(2);
	});

	it.concurrent('submits again what was refused or failed', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'refuse', reason: 'CREATE_TASK_FAILED' }] });
		const run = await scene.run(kling({}, RETRY_ON_FAIL));
		expect(run.status).toBe('success');
		expect(scene.novita.tasks).toHaveLength(1);
	});

	it.concurrent('submits a task again that failed at Novita, and keeps the others', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, { ending: 'failed' });
		const node = kling(SAY, { ...RETRY_ON_FAIL, maxTries: 2 });
		const run = await scene.run(node, { input: THREE });
		expect(run.status).toBe('error');
		expect(scene.paidPrompts.filter((prompt) => prompt === 'two')).toHaveLength(2);
		expect(scene.paidPrompts.filter((prompt) => prompt !== 'two')).toEqual(['one', 'three']);
	});

	it.concurrent('after a failed download pays nothing again', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ videoBytes: 1_500_000 });
		const node = kling({ options: { maxDownloadSize: 1 } }, RETRY_ON_FAIL);
		const run = await scene.run(node);
		expect(run.status).toBe('error');
		expect(scene.novita.tasks).toHaveLength(1);
	});

	it.concurrent.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'with %s pays each item once',
		async (onError) => {
			const scene = await tests.scene();
			scene.novita.behave({ prompt: 'one' }, FAILING_ONCE);
			const run = await scene.run(kling(SAY, { ...RETRY_ON_FAIL, onError }), { input: THREE });
			expect(run.error).toBeUndefined();
			expect(scene.paidPrompts).toEqual(['one', 'three', 'two']);
		},
	);
});

describe('the Retry button', () => {
	it.concurrent('gets the paid videos and continues the workflow', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, FAILING_ONCE);
		const nodes = [kling(SAY), { name: 'Next', type: 'test.collect' }];
		const failed = await scene.run(nodes, { input: THREE, mode: 'trigger' });
		expect(failed.status).toBe('error');
		expect(scene.novita.tasks).toHaveLength(3);
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('success');
		expect(retried.output('Next')).toHaveLength(3);
		expect(scene.paidPrompts).toEqual(['one', 'three', 'two']);
	});

	it.concurrent('after a Stop in the middle pays nothing again', async () => {
		const scene = await tests.scene({ taskSeconds: 1.5 });
		const started = scene.start(kling(SAY), { input: THREE });
		await scene.novita.waitFor(
			({ tasks }) => tasks.length === 3 && tasks.every(({ statusRequests }) => statusRequests > 0),
			15_000,
		);
		started.cancel();
		const stopped = await started.result;
		expect(stopped.status).toBe('canceled');
		const retried = await scene.retry(stopped);
		expect(retried.status).toBe('success');
		expect(scene.paidPrompts).toEqual(['one', 'three', 'two']);
	});

	it.concurrent('with an edited prompt refuses the item that is paid for already', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, FAILING_ONCE);
		const failed = await scene.run(kling(SAY), { input: THREE });
		const changed = structuredClone(failed.workflow);
		const node = changed.nodes.find(({ name }) => name === KLING)!;
		node.parameters.prompt = '={{ $json.say === "two" ? "another" : $json.say }}';
		const retried = await scene.retry(failed, changed);
		expect(retried.status).toBe('error');
		expect(scene.paidPrompts).toEqual(['one', 'three', 'two']);
		const { taskId } = scene.taskOf('two');
		expect(retried.error?.message).toContain(`already submitted as task ${taskId}`);
		expect(retried.error?.description).toContain(`Get Result with Task ID ${taskId}`);
	});

	it.concurrent(
		'asks again for a task that was lost, and pays anew only where the user allows it',
		async () => {
			const scene = await tests.scene();
			const LOST = { status: [{ kind: 'lost', times: Infinity }] } as const;
			scene.novita.setDefault(LOST);
			const failed = await scene.run(kling());
			expect(failed.error?.message).toContain('does not know that task now');
			expect(failed.error?.description).toContain('Resubmit Unknown');
			const polls = scene.novita.requestsTo('status').length;
			const retried = await scene.retry(failed);
			expect(retried.error?.message).toContain(scene.taskIds[0]);
			expect(scene.novita.requestsTo('status')).toHaveLength(polls + 1);
			expect(scene.novita.tasks).toHaveLength(1);
			scene.novita.setDefault({});
			const changed = structuredClone(failed.workflow);
			changed.nodes.find(({ name }) => name === KLING)!.parameters.options = {
				resubmitUnknown: true,
			};
			const allowed = await scene.retry(retried, changed);
			expect(allowed.status).toBe('success');
			expect(allowed.output(KLING)[0].json.taskId).toBe(scene.taskIds[1]);
			expect(scene.novita.tasks).toHaveLength(2);
		},
		120_000,
	);

	it.concurrent('refuses an item whose outcome is unknown, and says why', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'cutAnswer', accepted: true }] });
		const failed = await scene.run(kling());
		expect(failed.error?.message).toContain('unknown');
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('error');
		expect(retried.error?.message).toContain('unknown');
		expect(scene.novita.requestsTo('submit')).toHaveLength(1);
	});
});

describe('a loop', () => {
	it.concurrent(
		'pays once a round, also for the same prompt, and leaves an empty ledger',
		async () => {
			const scene = await tests.scene();
			const node = kling({ prompt: 'The same' }, RETRY_ON_FAIL);
			const run = await scene.run(loopOver(node), { input: items({}, {}, {}) });
			expect(run.status).toBe('success');
			expect(scene.novita.tasks).toHaveLength(3);
			const ids = run.output('End').map(({ json }) => json.taskId);
			expect(new Set(ids).size).toBe(3);
			expect(run.contextOf(KLING).novitaKlingTasks ?? {}).toEqual({});
		},
	);

	it.concurrent('resumes in the round that failed and in no other', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, FAILING_ONCE);
		const run = await scene.run(loopOver(kling(SAY, RETRY_ON_FAIL)), { input: THREE });
		expect(run.status).toBe('success');
		expect(scene.novita.tasks.map(({ body }) => body.prompt)).toEqual(['one', 'two', 'three']);
		expect(run.output('End').map(({ json }) => json.taskId)).toEqual(scene.taskIds);
	});
});

it.concurrent('two items with the same prompt are two videos', async () => {
	const scene = await tests.scene();
	const run = await scene.run(kling({ prompt: 'The same' }, RETRY_ON_FAIL), {
		input: items({}, {}),
	});
	const ids = run.output(KLING).map(({ json }) => json.taskId);
	expect(new Set(ids).size).toBe(2);
	expect(scene.novita.tasks).toHaveLength(2);
});
