import type { EngineRun } from './harness/engine.cts';
import { API_KEY, items, kling, KLING, useKling } from './setup.cts';

const tests = useKling();

const TWO = items({ row: 1 }, { row: 2 });

/** The items of the error branch; expects that the other one is empty. */
function errorsOf(run: EngineRun) {
	expect(run.output(KLING, 0)).toEqual([]);
	return run.output(KLING, 1).map(({ json }) => json);
}

describe('a run that cannot begin, with Continue (using error output)', () => {
	it.concurrent.each([
		['an invalid base URL', {}, 'api.novita.ai', 'Base URL'],
		['no concurrent tasks', { options: { maxConcurrentTasks: 0 } }, undefined, 'Max Concurrent'],
	])('%s fails every item', async (_what, parameters, baseUrl, words) => {
		const scene = await tests.scene();
		const credential = { apiKey: API_KEY, baseUrl: baseUrl ?? scene.novita.url };
		const node = kling(parameters, { onError: 'continueErrorOutput' });
		const run = await scene.run(node, { credential, input: TWO });
		const error = { message: expect.stringContaining(words) };
		expect(errorsOf(run)).toMatchObject([{ error }, { error }]);
		expect(scene.novita.requests).toEqual([]);
	});
});

describe('a workflow that n8n ends before the option Timeout', () => {
	const settings = { executionTimeout: 600 };
	const options = { timeout: 10.5 };

	it.concurrent.each(['poll', 'suspend'])(
		'is refused before anything is sent (%s)',
		async (waitMode) => {
			const scene = await tests.scene();
			const run = await scene.run({ nodes: [kling({ waitMode, options })], settings });
			expect(run.errorText).toContain(
				'after 10 minutes, but the option Timeout waits 10.5 minutes',
			);
			expect(run.errorText).toContain('nothing was paid');
			expect(scene.novita.requests).toEqual([]);
		},
	);

	it.concurrent('counts the last wake-up of a suspended run', async () => {
		const scene = await tests.scene();
		const node = kling({ waitMode: 'suspend', options: { timeout: 9 } });
		const run = await scene.run({ nodes: [node], settings });
		expect(run.errorText).toContain('Timeout waits 9 minutes for a video, and a suspended run');
		expect(run.errorText).toContain('Set Timeout to less than 8 minutes');
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent.each([
		['that does not wait', { waitMode: 'none', options }],
		['whose Timeout is as short', { options: { timeout: 10 } }],
	])('runs a node %s', async (_what, parameters) => {
		const scene = await tests.scene();
		expect((await scene.run({ nodes: [kling(parameters)], settings })).status).toBe('success');
	});
});

// The engine alone has no sub-workflows, so n8n refuses to suspend here.
describe('an execution that n8n cannot suspend', () => {
	it.concurrent('is refused before anything is sent', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ waitMode: 'suspend' }), { input: TWO });
		expect(run.errorText).toContain('n8n does not let you suspend this run');
		expect(run.errorText).toContain('nothing was paid');
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('fails each item under Continue', async () => {
		const scene = await tests.scene();
		const node = kling({ waitMode: 'suspend' }, { onError: 'continueErrorOutput' });
		const run = await scene.run(node, { input: TWO });
		const error = { kind: 'invalidInput', parameter: 'waitMode' };
		expect(errorsOf(run)).toMatchObject([{ error }, { error }]);
		expect(scene.novita.requests).toEqual([]);
	});
});

it.concurrent('a failing expression is reported with its parameter', async () => {
	const scene = await tests.scene();
	const node = kling({ prompt: "={{ $('Nowhere').item.json.text }}" });
	const run = await scene.run({ ...node, onError: 'continueErrorOutput' });
	expect(errorsOf(run)).toMatchObject([
		{
			error: {
				message: expect.stringContaining('Prompt: the expression failed'),
				kind: 'invalidInput',
				parameter: 'prompt',
				nextStep: expect.stringMatching(/^Check the expression of Prompt\. \S/),
			},
		},
	]);
	expect(scene.novita.requests).toEqual([]);
});

it.concurrent('a timeout may be any fraction', async () => {
	const scene = await tests.scene();
	const run = await scene.run(kling({ options: { timeout: '={{ 1.23456 }}' } }));
	expect(run.status).toBe('success');
});
