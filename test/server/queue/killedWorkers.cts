import type { Execution } from '../fixture/execution.cts';
import { errorOf, type Lab } from '../setup.cts';
import { untilTasksAreLogged } from '../taskLog/kills.cts';
import { rowsOf } from '../taskLog/logTable.cts';
import type { Cluster } from './cluster.cts';
import { COLLECT, expectVideo, Production, textOf } from './production.cts';
import { CONCURRENCY, type Worker } from './worker.cts';

/** Long enough that a worker is sure to be killed in the middle of it. */
const POLLED_TASK_SECONDS = 30;

/** As many as two workers run at a time. */
const POLLED = ['a polled cat', 'a polled dog', 'a polled hen', 'a polled pig'];

const SUSPENDED = [
	'a suspended ant',
	'a suspended bee',
	'a suspended fly',
	'a suspended moth',
	'a suspended wasp',
	'a suspended worm',
];

const INTERRUPTED = 'an interrupted hare';

const SENT = 'a sent goat';

/** Longer than it takes to kill the worker that waits for the answer. */
const LATE_ANSWER = { kind: 'delay', seconds: 60, accepted: true } as const;

/** So slow that the worker is sure to be killed in the middle of the download. */
const SLOW_DOWNLOAD = { kind: 'slow', bytesPerSecond: 100 } as const;

/** What n8n says of an execution whose worker is gone, whether it was run once or more. */
export const STALLED = 'This execution failed to be processed too many times';

/** A wait of a minute, with time to spare. */
const ROUND_LIMIT_MS = 120_000;

/** Executions that were under way when their workers were killed with -9. */
export class KilledWorkers {
	private constructor(
		private readonly lab: Lab,
		private readonly killedWhilePolling: Worker,
		private readonly killedWhileDownloading: Worker,
		/** When the first one was killed, in milliseconds since 1970. */
		private readonly killedAt: number,
		private readonly productions: Record<
			'polled' | 'suspended' | 'interrupted' | 'sent',
			Production
		>,
	) {}

	/**
	 * Kills one of two workers while both poll and others are suspended, then the other one in the
	 * middle of a submit and of a download of a suspended execution. No worker is left in the end.
	 */
	static async create({ lab }: Cluster, [first, second]: Worker[]): Promise<KilledWorkers> {
		const { novita } = lab;
		const polled = await Production.publish(lab, 'polled', { waitMode: 'poll' });
		const suspended = await Production.publish(lab, 'suspended', { waitMode: 'suspend' });
		const interrupted = await Production.publish(lab, 'interrupted', { waitMode: 'suspend' });
		const sent = await Production.publish(lab, 'sent', { waitMode: 'poll' });
		novita.behave({ prompt: SENT }, { seconds: 1, submit: [LATE_ANSWER] });
		POLLED.forEach((prompt) => novita.behave({ prompt }, { seconds: POLLED_TASK_SECONDS }));
		SUSPENDED.forEach((prompt) => novita.behave({ prompt }, { seconds: 1 }));
		novita.behave({ prompt: INTERRUPTED }, { seconds: 1, video: [SLOW_DOWNLOAD] });

		await Promise.all([suspended.start(SUSPENDED), interrupted.start([INTERRUPTED])]);
		await Promise.all([
			suspended.waitUntilSuspended(SUSPENDED.length),
			interrupted.waitUntilSuspended(1),
		]);
		await polled.start(POLLED);
		await novita.waitFor(() => isPolled(lab, POLLED), ROUND_LIMIT_MS);
		await untilTasksAreLogged(lab, { texts: POLLED });
		const killedAt = Date.now();
		await first.kill();
		await novita.waitFor(() => lab.taskOf(INTERRUPTED).downloads === 1, ROUND_LIMIT_MS);
		await suspended.ended(SUSPENDED.length);
		await sent.start([SENT]);
		await novita.waitFor(() => lab.tasksOf(SENT).length === 1, ROUND_LIMIT_MS);
		await second.kill();
		const productions = { polled, suspended, interrupted, sent };
		return new KilledWorkers(lab, first, second, killedAt, productions);
	}

	/** Seconds until n8n noticed that the worker that was killed first was gone. */
	secondsUntilNoticed = 0;

	/** What the killed worker polled is not run or paid again, and the videos can be fetched. */
	async expectPolled(): Promise<void> {
		const { lab, killedWhilePolling, killedAt } = this;
		const { polled } = this.productions;
		const executions = await polled.ended(POLLED.length);
		const lost = executions.filter(({ status }) => status === 'error');
		const lostIds = killedWhilePolling
			.jobs(polled.workflowId)
			.map(({ executionId }) => executionId);
		expect(lost.map(({ id }) => id).sort()).toEqual(lostIds.sort());
		expect(lost).toHaveLength(CONCURRENCY);
		const stops = lost.map(({ stoppedAt }) => Date.parse(String(stoppedAt)));
		this.secondsUntilNoticed = Math.round((Math.max(...stops) - killedAt) / 1000);

		const delivered = executions.filter(({ status }) => status !== 'error');
		for (const execution of delivered) {
			await expectVideo(lab, execution, lab.taskOf(textOf(execution)).taskId);
		}
		const deliveredTexts = delivered.map(textOf);
		await this.expectForgottenByN8n(
			'polled',
			lost,
			POLLED.filter((text) => !deliveredTexts.includes(text)),
		);
	}

	/** What was suspended when a worker was killed is resumed by the other one. */
	async expectSuspended(): Promise<void> {
		const { lab, killedWhilePolling, killedWhileDownloading } = this;
		const { suspended } = this.productions;
		const executions = await suspended.ended(SUSPENDED.length);
		expect(executions.map(textOf).sort()).toEqual(SUSPENDED);
		for (const execution of executions) {
			const task = lab.taskOf(textOf(execution));
			expect(task).toMatchObject({ downloads: 1, downloadsCompleted: 1 });
			await expectVideo(lab, execution, task.taskId);
		}
		// The killed worker had suspended some of them; the other one resumed all of them.
		expect(killedWhilePolling.jobs(suspended.workflowId).length).toBeGreaterThan(0);
		const resumed = killedWhileDownloading
			.jobs(suspended.workflowId)
			.flatMap(({ executionId, startedAt }) => (startedAt > this.killedAt ? [executionId] : []));
		expect(resumed).toEqual(expect.arrayContaining(executions.map(({ id }) => id)));
	}

	/** A request whose answer died with its worker is in the log, and is not sent again by a retry. */
	async expectSent(): Promise<void> {
		const { lab } = this;
		const [{ id }] = await this.productions.sent.ended(1);
		const before = await rowsOf(lab, SENT);
		expect(before).toMatchObject([{ status: 'submitting', taskId: '', execution: id }]);
		const retried = await lab.n8n.execution(await lab.n8n.retryExecution(id));
		expect(retried.status).toBe('error');
		lab.taskOf(SENT);
		expect(await rowsOf(lab, SENT)).toEqual(before);
	}

	/** What a worker was checking when it was killed is not repeated, and ends the execution that waits for it. */
	async expectInterrupted(): Promise<void> {
		const executions = await this.productions.interrupted.ended(1);
		await this.expectForgottenByN8n('interrupted', executions, [INTERRUPTED]);
	}

	/**
	 * Expects that n8n ended the executions of a killed worker with an error of its own, without their
	 * task IDs; that its Retry button pays nothing; and that Get Result can still fetch the videos,
	 * because the task IDs are in the log of the worker that submitted.
	 */
	private async expectForgottenByN8n(
		name: string,
		executions: readonly Execution[],
		texts: readonly string[],
	): Promise<void> {
		const { lab } = this;
		const taskIds = texts.map((text) => lab.taskOf(text).taskId);
		const logged = [this.killedWhilePolling, this.killedWhileDownloading].flatMap(
			({ loggedTaskIds }) => loggedTaskIds,
		);
		expect(logged).toEqual(expect.arrayContaining(taskIds));
		expect(await rowsOf(lab, ...texts)).toMatchObject(
			taskIds.map((taskId) => ({ taskId, status: 'submitted' })),
		);
		for (const execution of executions) {
			expect(execution.status).toBe('error');
			expect(errorOf(execution).message).toContain(STALLED);
			const retried = await lab.n8n.execution(await lab.n8n.retryExecution(execution.id));
			expect(retried.status).toBe('error');
			expect(errorOf(retried).message).toContain(STALLED);
		}

		const collect = await Production.publish(lab, `collect-${name}`, COLLECT);
		await collect.start(taskIds);
		for (const execution of await collect.ended(taskIds.length)) {
			await expectVideo(lab, execution, textOf(execution));
		}
		expect(await rowsOf(lab, ...texts)).toMatchObject(
			taskIds.map((taskId) => ({ taskId, status: 'delivered' })),
		);
		texts.forEach((text) => lab.taskOf(text));
	}
}

/** Whether each of these tasks was polled, so that its execution knows it and waits for it. */
function isPolled(lab: Lab, texts: readonly string[]): boolean {
	const tasks = lab.tasksOf(...texts);
	const hasStatusRequest = ({ taskId }: { taskId: string }) =>
		lab.statusRequestsOf(taskId).length > 0;
	return tasks.length === texts.length && tasks.every(hasStatusRequest);
}
