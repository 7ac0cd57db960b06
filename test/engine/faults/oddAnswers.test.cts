import { getResult, kling, KLING, useKling } from '../setup.cts';
import { runFailure } from './endings.cts';
import { FOREVER } from './faultRow.cts';
import { useLegacyExpressions } from './legacyExpressions.cts';

const tests = useKling();
useLegacyExpressions();

/** Minutes of the option Timeout for answers that never get better: four seconds. */
const SHORT = 4 / 60;

describe('an answer without end', () => {
	/** Bytes by which the process may grow while it reads answers without end. */
	const MEMORY_LIMIT = 120_000_000;

	it.each([
		['status', 'endless', { status: [{ kind: 'endless', ...FOREVER }] }],
		['video', 'endless', { video: [{ kind: 'tooLarge', bytes: 1e12, announced: false }] }],
	] as const)('to a %s request, %s, is cut off', async (_request, _what, behaviour) => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask({ behaviour });
		const before = process.memoryUsage().rss;
		let most = before;
		const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
		const options = { timeout: SHORT, maxDownloadSize: 1 };
		const run = await scene.run(getResult(taskId, { options }));
		clearInterval(watch);
		expect(runFailure(run)?.text).toContain(taskId);
		expect(most - before).toBeLessThan(MEMORY_LIMIT);
		await scene.novita.waitFor(
			({ requests }) => requests.every(({ status }) => status !== 'pending'),
			5_000,
		);
	});
});

describe('odd JSON in a status answer', () => {
	const good = (taskId: string) => ({ task_id: taskId, status: 'TASK_STATUS_SUCCEED' });
	const answers: Array<[what: string, text: (taskId: string) => string]> = [
		['an array', () => '[{"task":{"status":"TASK_STATUS_SUCCEED"}}]'],
		['null', () => 'null'],
		['a task that is null', () => '{"task":null,"videos":null}'],
		['a task that is an array', () => '{"task":["TASK_STATUS_SUCCEED"],"videos":[]}'],
		['a status of the wrong type', () => '{"task":{"status":{"TASK_STATUS_SUCCEED":1}}}'],
		['a status from the prototype', () => '{"task":{"status":"constructor"},"videos":[]}'],
		['videos that are an object', (id) => JSON.stringify({ task: good(id), videos: { 0: {} } })],
		[
			'videos that hold no videos',
			(id) => JSON.stringify({ task: good(id), videos: [null, 5, []] }),
		],
		[
			'a URL that is an object',
			(id) => JSON.stringify({ task: good(id), videos: [{ video_url: {} }] }),
		],
		[
			'deep nesting beside the task',
			(id) => `{"task":${JSON.stringify(good(id))},"extra":${'['.repeat(5000)}${']'.repeat(5000)}}`,
		],
		['__proto__ as the task', () => '{"__proto__":{"task":{"status":"TASK_STATUS_SUCCEED"}}}'],
		[
			'__proto__ beside the task',
			(id) =>
				`{"task":${JSON.stringify(good(id))},"videos":[],"extra":{"__proto__":{"polluted":1}}}`,
		],
	];

	it.concurrent.each(
		answers.flatMap(([what, text]) =>
			[true, false].map((simplify) => [what, simplify, text] as const),
		),
	)('%s, Simplify %s: a clear error with the task ID', async (_what, simplify, text) => {
		const scene = await tests.scene();
		const taskId = 'task-of-odd-json';
		const status = [{ kind: 'answer', text: text(taskId), ...FOREVER } as const];
		scene.novita.addTask({ taskId, behaviour: { status } });
		const run = await scene.run(
			getResult(taskId, { simplify, waitMode: 'poll', options: { timeout: SHORT } }),
		);
		const failure = runFailure(run);
		expect(['timeout', 'downloadFailed']).toContain(failure?.kind);
		expect(failure?.text).toContain(taskId);
		expect(failure?.text).not.toMatch(/undefined|not a function|Cannot read|\[object|Maximum call/);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});

	it.concurrent.each([true, false])('is ridden out with Simplify %s', async (simplify) => {
		const scene = await tests.scene();
		const shapes = ['array', 'proto', 'wrongTypes'] as const;
		const status = shapes.map((shape) => ({ kind: 'oddJson', shape }) as const);
		scene.novita.setDefault({ status });
		const run = await scene.run(kling({ simplify }));
		expect(run.output(KLING)[0]?.json.taskId).toBe(scene.taskIds[0]);
		expect(run.output(KLING)[0]?.binary).toBeDefined();
	});
});
