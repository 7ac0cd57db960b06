import {
	getResult,
	items,
	kling,
	KLING,
	say,
	SAY,
	useKling,
	withErrorBranch,
	type Scene,
} from './setup.cts';

const tests = useKling();

describe('several items', () => {
	it.concurrent('each with its own values, in order, linked to its input', async () => {
		const scene = await tests.scene();
		const input = items(
			{ say: 'one', seconds: 5, shape: '16:9', guidance: 0.1 },
			{ say: 'two', seconds: '10', shape: '9:16', guidance: '0.2' },
			{ say: 'three', seconds: 5, shape: '1:1', guidance: 0.3 },
		);
		// The first takes longest, so that order is not the order of arrival.
		scene.novita.behave({ prompt: 'one' }, { seconds: 1.5 });
		const node = kling({
			...SAY,
			duration: '={{ $json.seconds }}',
			aspectRatio: '={{ $json.shape }}',
			guidanceScale: '={{ $json.guidance }}',
			negativePrompt: '={{ $json.say === "two" ? "blur" : "" }}',
			binaryPropertyName: '=clip{{ $itemIndex }}',
			options: { fileName: '={{ $json.say }}.mp4' },
		});
		const run = await scene.run([node, { name: 'Next', type: 'test.collect' }], { input });
		expect(run.error).toBeUndefined();
		const output = run.output(KLING);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(output.map(({ json }) => json.taskId)).toEqual(
			['one', 'two', 'three'].map((prompt) => scene.taskOf(prompt).taskId),
		);
		expect(['one', 'two', 'three'].map((prompt) => scene.taskOf(prompt).body)).toEqual([
			{ prompt: 'one', duration: '5', aspect_ratio: '16:9', guidance_scale: 0.1 },
			{
				prompt: 'two',
				duration: '10',
				aspect_ratio: '9:16',
				guidance_scale: 0.2,
				negative_prompt: 'blur',
			},
			{ prompt: 'three', duration: '5', aspect_ratio: '1:1', guidance_scale: 0.3 },
		]);
		for (const [index, item] of output.entries()) {
			const file = item.binary![`clip${index}`];
			expect(file.fileName).toBe(`${String(input[index].json.say)}.mp4`);
			expect(await scene.isVideoOf(String(item.json.taskId), run, file)).toBe(true);
		}
		expect(scene.novita.tasks).toHaveLength(3);
		expect(scene.novita.requestsTo('video')).toHaveLength(3);
	});

	it.concurrent('at the same time: all are submitted before the first has ended', async () => {
		const scene = await tests.scene({ taskSeconds: 8 });
		const input = items(...Array.from({ length: 12 }, (_, number) => ({ number })));
		const run = await scene.run(kling({ prompt: '=Fox {{ $json.number }}' }), { input });
		expect(run.error).toBeUndefined();
		expect(run.output(KLING).map(({ json }) => json.taskId)).toEqual(
			input.map((_, number) => scene.taskOf(`Fox ${number}`).taskId),
		);
		const firstEnd = Math.min(...scene.novita.tasks.map(({ endsAt }) => endsAt));
		expect(scene.novita.tasks.every(({ submittedAt }) => submittedAt < firstEnd)).toBe(true);
	});

	it.concurrent('never more open tasks than the option allows', async () => {
		const scene = await tests.scene();
		const input = items(...Array.from({ length: 5 }, (_, number) => ({ number })));
		const options = { maxConcurrentTasks: 2 };
		await scene.run(kling({ prompt: '=Fox {{ $json.number }}', options }), { input });
		const tasks = scene.novita.tasks;
		expect(tasks).toHaveLength(5);
		for (const task of tasks) {
			const open = tasks.filter(
				(other) => other.submittedAt <= task.submittedAt && other.endsAt > task.submittedAt,
			);
			expect(open.length).toBeLessThanOrEqual(2);
		}
	});

	it.concurrent('whose expressions reach back to another node keep their links', async () => {
		const scene = await tests.scene();
		const run = await scene.run(
			[
				{
					name: 'Table',
					type: 'test.items',
					parameters: { items: '[{"say":"one"},{"say":"two"}]' },
				},
				kling({ prompt: '={{ $("Table").item.json.say }}', waitMode: 'none' }),
				getResult(
					'={{ $json.taskId }}',
					{ waitMode: 'poll', options: { fileName: '={{ $("Table").item.json.say }}' } },
					{ name: 'Collect' },
				),
			],
			{ input: items({}) },
		);
		expect(run.error).toBeUndefined();
		expect(run.output('Collect').map(({ binary }) => binary?.data?.fileName)).toEqual([
			'one.mp4',
			'two.mp4',
		]);
		expect(scene.novita.tasks).toHaveLength(2);
	});

	it.concurrent('none: the node runs and sends nothing', async () => {
		const scene = await tests.scene();
		const none = { name: 'None', type: 'test.items', parameters: { items: '[]' } };
		const run = await scene.run([none, kling()]);
		expect(run.status).toBe('success');
		expect(scene.novita.requests).toEqual([]);
	});
});

describe('two Kling nodes in a row', () => {
	it.concurrent('keep their tasks and files apart', async () => {
		const scene = await tests.scene();
		const run = await scene.run([
			kling({ prompt: 'one' }),
			kling({ prompt: 'two', duration: '10' }, { name: 'Second' }),
		]);
		expect(run.error).toBeUndefined();
		expect(run.output(KLING)[0]?.json.taskId).toBe(scene.taskOf('one').taskId);
		expect(run.output('Second')[0]?.json.taskId).toBe(scene.taskOf('two').taskId);
		const file = run.output('Second')[0].binary!.data;
		expect(await scene.isVideoOf(scene.taskOf('two').taskId, run, file)).toBe(true);
	});
});

describe('a task that fails at Novita', () => {
	const input = say('one', 'two', 'three');
	const node = (more = {}) => kling(SAY, more);
	const sceneWithFailure = async () => {
		const scene = await tests.scene();
		scene.novita.behave(
			{ prompt: 'two' },
			{ ending: 'failed', reason: 'The picture broke a content rule' },
		);
		return scene;
	};

	/** A failed item in the shape that n8n's error branch needs. */
	const failedItem = (scene: Scene) => ({
		json: {
			error: {
				message: expect.stringContaining('The picture broke a content rule'),
				kind: 'taskFailed',
				taskId: scene.taskOf('two').taskId,
				status: 'failed',
				reason: 'The picture broke a content rule',
				nextStep: expect.any(String),
			},
		},
		pairedItem: { item: 1 },
	});

	it.concurrent('stops the run with its reason, its ID and those of the others', async () => {
		const scene = await sceneWithFailure();
		const run = await scene.run(node(), { input });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('The picture broke a content rule');
		expect(run.error?.message).toContain(scene.taskOf('two').taskId);
		expect(run.error?.message).toContain('[item 1]');
		for (const taskId of scene.taskIds) {
			expect(run.errorText).toContain(taskId);
		}
		expect(run.error?.description).toContain('Get Result');
	});

	it.concurrent('is one failed item among good ones under Continue', async () => {
		const scene = await sceneWithFailure();
		const run = await scene.run(node({ onError: 'continueRegularOutput' }), { input });
		expect(run.error).toBeUndefined();
		const [first, second, third] = run.output(KLING);
		expect(run.output(KLING)).toHaveLength(3);
		expect(second).toEqual(failedItem(scene));
		expect(first?.json).toMatchObject({ status: 'succeeded', taskId: scene.taskOf('one').taskId });
		expect(third?.binary?.data?.fileName).toBe(
			`three-${scene.taskOf('three').taskId.slice(0, 8)}.mp4`,
		);
		expect(await run.leftoverFiles()).toEqual([]);
	});

	it.concurrent('goes down the error branch, and the good ones down the other', async () => {
		const scene = await sceneWithFailure();
		const run = await scene.run(withErrorBranch(node({ onError: 'continueErrorOutput' })), {
			input,
		});
		expect(run.error).toBeUndefined();
		expect(run.output('Good').map(({ json }) => json.taskId)).toEqual(
			['one', 'three'].map((prompt) => scene.taskOf(prompt).taskId),
		);
		expect(run.output('Good').every(({ binary }) => binary?.data)).toBe(true);
		// n8n itself adds the input's JSON on this branch.
		const failed = { ...failedItem(scene).json, say: 'two' };
		expect(run.output('Bad').map(({ json }) => json)).toEqual([failed]);
		expect(scene.novita.tasks).toHaveLength(3);
	});
});

describe('a refused submit', () => {
	const refused = { submit: [{ kind: 'refuse', reason: 'ILLEGAL_PROMPT' }] } as const;

	it.concurrent('ends the run with a clear reason, unpaid', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault(refused);
		const run = await scene.run(kling());
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('content rules');
		expect(run.error?.message).toContain('[item 0]');
		expect(run.error?.description).toContain('nothing was paid');
		expect(scene.novita.tasks).toEqual([]);
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent('goes down the error branch alone', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, refused);
		const node = kling({ ...SAY, waitMode: 'none' }, { onError: 'continueErrorOutput' });
		const run = await scene.run(withErrorBranch(node), { input: say('one', 'two') });
		expect(run.output('Good').map(({ json }) => json.taskId)).toEqual(scene.taskIds);
		expect(run.output('Bad')).toMatchObject([
			{ json: { error: { kind: 'refused', reason: 'ILLEGAL_PROMPT', httpStatus: 400 } } },
		]);
	});
});
