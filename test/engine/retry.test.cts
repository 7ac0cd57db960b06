import { connect } from './harness/engine.cts';
import { items, kling, KLING, useKling, type Scene } from './setup.cts';

const tests = useKling();

/** Retry On Fail as a user sets it, with a short wait. */
const retrying = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 };

const three = items({ say: 'one' }, { say: 'two' }, { say: 'three' });
const say = { prompt: '={{ $json.say }}' };

/** Prompts of all payments, in the order of the alphabet. */
const paid = (scene: Scene) => scene.novita.tasks.map(({ body }) => String(body.prompt)).sort();

/** A key that is refused on the first status call of a task, so that the node's first try fails. */
const failingOnce = { status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] } as const;

describe('Retry On Fail', () => {
	it.concurrent('resumes paid tasks, pays nothing again, and says so', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, failingOnce);
		const run = await scene.run(kling(say, retrying), { input: three });
		expect(run.status).toBe('success');
		expect(paid(scene)).toEqual(['one', 'three', 'two']);
		expect(run.output(KLING).map(({ json }) => json.taskId)).toEqual(
			['one', 'two', 'three'].map(
				(prompt) => scene.novita.tasks.find(({ body }) => body.prompt === prompt)!.taskId,
			),
		);
		expect(run.hints(KLING)).toMatchObject([
			{ message: expect.stringContaining('had already been submitted and were not paid for again') },
		]);
		expect(run.contextOf(KLING).novitaKlingTasks ?? {}).toEqual({});
	});

	it.concurrent('pays once for a prompt that is another one at each try', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault(failingOnce);
		const prompt = '=A fox in style {{ Math.random() }}';
		const run = await scene.run(kling({ prompt }, retrying));
		expect(run.status).toBe('success');
		expect(scene.novita.tasks).toHaveLength(1);
		expect(run.output(KLING)[0].json).toMatchObject({ taskId: scene.taskIds[0] });
		expect(run.contextOf(KLING).novitaKlingTasks ?? {}).toEqual({});
	});

	it.concurrent('after a lost connection whose request was taken: one submit, ever', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'reset', taken: true, times: Infinity }] });
		const run = await scene.run(kling({}, retrying));
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('unknown');
		expect(run.error?.description).toContain('Resubmit Unknown');
		expect(scene.novita.requestsTo('submit')).toHaveLength(1);
	});

	it.concurrent('after a gateway that took the request: one submit, ever', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({
			submit: [{ kind: 'gateway', status: 504, taken: true, times: Infinity }],
		});
		const run = await scene.run(kling({}, retrying));
		expect(run.error?.message).toContain('unknown');
		expect(scene.novita.requestsTo('submit')).toHaveLength(1);
	});

	it.concurrent('submits an unknown outcome again where the user allows it', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'reset', taken: true }] });
		const run = await scene.run(kling({ options: { resubmitUnknown: true } }, retrying));
		expect(run.status).toBe('success');
		expect(scene.novita.requestsTo('submit')).toHaveLength(2);
	});

	it.concurrent('submits again what was refused or failed', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'refuse', reason: 'CREATE_TASK_FAILED' }] });
		const run = await scene.run(kling({}, retrying));
		expect(run.status).toBe('success');
		expect(scene.novita.tasks).toHaveLength(1);
	});

	it.concurrent('tries a task anew that Novita failed, and keeps the others', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, { ending: 'failed' });
		const node = kling(say, { ...retrying, maxTries: 2 });
		const run = await scene.run(node, { input: three });
		expect(run.status).toBe('error');
		expect(paid(scene).filter((prompt) => prompt === 'two')).toHaveLength(2);
		expect(paid(scene).filter((prompt) => prompt !== 'two')).toEqual(['one', 'three']);
	});

	it.concurrent('of a lost download pays nothing again', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ videoBytes: 1_500_000 });
		const node = kling({ options: { maxDownloadSize: 1 } }, retrying);
		const run = await scene.run(node);
		expect(run.status).toBe('error');
		expect(scene.novita.tasks).toHaveLength(1);
	});

	it.concurrent.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'with %s pays each item once',
		async (onError) => {
			const scene = await tests.scene();
			scene.novita.behave({ prompt: 'one' }, failingOnce);
			const run = await scene.run(kling(say, { ...retrying, onError }), { input: three });
			expect(run.error).toBeUndefined();
			expect(paid(scene)).toEqual(['one', 'three', 'two']);
		},
	);
});

describe('the Retry button', () => {
	it.concurrent('gets what was paid for, and goes on', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, failingOnce);
		const nodes = [kling(say), { name: 'Next', type: 'test.collect' }];
		const failed = await scene.run(nodes, { input: three, mode: 'trigger' });
		expect(failed.status).toBe('error');
		expect(scene.novita.tasks).toHaveLength(3);
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('success');
		expect(retried.output('Next')).toHaveLength(3);
		expect(paid(scene)).toEqual(['one', 'three', 'two']);
	});

	it.concurrent('after a Stop in the middle pays nothing again', async () => {
		const scene = await tests.scene({ taskSeconds: 1.5 });
		const started = scene.start(kling(say), { input: three });
		await scene.novita.waitFor(
			({ tasks }) => tasks.length === 3 && tasks.every(({ statusRequests }) => statusRequests > 0),
			15_000,
		);
		started.cancel();
		const stopped = await started.result;
		expect(stopped.status).toBe('canceled');
		const retried = await scene.retry(stopped);
		expect(retried.status).toBe('success');
		expect(paid(scene)).toEqual(['one', 'three', 'two']);
	});

	it.concurrent('with a changed prompt pays for that one alone', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, failingOnce);
		const failed = await scene.run(kling(say), { input: three });
		const changed = structuredClone(failed.workflow);
		const node = changed.nodes.find(({ name }) => name === KLING)!;
		node.parameters.prompt = '={{ $json.say === "two" ? "another" : $json.say }}';
		const retried = await scene.retry(failed, changed);
		expect(retried.status).toBe('success');
		expect(paid(scene)).toEqual(['another', 'one', 'three', 'two']);
		const [, second] = retried.output(KLING);
		const another = scene.novita.tasks.find(({ body }) => body.prompt === 'another');
		expect(second?.json.taskId).toBe(another?.taskId);
	});

	it.concurrent('of an unknown outcome refuses that item, and says why', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'cutAnswer', taken: true }] });
		const failed = await scene.run(kling());
		expect(failed.error?.message).toContain('unknown');
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('error');
		expect(retried.error?.message).toContain('unknown');
		expect(scene.novita.requestsTo('submit')).toHaveLength(1);
	});
});

describe('a loop', () => {
	/** A loop over items whose body is the Kling node. */
	const loop = (node: ReturnType<typeof kling>) => ({
		nodes: [{ name: 'Loop', type: 'test.loop' }, node, { name: 'End', type: 'test.collect' }],
		connections: connect(
			{ from: 'Loop', to: KLING, output: 1 },
			{ from: KLING, to: 'Loop' },
			{ from: 'Loop', to: 'End' },
		),
	});

	it.concurrent('pays once a round, also for the same prompt, and grows no ledger', async () => {
		const scene = await tests.scene();
		const node = kling({ prompt: 'The same' }, retrying);
		const run = await scene.run(loop(node), { input: items({}, {}, {}) });
		expect(run.status).toBe('success');
		expect(scene.novita.tasks).toHaveLength(3);
		const ids = run.output('End').map(({ json }) => json.taskId);
		expect(new Set(ids).size).toBe(3);
		expect(run.contextOf(KLING).novitaKlingTasks ?? {}).toEqual({});
	});

	it.concurrent('resumes in the round that failed and in no other', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, failingOnce);
		const run = await scene.run(loop(kling(say, retrying)), { input: three });
		expect(run.status).toBe('success');
		expect(scene.novita.tasks.map(({ body }) => body.prompt)).toEqual(['one', 'two', 'three']);
		expect(run.output('End').map(({ json }) => json.taskId)).toEqual(scene.taskIds);
	});
});

it.concurrent('two items with the same prompt are two videos', async () => {
	const scene = await tests.scene();
	const run = await scene.run(kling({ prompt: 'The same' }, retrying), { input: items({}, {}) });
	const ids = run.output(KLING).map(({ json }) => json.taskId);
	expect(new Set(ids).size).toBe(2);
	expect(scene.novita.tasks).toHaveLength(2);
});
