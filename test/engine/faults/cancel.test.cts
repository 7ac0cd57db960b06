import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OnError } from 'n8n-workflow';
import type { Behaviour, StandIn } from '../../novita-standin/standin.cts';
import { kling, KLING, RETRY_ON_FAIL, say, SAY, useKling, type Scene } from '../setup.cts';
import { partialFiles } from './endings.cts';
import { useLegacyExpressions } from './legacyExpressions.cts';

const tests = useKling();
useLegacyExpressions();

/** The node stops within a second; a busy machine adds its own time. */
const STOP_LIMIT = 3_000;

/** Milliseconds after which nothing that was sent before a Stop is still on its way to the stand-in. */
const ARRIVAL_LIMIT = 1_000;

/** Long enough for a further request to show: longer than the wait between two polls or tries. */
const WATCH_TIME = 1_500;

/** Nanoseconds in a millisecond. */
const NANOSECONDS = 1_000_000;

const PROMPTS = ['one', 'two', 'three'];

const NEVER: Behaviour = { ending: 'never' };
const SLOW: Behaviour = { seconds: 0, video: [{ kind: 'slow', bytesPerSecond: 2000 }] };

/** A moment at which the user presses Stop, and the behaviour of the three items that leads to it. */
interface Moment {
	readonly when: string;
	readonly behaviours: readonly Behaviour[];
	/** Left out for the moment before anything is sent. */
	readonly isTime?: (novita: StandIn) => boolean;
	/** Whether a request was under way, so that its outcome is unknown. */
	readonly isUnknown?: true;
}

const count = (novita: StandIn, kind: 'submit' | 'status' | 'video') =>
	novita.requestsTo(kind).length;

const MOMENTS: readonly Moment[] = [
	{ when: 'before the submit', behaviours: [] },
	{
		when: 'during the submit, which Novita accepted',
		behaviours: [{ submit: [{ kind: 'hang', accepted: true }] }, NEVER, NEVER],
		isTime: (novita) => novita.tasks.length === 3 && count(novita, 'status') >= 2,
		isUnknown: true,
	},
	{
		when: 'during the submit, which Novita did not accept',
		behaviours: [{ submit: [{ kind: 'hang' }] }, NEVER, NEVER],
		isTime: (novita) => novita.tasks.length === 2 && count(novita, 'status') >= 2,
		isUnknown: true,
	},
	{
		when: 'while a refused submit waits for its next try',
		behaviours: [{ submit: [{ kind: 'rateLimit', retryAfterSeconds: 60 }] }, NEVER, NEVER],
		isTime: ({ requests, tasks }) =>
			tasks.length === 2 && requests.some(({ status }) => status === 429),
	},
	{
		when: 'while waiting',
		behaviours: [NEVER, NEVER, NEVER],
		isTime: (novita) => count(novita, 'status') >= 3,
	},
	{
		when: 'while a status answer hangs',
		behaviours: [{ status: [{ kind: 'hang' }] }, NEVER, NEVER],
		isTime: (novita) => count(novita, 'status') >= 3,
	},
	{
		when: 'between two faults of the status',
		behaviours: [{ status: [{ kind: 'gateway', status: 502, times: 100 }] }, NEVER, NEVER],
		isTime: (novita) => count(novita, 'status') >= 4,
	},
	{
		when: 'while downloading a slow video',
		behaviours: [SLOW, NEVER, SLOW],
		isTime: (novita) => count(novita, 'video') >= 2,
	},
	{
		when: 'between two tries of a download',
		behaviours: [{ seconds: 0, video: [{ kind: 'expired', times: 100 }] }, NEVER, NEVER],
		isTime: (novita) => count(novita, 'video') >= 2,
	},
	{
		when: 'after one video has arrived',
		behaviours: [{ seconds: 0 }, NEVER, NEVER],
		isTime: ({ tasks }) => tasks.some(({ downloadsCompleted }) => downloadsCompleted === 1),
	},
];

/** Settings of the node that let n8n go on after a node has ended. */
const SETTINGS: ReadonlyArray<readonly [retries: boolean, onError: OnError]> = [
	[false, 'stopWorkflow'],
	[true, 'stopWorkflow'],
	[false, 'continueRegularOutput'],
	[true, 'continueErrorOutput'],
];

/** Runs the node on three items, presses Stop at the moment, and then watches for further requests. */
async function stopAt(moment: Moment, retries: boolean, onError: OnError) {
	const scene = await tests.scene();
	for (const [index, behaviour] of moment.behaviours.entries()) {
		scene.novita.behave({ prompt: PROMPTS[index] }, behaviour);
	}
	const retry = retries && RETRY_ON_FAIL;
	const node = kling(SAY, { onError, ...retry });
	const started = scene.start(node, {
		input: say(...PROMPTS),
		onNodeStart: (name) => name === KLING && !moment.isTime && stop(),
	});
	let stoppedAt = 0;
	const stop = () => {
		stoppedAt = Date.now();
		started.cancel();
	};
	const lag = monitorEventLoopDelay();
	lag.enable();
	if (moment.isTime) {
		await scene.novita.waitFor(moment.isTime, 30_000);
		stop();
	}
	const run = await started.result;
	const milliseconds = Date.now() - stoppedAt - lag.max / NANOSECONDS;
	await sleep(ARRIVAL_LIMIT + WATCH_TIME);
	// What was on its way to Novita when the user pressed Stop may still arrive.
	const late = scene.novita.requests.filter(({ at }) => at > stoppedAt + ARRIVAL_LIMIT);
	return { scene, run, milliseconds, late };
}

/** How many requests may have been accepted, as the user is told. */
function unknownRequests(text: string): number {
	return Number(/requests? of (\d+) items?.*may have accepted/.exec(text)?.[1] ?? 0);
}

/** IDs of the tasks whose submit was answered; the answer may still have been under way. */
function answeredTaskIds({ novita }: Scene): string[] {
	const answered = novita.requestsTo('submit').filter(({ status }) => status === 200);
	return answered.map(({ taskId }) => taskId!);
}

describe.each(MOMENTS)('a Stop $when', (moment) => {
	it.concurrent.each(SETTINGS)('with Retry On Fail %s and %s', async (retries, onError) => {
		const { scene, run, milliseconds, late } = await stopAt(moment, retries, onError);
		expect(run.status).toBe('canceled');
		expect(milliseconds).toBeLessThan(STOP_LIMIT);
		expect(late).toEqual([]);
		const text = run.errorText;
		const unnamed = answeredTaskIds(scene).filter((taskId) => !text.includes(taskId));
		expect(unnamed.length).toBeLessThanOrEqual(unknownRequests(text));
		if (moment.isUnknown) expect(unknownRequests(text)).toBeGreaterThan(0);
		for (const prompt of PROMPTS) {
			const bodies = scene.bodies.filter((body) => (body as { prompt: string }).prompt === prompt);
			expect(bodies.length).toBeLessThanOrEqual(1);
		}
		expect(await partialFiles(await run.files(), scene.taskIds, scene)).toEqual([]);
	});
});
