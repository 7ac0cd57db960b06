import type { IDataObject } from 'n8n-workflow';
import {
	getResult,
	items,
	kling,
	KLING,
	RETRY_ON_FAIL,
	say,
	SAY,
	useKling,
	type Scene,
} from './setup.cts';
import type { EngineRun } from './harness/engine.cts';

const tests = useKling();

/** The key is refused once when a status is requested: the try fails, the task is paid for. */
const FAILING_ONCE = { status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] } as const;

/** A prompt that is another one at each try. */
const CHANGING = { prompt: '={{ $json.say }} in style {{ Math.random() }}' };

/** How many submits have reached the stand-in. */
const submits = (scene: Scene) => scene.novita.requestsTo('submit').length;

/** The failure that an item of the output tells of. */
const errorOf = (run: EngineRun, index: number) =>
	run.output(KLING)[index]?.json.error as IDataObject;

/** Runs a node on items whose field `say` changes as soon as both are paid for. */
async function runWithChange(scene: Scene, more: object, changed: string): Promise<EngineRun> {
	const input = say('one', 'two');
	scene.novita.setDefault(FAILING_ONCE);
	const started = scene.start(kling(SAY, { ...RETRY_ON_FAIL, ...more }), { input });
	await scene.novita.waitFor(({ tasks }) => tasks.length === 2, 15_000);
	input[1].json.say = changed;
	return await started.result;
}

describe('a second try whose values have changed', () => {
	it.concurrent('by the Retry button resumes what was paid, and says so', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: /^one/ }, FAILING_ONCE);
		const failed = await scene.run(kling(CHANGING), { input: say('one', 'two', 'three') });
		expect(failed.status).toBe('error');
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('success');
		expect(submits(scene)).toBe(3);
		expect(retried.output(KLING).map(({ json }) => json.taskId)).toEqual(
			['one', 'two', 'three'].map(
				(start) =>
					scene.novita.tasks.find(({ body }) => String(body.prompt).startsWith(start))?.taskId,
			),
		);
		for (const { json } of retried.output(KLING)) expect(json.resumed).toBe(true);
		expect(retried.hints(KLING)).toMatchObject([
			{ message: expect.stringMatching(/3 of 3 videos .* 3 of them .* with other values/) },
			{ message: expect.stringMatching(/^3 videos, about 3\.51 US dollars; 3 were already paid/) },
		]);
	});

	it.concurrent('by the Retry button submits no unknown outcome again', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'reset', accepted: true }] });
		const failed = await scene.run(kling(CHANGING), { input: say('one') });
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('error');
		expect(retried.error?.message).toContain('unknown');
		expect(submits(scene)).toBe(1);
	});

	it.concurrent('pays anew for a task that Novita failed, with the values of now', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'one' }, { ending: 'failed' });
		const failed = await scene.run(kling(SAY), { input: say('one') });
		const changed = structuredClone(failed.workflow);
		changed.nodes.find(({ name }) => name === KLING)!.parameters.prompt = 'another';
		const retried = await scene.retry(failed, changed);
		expect(retried.status).toBe('success');
		expect(scene.paidPrompts).toEqual(['another', 'one']);
	});
});

describe('a second try that fails its checks', () => {
	it.concurrent('resumes what is paid, although the prompt is empty now', async () => {
		const scene = await tests.scene();
		const run = await runWithChange(scene, {}, '');
		expect(run.error?.message).toBeUndefined();
		expect(run.output(KLING).map(({ json }) => json.taskId)).toEqual([
			scene.taskOf('one').taskId,
			scene.taskOf('two').taskId,
		]);
	});

	it.concurrent('delivers under Continue what is paid', async () => {
		const scene = await tests.scene();
		const run = await runWithChange(scene, { onError: 'continueRegularOutput' }, '');
		expect(run.output(KLING).map(({ json }) => json.status)).toEqual(['succeeded', 'succeeded']);
		expect(scene.novita.tasks).toHaveLength(2);
	});

	it.concurrent('names what is paid where the node was edited', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault(FAILING_ONCE);
		const failed = await scene.run(kling(SAY), { input: say('one', 'two') });
		const changed = structuredClone(failed.workflow);
		const node = changed.nodes.find(({ name }) => name === KLING)!;
		node.parameters.prompt = '={{ $json.say === "one" ? "" : $json.say }}';
		const retried = await scene.retry(failed, changed);
		const { taskId } = scene.taskOf('one');
		expect(retried.error?.message).toContain('Prompt is empty');
		expect(retried.error?.message).toContain(`submitted this item as task ${taskId}`);
		expect(retried.error?.description).toContain(scene.taskOf('two').taskId);
		expect(retried.errorText).not.toContain('Nothing was sent');
		expect(submits(scene)).toBe(2);
	});

	it.concurrent('says that the outcome is still unknown', async () => {
		const scene = await tests.scene();
		const input = say('one');
		scene.novita.setDefault({ submit: [{ kind: 'reset', accepted: true }] });
		const node = kling(SAY, { ...RETRY_ON_FAIL, waitBetweenTries: 1000, maxTries: 2 });
		const started = scene.start(node, { input });
		await scene.novita.waitFor(({ tasks }) => tasks.length === 1, 15_000);
		input[0].json.say = '';
		const run = await started.result;
		expect(run.error?.message).toContain('unknown');
		expect(run.errorText).not.toContain('Nothing was sent');
	});
});

describe('Continue with Retry On Fail', () => {
	it.concurrent('downloads no finished video twice, and leaves no file behind', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'one' }, { ending: 'failed' });
		const node = kling(SAY, {
			...RETRY_ON_FAIL,
			maxTries: 3,
			onError: 'continueRegularOutput',
		});
		const run = await scene.run(node, { input: say('one', 'two', 'three') });
		expect(errorOf(run, 0)).toMatchObject({ kind: 'taskFailed' });
		const [, second, third] = run.output(KLING);
		expect(await scene.isVideoOf(scene.taskOf('two').taskId, run, second.binary!.data)).toBe(true);
		expect(third?.binary?.data).toBeDefined();
		expect(scene.novita.requestsTo('video')).toHaveLength(2);
		expect((await run.files()).filter(({ path }) => !path.endsWith('.metadata'))).toHaveLength(2);
	});
});

it.concurrent(
	'Get Result with Retry On Fail downloads no finished video twice either',
	async () => {
		const scene = await tests.scene();
		scene.novita.addTask({ taskId: 'failed', behaviour: { ending: 'failed' } });
		scene.novita.addTask({ taskId: 'finished' });
		const node = getResult(
			'={{ $json.id }}',
			{},
			{
				...RETRY_ON_FAIL,
				maxTries: 3,
				onError: 'continueRegularOutput',
			},
		);
		const run = await scene.run(node, { input: items({ id: 'failed' }, { id: 'finished' }) });
		expect(errorOf(run, 0)).toMatchObject({ kind: 'taskFailed' });
		const file = run.output(KLING)[1].binary!.data;
		expect(await scene.isVideoOf('finished', run, file)).toBe(true);
		expect(scene.novita.requestsTo('status').length).toBeGreaterThan(2);
		expect(scene.novita.requestsTo('video')).toHaveLength(1);
		expect((await run.files()).filter(({ path }) => !path.endsWith('.metadata'))).toHaveLength(1);
	},
);

describe.each(['engine', 'function'] as const)('a tool over the %s path', (path) => {
	const tool = (more: object = {}) =>
		kling({ prompt: '={{ $fromAI("prompt", "What the video shows", "string") }}' }, more);

	it.concurrent('with Retry On Fail pays once for a request of unknown outcome', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'reset', accepted: true, times: Infinity }] });
		await scene.runAsTool(tool(RETRY_ON_FAIL), [{ prompt: 'A fox' }], path);
		expect(submits(scene)).toBe(1);
	});

	it.concurrent('with Retry On Fail resumes what was paid', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault(FAILING_ONCE);
		const run = await scene.runAsTool(tool(RETRY_ON_FAIL), [{ prompt: 'A fox' }], path);
		expect(submits(scene)).toBe(1);
		expect(JSON.stringify(run.output('Agent'))).toContain(scene.taskIds[0]);
	});

	it.concurrent('tells an agent that repeats a call of unknown outcome the truth', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'reset', accepted: true }] });
		const call = { prompt: 'A fox' };
		const run = await scene.runAsTool(
			tool({ onError: 'continueRegularOutput' }),
			[call, call],
			path,
		);
		expect(submits(scene)).toBe(1);
		const responses = run.output('Agent').map(({ json }) => String(json.response));
		for (const response of responses) expect(response).toContain('unknown');
	});

	it.concurrent('makes two videos for two equal calls that go well', async () => {
		const scene = await tests.scene();
		const call = { prompt: 'A fox' };
		await scene.runAsTool(tool(), [call, call], path);
		expect(scene.novita.tasks).toHaveLength(2);
	});
});
