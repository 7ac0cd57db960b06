import { ItemFailure } from '../../../nodes/NovitaKling/errors/failure';
import { rememberSubmit } from '../../../nodes/NovitaKling/poll/recentTasks';
import type { Task } from '../../../nodes/NovitaKling/poll/task';
import {
	checkTask,
	getTaskStatus,
	waitForVideo,
} from '../../../nodes/NovitaKling/poll/waitForVideo';
import {
	type Reply,
	networkFault,
	refusal,
	replyOf,
	runClock,
	scriptedRun,
	taskFor,
	taskReply,
	textReply,
	useTestClock,
} from '../run.cts';

const MINUTE = 60_000;
const VIDEO_URL = 'https://cdn.example.com/a.mp4';
const PROCESSING = taskReply('TASK_STATUS_PROCESSING');
const READY = taskReply('TASK_STATUS_SUCCEED', VIDEO_URL);

useTestClock();

async function waitFor(replies: readonly Reply[], task: Task, pollInterval?: number) {
	const scripted = scriptedRun(replies);
	const ending = await runClock(
		async () => await waitForVideo(task, pollInterval, scripted.run),
		3 * 60 * MINUTE,
	);
	return { ...ending, requestedAt: scripted.requestedAt };
}

const detailsOf = (thrown: unknown) =>
	thrown instanceof ItemFailure ? thrown.details : { kind: String(thrown) };

describe('waitForVideo', () => {
	it('gives the video as soon as it is there', async () => {
		const { value, requestedAt } = await waitFor([PROCESSING, PROCESSING, READY], taskFor(MINUTE));
		expect(value).toMatchObject({ status: 'succeeded', videoUrl: VIDEO_URL });
		expect(requestedAt).toHaveLength(3);
	});

	it.each<[string, Reply]>([
		['too many requests', refusal(429, 'RATE_LIMIT_EXCEEDED')],
		['status 500 in Novita form', refusal(500, 'GET_RESULT_FAILED')],
		['status 502 in HTML', textReply('<html>', 502)],
		['HTML with status 200', textReply('<html>', 200)],
		['an answer about no task', replyOf({ task: null })],
		['a missing route', textReply('route not found', 404)],
		['a reset', networkFault('ECONNRESET', 'read')],
		['a gateway that lets nobody in', textReply('<html>', 403)],
		['a proxy that wants a password', replyOf({ code: 401, message: 'Unauthorized' }, 401)],
		['a task that is not found yet', refusal(404, 'TASK_NOT_FOUND')],
		['no connection', networkFault('ECONNREFUSED', 'connect')],
		['a time-out', networkFault('ECONNABORTED', 'read')],
		['a status that nobody knows', taskReply('TASK_STATUS_RESTING')],
		['a status by the name of a method', taskReply('constructor')],
		['success without a video', taskReply('TASK_STATUS_SUCCEED')],
	])('lives through %s', async (_name, reply) => {
		const { value } = await waitFor([reply, reply, READY], taskFor(10 * MINUTE));
		expect(value).toMatchObject({ videoUrl: VIDEO_URL });
	});

	it.each<[string, Reply, object]>([
		[
			'a failed task',
			taskReply('TASK_STATUS_FAILED', undefined, { reason: 'content rules' }),
			{ kind: 'taskFailed', reason: 'content rules' },
		],
		['a lost task', refusal(404, 'TASK_NOT_FOUND'), { kind: 'taskLost' }],
		['a key that is refused', refusal(401, 'FAILED_TO_AUTH'), { kind: 'accessDenied' }],
	])('ends at once with %s', async (_name, reply, expected) => {
		const task = taskFor(10 * MINUTE, { submittedAt: Date.now() - MINUTE });
		const { thrown, requestedAt } = await waitFor([PROCESSING, reply, READY], task);
		expect(detailsOf(thrown)).toMatchObject({ ...expected, taskId: 'abc' });
		expect(requestedAt).toHaveLength(2);
	});

	it('looks for a new task for half a minute and no longer', async () => {
		const { thrown, took } = await waitFor([refusal(404, 'TASK_NOT_FOUND')], taskFor(MINUTE));
		expect(detailsOf(thrown)).toMatchObject({ kind: 'taskLost', taskId: 'abc' });
		expect(took).toBeGreaterThanOrEqual(MINUTE / 2);
		expect(took).toBeLessThan(MINUTE);
	});

	it('gives up on a success that never gets its video', async () => {
		const { thrown, took } = await waitFor(
			[taskReply('TASK_STATUS_SUCCEED')],
			taskFor(60 * MINUTE),
		);
		expect(detailsOf(thrown)).toMatchObject({ kind: 'downloadFailed', taskId: 'abc' });
		expect(took).toBeLessThan(5 * MINUTE);
	});
});

describe('the deadline of a wait', () => {
	const SLACK = 2_000;

	it.each<[string, Reply]>([
		['a task that does not end', PROCESSING],
		['a service that is away', networkFault('ECONNREFUSED', 'connect')],
		['a service that refuses every request', refusal(429, 'RATE_LIMIT_EXCEEDED')],
		['a Retry-After of ten minutes', refusal(429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '600' })],
	])('is kept with %s', async (_name, reply) => {
		const { thrown, took } = await waitFor([reply], taskFor(MINUTE));
		expect(detailsOf(thrown)).toMatchObject({ kind: 'timeout', taskId: 'abc' });
		expect(took).toBeGreaterThanOrEqual(MINUTE);
		expect(took).toBeLessThanOrEqual(MINUTE + SLACK);
	});

	it('is kept with a longer poll interval, and the task is polled at its end', async () => {
		const task = taskFor(MINUTE, { origin: 'submitted' });
		const { value, took } = await waitFor([READY], task, 60 * MINUTE);
		expect(value).toMatchObject({ videoUrl: VIDEO_URL });
		expect(took).toBeLessThanOrEqual(MINUTE + SLACK);
	});

	it('ends with one last poll', async () => {
		const { requestedAt } = await waitFor([PROCESSING], taskFor(MINUTE), 50_000);
		expect(requestedAt).toHaveLength(3);
	});
});

describe('getTaskStatus', () => {
	const statusAfter = async (replies: readonly Reply[], origin: Task['origin'] = 'resumed') => {
		const scripted = scriptedRun(replies);
		return await runClock(
			async () => await getTaskStatus(taskFor(30 * MINUTE, { origin }), scripted.run),
			60 * MINUTE,
		);
	};

	it('gives the first answer about the task', async () => {
		expect((await statusAfter([PROCESSING])).value).toMatchObject({ status: 'processing' });
	});

	it('says at once that a task which the user named is not known', async () => {
		const { thrown, took } = await statusAfter([refusal(404, 'TASK_NOT_FOUND')], 'named');
		expect(detailsOf(thrown)).toMatchObject({ kind: 'taskLost', taskId: 'abc' });
		expect(took).toBeLessThan(1_000);
	});

	it('looks again for a task that the user named right after its submit', async () => {
		rememberSubmit('abc');
		const replies = [refusal(404, 'TASK_NOT_FOUND'), PROCESSING];
		expect((await statusAfter(replies, 'named')).value).toMatchObject({ status: 'processing' });
	});

	it.each<[string, Reply]>([
		['a service that is away', networkFault('ECONNREFUSED', 'connect')],
		['a Retry-After of ten minutes', refusal(429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '600' })],
	])('does not wait long for %s', async (_name, reply) => {
		const { thrown, took } = await statusAfter([reply]);
		expect(detailsOf(thrown)).toMatchObject({ kind: 'noAnswer', taskId: 'abc' });
		expect(took).toBeLessThan(2 * MINUTE);
	});
});

describe('checkTask', () => {
	const check = async (replies: readonly Reply[], milliseconds: number, elapsed = 0) => {
		const scripted = scriptedRun(replies);
		const task = taskFor(30 * MINUTE, { submittedAt: Date.now() - elapsed });
		const ending = await runClock(
			async () => await checkTask(task, Date.now() + milliseconds, scripted.run),
			60 * MINUTE,
		);
		return { ...ending, ...scripted };
	};

	it('ends as soon as the video is there', async () => {
		const { value, took } = await check([PROCESSING, PROCESSING, READY], MINUTE);
		expect(value).toMatchObject({ videoUrl: VIDEO_URL });
		expect(took).toBeLessThan(MINUTE / 2);
	});

	it('polls until its end, and gives what was seen last', async () => {
		const { value, took } = await check([PROCESSING], MINUTE);
		expect(value).toMatchObject({ status: 'processing' });
		expect(took).toBeGreaterThanOrEqual(MINUTE);
		expect(took).toBeLessThan(MINUTE + 15_000);
	});

	it.each([6_000, 45_000, 90_000])('asks a last time at its very end, after %d ms', async (end) => {
		const { took, requestedAt } = await check([PROCESSING], end, MINUTE);
		expect(took).toBe(end);
		expect(requestedAt[requestedAt.length - 1] - requestedAt[0]).toBe(end);
	});

	it('polls once where no time is left', async () => {
		const { value, requestedAt } = await check([PROCESSING], -MINUTE);
		expect(value).toMatchObject({ status: 'processing' });
		expect(requestedAt).toHaveLength(1);
	});

	it.each<[string, Reply]>([
		['is away', networkFault('ECONNREFUSED', 'connect')],
		['refuses every request', refusal(503, 'SERVICE_NOT_AVAILABLE')],
	])('holds a worker for seconds only where the service %s', async (_name, reply) => {
		const { thrown, took, timeLimits } = await check([PROCESSING, reply], 5 * MINUTE);
		expect(detailsOf(thrown)).toMatchObject({ kind: 'noAnswer', taskId: 'abc' });
		expect(took).toBeLessThan(20_000);
		expect(Math.max(...timeLimits)).toBeLessThanOrEqual(8_000);
	});

	it('rides out a short fault', async () => {
		const replies = [refusal(503, 'SERVICE_NOT_AVAILABLE'), textReply('<html>', 502), READY];
		expect((await check(replies, MINUTE)).value).toMatchObject({ videoUrl: VIDEO_URL });
	});
});
