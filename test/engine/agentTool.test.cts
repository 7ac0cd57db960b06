import type { IDataObject } from 'n8n-workflow';
import { AGENT_NODE, type EngineRun } from './harness/engine.cts';
import { kling, useKling } from './setup.cts';

const tests = useKling();

/** The node as an agent has it: the prompt is the model's to fill in. */
const tool = (parameters: object = {}) =>
	kling({ prompt: '={{ $fromAI("prompt", "What the video shows", "string") }}', ...parameters });

/** What the model would read, a text for each call. */
const responses = (run: EngineRun) =>
	run.output(AGENT_NODE).map(({ json }) => String(json.response));

/** The items in a response: a list, or a single item. */
function itemsIn(response: string): IDataObject[] {
	const parsed: unknown = JSON.parse(response);
	return [parsed].flat() as IDataObject[];
}

describe.each(['engine', 'function'] as const)('as a tool, over the %s path', (path) => {
	it.concurrent(
		'gives the address and the task ID of each video, and fetches no file',
		async () => {
			const scene = await tests.scene();
			const run = await scene.runAsTool(tool(), [{ prompt: 'A fox' }, { prompt: 'A bear' }], path);
			expect(run.error).toBeUndefined();
			// Older n8n makes the calls of an agent in reverse.
			const tasks = ['A fox', 'A bear'].map((prompt) => scene.taskOf(prompt));
			expect(scene.taskIds).toHaveLength(2);
			expect(responses(run).flatMap(itemsIn)).toEqual(
				tasks.map(({ taskId, body }) => ({
					taskId,
					status: 'succeeded',
					estimatedCostUsd: 1.17,
					operation: 'textToVideo',
					model: 'kling-v2.1-master',
					prompt: body.prompt,
					videoUrl: expect.stringContaining(`/videos/${taskId}.mp4`),
					videoType: 'mp4',
					...{ aspectRatio: '16:9', waitedSeconds: expect.any(Number) },
				})),
			);
			expect(scene.novita.requestsTo('video')).toEqual([]);
			expect(await run.files()).toEqual([]);
		},
	);

	it.concurrent('gives only the task ID where it does not wait', async () => {
		const scene = await tests.scene();
		const run = await scene.runAsTool(tool({ waitMode: 'none' }), [{ prompt: 'A fox' }], path);
		expect(responses(run).flatMap(itemsIn)).toMatchObject([
			{ taskId: scene.taskIds[0], status: 'queued' },
		]);
	});

	it.concurrent('gets a result by a task ID that the model names', async () => {
		const scene = await tests.scene();
		const taskId = scene.novita.addTask();
		const node = tool({
			operation: 'getResult',
			taskId: '={{ $fromAI("taskId", "ID of the task", "string") }}',
		});
		const run = await scene.runAsTool(node, [{ taskId }], path);
		expect(responses(run).flatMap(itemsIn)).toMatchObject([
			{ taskId, status: 'succeeded', videoUrl: expect.stringContaining(taskId) },
		]);
		expect(scene.novita.requestsTo('video')).toEqual([]);
	});
});

it('tells the model why a call was refused', async () => {
	const scene = await tests.scene();
	scene.novita.setDefault({ submit: [{ kind: 'refuse', reason: 'ILLEGAL_PROMPT' }] });
	const run = await scene.runAsTool(tool(), [{ prompt: 'A fox' }], 'function');
	expect(responses(run)[0]).toContain('content rules');
	expect(scene.novita.tasks).toEqual([]);
});
