import { getResult, items, kling, KLING, useKling, withErrorBranch } from './setup.cts';

const tests = useKling();

describe('a single status request, the default', () => {
	it.concurrent('gives the video of a finished task', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask();
		const run = await scene.run(getResult(taskId));
		expect(run.error).toBeUndefined();
		const [item] = run.output(KLING);
		expect(item?.json).toEqual({
			taskId,
			status: 'succeeded',
			operation: 'getResult',
			videoUrl: expect.stringContaining(`/videos/${taskId}.mp4`),
			videoType: 'mp4',
			...{ aspectRatio: '16:9', waitedSeconds: expect.any(Number) },
			...{ width: 1280, height: 720, durationSeconds: 5, hasAudio: false },
		});
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(await scene.isVideoOf(taskId, run, item.binary!.data)).toBe(true);
		expect(scene.novita.requests.map(({ kind }) => kind)).toEqual(['status', 'video']);
		expect(scene.novita.requests[0]).toMatchObject({
			method: 'GET',
			path: '/v3/async/task-result',
			query: { task_id: taskId },
		});
	});

	it.concurrent('gives a finished task without its file where that is off', async () => {
		const scene = await tests.scene();
		const run = await scene.run(getResult(scene.novita.addTask(), { downloadVideo: false }));
		expect(run.output(KLING)[0]).not.toHaveProperty('binary');
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent('gives the status of a running task without waiting', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask({ behaviour: { seconds: 3600, eta: 120 } });
		scene.novita.addTask({ taskId: 'busy', behaviour: { ending: 'never', eta: 60 } });
		const run = await scene.run(getResult('={{ $json.id }}'), {
			input: items({ id: taskId }, { id: 'busy' }),
		});
		expect(run.error).toBeUndefined();
		expect(run.output(KLING)).toEqual([
			{
				json: { taskId, status: 'queued', operation: 'getResult', etaSeconds: 120 },
				pairedItem: { item: 0 },
			},
			{
				json: { taskId: 'busy', status: 'processing', operation: 'getResult', etaSeconds: 60 },
				pairedItem: { item: 1 },
			},
		]);
		expect(scene.novita.requests).toHaveLength(2);
	});

	it.concurrent('reports an undocumented status as unknown', async () => {
		const scene = await tests.scene();
		const status = [{ kind: 'status', status: 'TASK_STATUS_PAUSED' }] as const;
		const taskId = scene.novita.addTask({ behaviour: { status } });
		const run = await scene.run(getResult(taskId));
		expect(run.output(KLING)[0]?.json).toMatchObject({ taskId, status: 'unknown' });
	});

	it.concurrent('gives the whole answer where Simplify is off', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask({ behaviour: { ending: 'never' } });
		const run = await scene.run(getResult(taskId, { simplify: false }));
		expect(run.output(KLING)[0]?.json.raw).toMatchObject({
			task: { task_id: taskId, status: 'TASK_STATUS_PROCESSING' },
			videos: [],
		});
	});

	it.concurrent('accepts a task ID with white space around it', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask();
		const run = await scene.run(getResult(` ${taskId}\n`));
		expect(run.output(KLING)[0]?.json.taskId).toBe(taskId);
	});
});

describe('a task without a video', () => {
	it.concurrent('failed at Novita: its reason and its ID', async () => {
		const scene = await tests.scene();
		const behaviour = { ending: 'failed', reason: 'The face is not clear' } as const;
		const taskId = scene.novita.addTask({ behaviour });
		const run = await scene.run(getResult(taskId));
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('The face is not clear');
		expect(run.error?.message).toContain(taskId);
	});

	it.concurrent.each(['none', 'poll'])(
		'is not known to Novita (%s): fails at once',
		async (waitMode) => {
			const scene = await tests.scene();
			const run = await scene.run(getResult('never-made', { waitMode }));
			expect(run.status).toBe('error');
			expect(run.error?.message).toContain('never-made');
			expect(run.error?.message).toContain('does not know');
			expect(scene.novita.requests).toHaveLength(1);
		},
	);

	it.concurrent.each(['none', 'poll'])(
		'requested with a wrong key (%s): fails at once',
		async (waitMode) => {
			const scene = await tests.scene();
			const taskId = scene.novita.addTask();
			scene.novita.setApiKey('another key');
			const run = await scene.run(getResult(taskId, { waitMode }));
			expect(run.status).toBe('error');
			expect(run.error?.message).toContain(taskId);
			expect(run.error?.description).toContain('API key');
			expect(run.error?.description).toContain('Get Result');
			expect(scene.novita.requests).toHaveLength(1);
		},
	);
});

describe('waiting by task ID', () => {
	it.concurrent('gives the video when it is there', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask({ behaviour: { seconds: 1.2 } });
		const run = await scene.run(getResult(taskId, { waitMode: 'poll' }));
		expect(run.error).toBeUndefined();
		expect(run.output(KLING)[0]).toMatchObject({
			json: { taskId, status: 'succeeded' },
			binary: { data: { fileName: `${taskId}.mp4` } },
		});
		expect(scene.novita.requestsTo('status').length).toBeGreaterThan(1);
	});

	it.concurrent('fails at the deadline and names the task', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask({ behaviour: { ending: 'never' } });
		const options = { timeout: 0.02 };
		const run = await scene.run(getResult(taskId, { waitMode: 'poll', options }));
		expect(run.error?.message).toContain('Timeout');
		expect(run.error?.description).toContain(taskId);
	});
});

describe('many tasks at once', () => {
	it.concurrent('each ends in its own branch, without paying', async () => {
		const scene = await tests.scene();
		const finished = scene.novita.addTask();
		const failed = scene.novita.addTask({ behaviour: { ending: 'failed' } });
		const running = scene.novita.addTask({ behaviour: { ending: 'never' } });
		const node = getResult('={{ $json.id }}', {}, { onError: 'continueErrorOutput' });
		const input = items({ id: finished }, { id: failed }, { id: 'lost' }, { id: running });
		const run = await scene.run(withErrorBranch(node), { input });
		expect(run.error).toBeUndefined();
		expect(run.output('Good')).toMatchObject([
			{ json: { taskId: finished, status: 'succeeded' }, binary: { data: {} } },
			{ json: { taskId: running, status: 'processing' } },
		]);
		expect(run.output('Bad')).toMatchObject([
			{ json: { error: { kind: 'taskFailed', taskId: failed } } },
			{ json: { error: { kind: 'taskLost', taskId: 'lost' } } },
		]);
		expect(scene.novita.requestsTo('submit')).toEqual([]);
	});
});

it.concurrent(
	'a task is collected right after its submit, though it is not found yet',
	async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ status: [{ kind: 'lost' }] });
		const run = await scene.run([
			kling({ waitMode: 'none' }),
			getResult('={{ $json.taskId }}', {}, { name: 'Collect' }),
		]);
		expect(run.error).toBeUndefined();
		expect(run.output('Collect')[0].json).toMatchObject({ taskId: scene.taskIds[0] });
	},
);

it.concurrent('submit now, collect later', async () => {
	const scene = await tests.scene();
	const run = await scene.run([
		kling({ waitMode: 'none' }),
		getResult('={{ $json.taskId }}', { waitMode: 'poll' }, { name: 'Collect' }),
	]);
	expect(run.error).toBeUndefined();
	expect(run.output('Collect')[0]).toMatchObject({
		json: { taskId: scene.taskIds[0], status: 'succeeded' },
		binary: { data: { mimeType: 'video/mp4' } },
	});
	expect(scene.novita.tasks).toHaveLength(1);
});
