import type { EngineRun } from '../harness/engine.cts';
import { items, kling, KLING, useKling, type Scene } from '../setup.cts';
import { DOCUMENTED, leastOf, nameOf, titleOf, VIDEO_OPERATIONS } from './documents.cts';

const tests = useKling();

const ROUTES = DOCUMENTED.map((request) => [titleOf(request), request] as const);

/** A node as the panel would save it. */
const nodeOf = (parameters: object, more = {}) =>
	kling({ imageSource: 'url', waitMode: 'none', ...parameters }, more);

/** Nothing was paid, and nothing is remembered that would keep a later try from being sent. */
function expectNothingPaid(scene: Scene, run: EngineRun): void {
	expect(scene.novita.tasks).toEqual([]);
	expect(JSON.stringify(run.contextOf(KLING))).not.toMatch(/sentAt|taskId/);
}

describe.each(ROUTES)('%s, retired by Novita', (_title, request) => {
	const { model, operation } = request;
	const node = (more = {}) => nodeOf({ model, operation, ...leastOf(request) }, more);
	const message = `${nameOf(model)} is no longer offered by Novita; choose another model`;

	it.concurrent('says so, and nothing is paid', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'routeNotFound', times: Infinity }] });
		const run = await scene.run(node());
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(message);
		expect(run.error?.description).toMatch(/nothing was paid/i);
		expect(scene.novita.requests).toMatchObject([{ path: request.path, status: 404 }]);
		expectNothingPaid(scene, run);
	});
});

describe('a retired model', () => {
	const V21 = { model: 'kling-v2.1-master', prompt: '={{ $json.say }}' };

	it.concurrent('is reported in the form of the documents, too', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'refuse', reason: 'API_NOT_FOUND' }] });
		const run = await scene.run(nodeOf({ model: 'kling-v3.0-std' }));
		expect(run.error?.message).toContain('Kling V3.0 Standard is no longer offered by Novita');
		expectNothingPaid(scene, run);
	});

	it.concurrent('does not stop the items of another model under Continue', async () => {
		const scene = await tests.scene();
		scene.novita.behave(
			{ path: 'kling-v2.1-t2v-master' },
			{ submit: [{ kind: 'routeNotFound', times: Infinity }] },
		);
		const input = items({ model: 'kling-v2.1-master' }, { model: 'kling-v3.0-std' });
		const parameters = { model: '={{ $json.model }}' };
		const run = await scene.run(nodeOf(parameters, { onError: 'continueRegularOutput' }), {
			input,
		});
		expect(run.output(KLING).map(({ json }) => json)).toMatchObject([
			{ error: { message: expect.stringContaining('no longer offered'), kind: 'refused' } },
			{ taskId: scene.taskIds[0], model: 'kling-v3.0-std' },
		]);
		expect(scene.novita.tasks).toHaveLength(1);
	});

	it.concurrent('is not requested again and again: one request an item', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'routeNotFound', times: Infinity }] });
		const node = nodeOf(V21, { onError: 'continueRegularOutput' });
		await scene.run(node, { input: items({ say: 'one' }, { say: 'two' }) });
		expect(scene.novita.requests).toHaveLength(2);
	});

	it.concurrent('can be replaced: Retry with another model goes through', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ path: 'kling-v2.1-t2v-master' }, { submit: [{ kind: 'routeNotFound' }] });
		const failed = await scene.run(nodeOf({ model: 'kling-v2.1-master' }));
		const nodes = failed.workflow.nodes.map((node) =>
			node.name === KLING
				? { ...node, parameters: { ...node.parameters, model: 'kling-v3.0-std' } }
				: node,
		);
		const run = await scene.retry(failed, { ...failed.workflow, nodes });
		expect(run.error?.message).toBeUndefined();
		expect(scene.novita.tasks).toMatchObject([{ path: '/v3/async/kling-v3.0-std-t2v' }]);
	});
});

describe('a model that this version does not have', () => {
	it.concurrent.each([
		['fixed', 'kling-v9.9'],
		['from an expression', '={{ "kling-v9.9" }}'],
	])('is refused before anything is sent: %s', async (_what, model) => {
		const scene = await tests.scene();
		const run = await scene.run(nodeOf({ model }));
		expect(run.status).toBe('error');
		expect(run.errorText).toContain('kling-v9.9');
		expect(run.errorText).toMatch(/not known to this version of the node/);
		expect(run.errorText).toContain('kling-v3.0-std');
		expect(run.errorText).toMatch(/update the node/);
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent.each(['', null, {}, 'constructor', '__proto__', 'Kling V3.0 Pro'])(
		'nor is any other value taken for one: %j',
		async (model) => {
			const scene = await tests.scene();
			const run = await scene.run(nodeOf({ model: '={{ $json.model }}' }), {
				input: [{ json: { model } }],
			});
			expect(run.error?.message).toMatch(/^Model /);
			expect(scene.novita.requests).toEqual([]);
		},
	);
});

describe('a model that does not offer the operation', () => {
	const OFFERED = new Set(DOCUMENTED.map(titleOf));
	const MODELS = [...new Set(DOCUMENTED.map(({ model }) => model))];
	const NOT_OFFERED = MODELS.flatMap((model) =>
		VIDEO_OPERATIONS.map((operation) => ({ model, operation })).filter(
			(pair) => !OFFERED.has(titleOf(pair)),
		),
	);

	it.concurrent.each(NOT_OFFERED)(
		'$model $operation is refused before anything is sent',
		async ({ model, operation }) => {
			const scene = await tests.scene();
			for (const given of [model, `={{ "${model}" }}`]) {
				const addresses = { imageUrl: 'https://a.b/c.jpg', videoUrl: 'https://a.b/c.mp4' };
				const run = await scene.run(nodeOf({ model: given, operation, ...addresses }));
				expect(run.status).toBe('error');
				expect(run.error?.message).toContain(`${nameOf(model)} does not offer`);
				expect(run.error?.description).toMatch(/choose another model/i);
			}
			expect(scene.novita.requests).toEqual([]);
		},
	);
});
