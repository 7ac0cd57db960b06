import { setTimeout as sleep } from 'node:timers/promises';
import {
	kling,
	KLING,
	RETRY_ON_FAIL,
	say,
	SAY,
	useKling,
	type Scene,
	type SceneOptions,
} from './setup.cts';
import type { EngineRun, NodeDescription } from './harness/engine.cts';
import type { StandIn } from '../novita-standin/standin.cts';

const tests = useKling();

/** The node stops within a second; a busy machine adds its own time. */
const STOP_LIMIT_MILLISECONDS = 3_000;

/** Long enough for a further request to show: longer than any wait between two polls here. */
const WATCH_MILLISECONDS = 1_500;

/** How long a run may take to reach the point at which it is stopped. */
const SETUP_LIMIT_MILLISECONDS = 15_000;

/** Runs a node, stops it as soon as a condition holds, and expects that nothing is sent after. */
async function stopWhen(
	scene: Scene,
	node: NodeDescription,
	isTime: (novita: StandIn) => boolean,
	options?: SceneOptions,
): Promise<EngineRun> {
	const started = scene.start(node, options);
	await scene.novita.waitFor(isTime, SETUP_LIMIT_MILLISECONDS);
	const stoppedAt = Date.now();
	started.cancel();
	const run = await started.result;
	expect(Date.now() - stoppedAt).toBeLessThan(STOP_LIMIT_MILLISECONDS);
	const sent = scene.novita.requests.length;
	await sleep(WATCH_MILLISECONDS);
	expect(scene.novita.requests).toHaveLength(sent);
	expect(run.status).toBe('canceled');
	return run;
}

/** A Stop names each task that goes on, and how to get its video. */
function expectTasksNamed(run: EngineRun, scene: Scene): void {
	for (const taskId of scene.taskIds) expect(run.error?.description).toContain(taskId);
	expect(run.error?.description).toContain('Get Result');
}

/** What n8n shows with the execution in its list, also after a Stop. */
const customDataOf = (run: EngineRun) =>
	Object.values(run.raw.data.resultData.metadata ?? {}).join();

const THREE = say('one', 'two', 'three');

describe('a Stop of the user', () => {
	it('before the node runs sends nothing', async () => {
		const scene = await tests.scene();
		const run = await stopWhen(scene, kling(), () => true);
		expect(scene.novita.requests).toEqual([]);
		expect(run.output(KLING)).toEqual([]);
	});

	it('while many items are checked ends the check', async () => {
		const scene = await tests.scene();
		const prompts = Array.from({ length: 3_000 }, (_value, index) => `prompt ${index}`);
		const started = scene.start(kling(SAY), { input: say(...prompts) });
		await sleep(50);
		const stoppedAt = Date.now();
		started.cancel();
		const run = await started.result;
		expect(Date.now() - stoppedAt).toBeLessThan(STOP_LIMIT_MILLISECONDS);
		expect(run.status).toBe('canceled');
		expect(scene.novita.requests).toEqual([]);
	});

	it('during the submit ends it, and says that a task may go on', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'hang', accepted: true }] });
		const run = await stopWhen(scene, kling(), ({ tasks }) => tasks.length === 1);
		expect(run.error?.message).toContain('canceled');
		expect(run.error?.description).toMatch(/unknown|may/);
	});

	it('takes the answer to a submit that comes right after it', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'delay', seconds: 0.4, accepted: true }] });
		const isBeingAnswered = ({ tasks }: StandIn) => tasks.length === 3;
		const run = await stopWhen(scene, kling(SAY), isBeingAnswered, { input: THREE });
		expectTasksNamed(run, scene);
		expect(run.error?.description).not.toContain('unknown outcome');
		for (const taskId of scene.taskIds) expect(customDataOf(run)).toContain(taskId);
	});

	it('does not cut off a submit that is answered late: its task is written down', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'delay', seconds: 2, accepted: true }] });
		const run = await stopWhen(scene, kling(), ({ tasks }) => tasks.length === 1);
		expect(run.error?.description).toContain('unknown outcome');
		const [taskId] = scene.taskIds;
		await scene.novita.waitFor(
			() => run.logs.some((line) => line.includes(taskId)),
			SETUP_LIMIT_MILLISECONDS,
		);
		expect(customDataOf(run)).toContain(taskId);
	});

	it('leaves the task IDs in the data of the execution that survives it', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ ending: 'never' });
		const many = say(...Array.from({ length: 20 }, (_value, index) => `prompt ${index}`));
		const areWaiting = ({ tasks }: StandIn) => tasks.length === 20;
		// A poll that is on its way at the stop may still arrive.
		const node = kling({ ...SAY, options: { pollInterval: 60 } });
		const run = await stopWhen(scene, node, areWaiting, { input: many });
		for (const taskId of scene.taskIds) expect(customDataOf(run)).toContain(taskId);
		for (const value of Object.values(run.raw.data.resultData.metadata ?? {})) {
			expect(value.length).toBeLessThanOrEqual(255);
		}
	});

	it('while the submit is held back by 429 ends it, unpaid', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'rateLimit', retryAfterSeconds: 60 }] });
		const refused = ({ requests }: StandIn) => requests.some(({ status }) => status === 429);
		await stopWhen(scene, kling(), refused);
		expect(scene.novita.tasks).toEqual([]);
	});

	it('while waiting names the tasks that go on', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ ending: 'never' });
		const polled = ({ tasks }: StandIn) =>
			tasks.length === 3 && tasks.every(({ statusRequests }) => statusRequests > 0);
		const run = await stopWhen(scene, kling(SAY), polled, { input: THREE });
		expect(run.error?.message).toContain('canceled');
		expectTasksNamed(run, scene);
	});

	it.each([
		['hangs', { kind: 'hang' }],
		['stops in the middle', { kind: 'endless', bytesPerSecond: 0.001 }],
	] as const)('while an answer %s ends the wait, too', async (_what, fault) => {
		const scene = await tests.scene();
		scene.novita.setDefault({ status: [fault] });
		const polled = (novita: StandIn) => novita.requestsTo('status').length === 1;
		expectTasksNamed(await stopWhen(scene, kling(), polled), scene);
	});

	it('while downloading leaves no partial file', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ video: [{ kind: 'hang', afterBytes: 5_000, times: Infinity }] });
		const begun = (novita: StandIn) => novita.requestsTo('video').length === 1;
		const run = await stopWhen(scene, kling(), begun);
		expectTasksNamed(run, scene);
		expect(await run.files()).toEqual([]);
	});

	it('ends items that wait for other tasks to end', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ ending: 'never' });
		const node = kling({ ...SAY, options: { maxConcurrentTasks: 1 } });
		const polled = (novita: StandIn) => novita.requestsTo('status').length === 1;
		expectTasksNamed(await stopWhen(scene, node, polled, { input: THREE }), scene);
		expect(scene.novita.tasks).toHaveLength(1);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'is a Stop under %s as well',
		async (onError) => {
			const scene = await tests.scene();
			scene.novita.setDefault({ ending: 'never' });
			const polled = (novita: StandIn) => novita.requestsTo('status').length > 0;
			await stopWhen(scene, kling({}, { onError }), polled);
			expect(scene.novita.tasks).toHaveLength(1);
		},
	);

	it.each([
		['waiting', { ending: 'never' }, 'status'],
		['submitting', { submit: [{ kind: 'hang', accepted: true }] }, 'submit'],
	] as const)(
		'while %s, with Retry On Fail, submits nothing again',
		async (_when, behaviour, kind) => {
			const scene = await tests.scene();
			scene.novita.setDefault(behaviour);
			const node = kling({}, RETRY_ON_FAIL);
			const reached = (novita: StandIn) => novita.requestsTo(kind).length > 0;
			await stopWhen(scene, node, reached);
			expect(scene.novita.requestsTo('submit')).toHaveLength(1);
		},
	);

	it('of Get Result ends its wait', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask({ behaviour: { ending: 'never' } });
		const node = kling({ operation: 'getResult', taskId, waitMode: 'poll' });
		const polled = (novita: StandIn) => novita.requestsTo('status').length > 0;
		const run = await stopWhen(scene, node, polled);
		expect(run.error?.description).toContain(taskId);
	});
});
