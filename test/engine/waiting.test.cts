import { kling, KLING, say, SAY, useKling, foxFile } from './setup.cts';
import type { StandIn } from '../novita-standin/standin.cts';
import type { EngineRun } from './harness/engine.cts';

const tests = useKling();

/** Minutes of the option Timeout in these tests, and the same in milliseconds. */
const TIMEOUT = 0.05;
const TIMEOUT_MILLISECONDS = 3_000;

/** The same for a task whose status has to be known by then, however busy the machine is. */
const LONGER_TIMEOUT = 0.25;

/**
 * A run that has not ended by then never will. The paid request and a finished video get up to 30
 * seconds beyond a short deadline, and a busy machine adds its own.
 */
const HANG_LIMIT_MILLISECONDS = 120_000;

const options = { timeout: TIMEOUT };

/** Milliseconds that a node ran. */
const timeOf = (run: EngineRun) => run.nodeRuns(KLING)[0].executionTime;

/** Not before the deadline; that it ends at all is what the limit of each test proves. */
function expectAtDeadline(run: EngineRun): void {
	expect(timeOf(run)).toBeGreaterThanOrEqual(TIMEOUT_MILLISECONDS - 50);
}

describe('the deadline', () => {
	it.concurrent('ends the wait and says how to get the video later', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ ending: 'never' });
		const run = await scene.run(kling({ options }));
		expectAtDeadline(run);
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('Timeout');
		expect(run.error?.message).toContain(scene.taskIds[0]);
		expect(run.error?.description).toContain('continues at Novita');
		expect(run.error?.description).toContain('Get Result');
		expect(run.error?.description).toContain(scene.taskIds[0]);
	});

	it.concurrent('holds for each item under Continue', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'never' }, { ending: 'never' });
		const node = kling(
			{ ...SAY, options: { timeout: LONGER_TIMEOUT } },
			{ onError: 'continueRegularOutput' },
		);
		const run = await scene.run(node, { input: say('soon', 'never') });
		expectAtDeadline(run);
		expect(run.output(KLING)[0]?.json.status).toBe('succeeded');
		const { taskId } = scene.taskOf('never');
		expect(run.output(KLING)[1]?.json.error).toMatchObject({
			kind: 'timeout',
			taskId,
			status: 'processing',
		});
	});

	it.concurrent.each([
		['hang', { status: [{ kind: 'hang', times: Infinity }] }],
		[
			'stop in the middle',
			{ status: [{ kind: 'endless', bytesPerSecond: 0.001, times: Infinity }] },
		],
		['break', { status: [{ kind: 'reset', times: Infinity }] }],
		['are a page of HTML', { status: [{ kind: 'html', times: Infinity }] }],
		['are refused for now', { status: [{ kind: 'rateLimit', times: Infinity }] }],
		[
			'have an undocumented status',
			{ status: [{ kind: 'status', status: 'TASK_X', times: Infinity }] },
		],
	] as const)(
		'holds while status answers %s',
		async (_what, behaviour) => {
			const scene = await tests.scene();
			scene.novita.setDefault(behaviour);
			const run = await scene.run(kling({ options }));
			expectAtDeadline(run);
			expect(run.errorText).toContain(scene.taskIds[0]);
			expect(run.errorText).toContain('Get Result');
			expect(scene.novita.tasks).toHaveLength(1);
		},
		HANG_LIMIT_MILLISECONDS,
	);

	it.concurrent(
		'holds while a download hangs',
		async () => {
			const scene = await tests.scene();
			scene.novita.setDefault({ video: [{ kind: 'hang', afterBytes: 1000, times: Infinity }] });
			const run = await scene.run(kling({ options }));
			expectAtDeadline(run);
			expect(run.errorText).toContain(scene.taskIds[0]);
			expect(run.errorText).toContain('Get Result');
			expect(await run.files()).toEqual([]);
		},
		HANG_LIMIT_MILLISECONDS,
	);

	it.concurrent.each([
		['hangs', { kind: 'hang' }],
		['stops in the middle', { kind: 'endless', bytesPerSecond: 0.001 }],
	] as const)(
		'holds while the answer to a submit %s, with an unknown outcome',
		async (_what, fault) => {
			const scene = await tests.scene();
			scene.novita.setDefault({ submit: [fault] });
			const run = await scene.run(kling({ options }));
			expectAtDeadline(run);
			expect(run.error?.message).toContain('unknown');
			expect(run.errorText).toContain('Resubmit Unknown');
			expect(scene.novita.requests).toHaveLength(1);
		},
		HANG_LIMIT_MILLISECONDS,
	);

	it.concurrent('is not waited for where Retry-After is longer', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'rateLimit', retryAfterSeconds: 60 }] });
		const run = await scene.run(kling({ options }));
		expect(run.status).toBe('error');
		expect(run.errorText).toContain('nothing was paid');
		expect(scene.novita.tasks).toEqual([]);
	});
});

describe('passing faults', () => {
	it.concurrent.each([
		['one 503 of a gateway', { status: [{ kind: 'gateway', status: 503 }] }],
		['a broken connection', { status: [{ kind: 'reset' }] }],
		['a page of HTML', { status: [{ kind: 'html' }] }],
		['an unknown status', { status: [{ kind: 'status', status: 'TASK_STATUS_UNKNOWN' }] }],
		['a page of a proxy with status 403', { status: [{ kind: 'html', status: 403 }] }],
		[
			'the JSON of a proxy with status 401',
			{ status: [{ kind: 'answer', status: 401, text: '{"code":401,"message":"Unauthorized"}' }] },
		],
		['a task that is not found yet', { status: [{ kind: 'lost', times: 2 }] }],
		[
			'another word for success',
			{ status: [{ kind: 'status', status: 'TASK_STATUS_SUCCEEDED', hasVideo: true }] },
		],
		['an answer without a task', { status: [{ kind: 'taskMissing' }] }],
		['a list without a link', { status: [{ kind: 'succeededWithoutUrl' }] }],
		['an expired link', { video: [{ kind: 'expired' }] }],
		['a download cut short', { video: [{ kind: 'cutShort' }] }],
		['a download shorter than its length', { video: [{ kind: 'shorterThanLength' }] }],
		[
			'a page in place of the video',
			{ video: [{ kind: 'notVideo', content: 'html', contentType: 'video/mp4' }] },
		],
		['a download without a length', { video: [{ kind: 'noLength' }] }],
		['a redirect of the link', { video: [{ kind: 'redirect' }] }],
		['a 429 of the submit', { submit: [{ kind: 'rateLimit', retryAfterSeconds: 1 }] }],
	] as const)('%s costs only time', async (_what, behaviour) => {
		const scene = await tests.scene();
		scene.novita.setDefault(behaviour);
		const run = await scene.run(kling());
		expect(run.error).toBeUndefined();
		expect(scene.novita.tasks).toHaveLength(1);
		expect(run.output(KLING)[0]).toMatchObject({
			json: { status: 'succeeded', taskId: scene.taskIds[0] },
			binary: { data: { mimeType: 'video/mp4', fileName: foxFile(scene.taskIds[0]) } },
		});
		expect(await run.leftoverFiles()).toEqual([]);
	});

	it.concurrent('a video over the size limit is reported, not stored', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ videoBytes: 1_200_000 });
		const run = await scene.run(kling({ options: { maxDownloadSize: 1 } }));
		expect(run.errorText).toContain('Max Download Size');
		expect(run.errorText).toContain(scene.taskIds[0]);
		expect(await run.files()).toEqual([]);
	});
});

describe('a connection that is no longer needed', () => {
	it.concurrent.each([
		['a video announced as too large', { video: [{ kind: 'tooLarge', bytes: 50_000_000 }] }],
		[
			'a video that turns out too large',
			{ video: [{ kind: 'tooLarge', bytes: 50_000_000, announced: false }] },
		],
	] as const)('of %s is closed', async (_what, behaviour) => {
		const scene = await tests.scene();
		scene.novita.setDefault(behaviour);
		await scene.run(kling({ options: { maxDownloadSize: 1 } }));
		const isClosed = (novita: StandIn) => novita.requestsTo('video')[0]?.status === 'aborted';
		await scene.novita.waitFor(isClosed, 3_000);
	});
});

describe('the poll interval', () => {
	it.concurrent('is kept where the user sets one', async () => {
		const scene = await tests.scene({ taskSeconds: 3.5 });
		await scene.run(kling({ options: { pollInterval: 2 } }));
		expect(scene.novita.requestsTo('status')).toHaveLength(2);
		const [submit, first, second] = scene.novita.requests.map(({ at }) => at);
		expect(first - submit).toBeGreaterThanOrEqual(1_900);
		expect(second - first).toBeGreaterThanOrEqual(1_900);
	});
});
