import { ItemFailure } from '../../../nodes/NovitaKling/errors/itemFailure';
import * as failures from '../../../nodes/NovitaKling/errors/taskFailures';
import { failureOf, outcomeOf } from '../../../nodes/NovitaKling/errors/outcome';
import { UNWANTED_WORDS } from '../caught.cts';

const TASK_ID = '3f2a7b1c-0d4e-4f5a-8b6c-9d0e1f2a3b4c';
const WORDS = 'HTTP 503, upstream reset';

/** Every failure after a task was paid for. */
const PAID: Array<[string, ItemFailure]> = [
	['taskFailed', failures.taskFailed(TASK_ID, { status: 'failed', reason: 'dark', raw: {} })],
	['taskFailed without a reason', failures.taskFailed(TASK_ID, { status: 'failed', raw: {} })],
	['taskLost', failures.taskLost(TASK_ID, WORDS)],
	['accessDenied', failures.accessDenied(TASK_ID, WORDS, 'INVALID_API_KEY', 403)],
	['timedOut', failures.timedOut(TASK_ID, 'processing')],
	['timedOut after a fault', failures.timedOut(TASK_ID, undefined, WORDS)],
	['noAnswer', failures.noAnswer(TASK_ID, WORDS)],
	['noVideoAddress', failures.noVideoAddress(TASK_ID)],
	['downloadFailed', failures.downloadFailed(TASK_ID, 'its host answered HTTP 503')],
	['stopped', failures.stopped(TASK_ID)],
];

/** Every failure before anything was surely paid. */
const UNPAID: Array<[string, ItemFailure]> = [
	['unknownOutcome', failures.unknownOutcome(WORDS)],
	['notReached', failures.notReached('no connection to the service (ECONNREFUSED)')],
	['cannotSuspend', failures.cannotSuspend()],
	['unknownWaitMode', failures.unknownWaitMode()],
	['notSentInTime', failures.notSentInTime()],
	['stopped', failures.stopped()],
];

describe('the failures', () => {
	it.each([...PAID, ...UNPAID])('%s: plain words and a next step', (_name, failure) => {
		expect(`${failure.message} ${failure.nextStep}`).not.toMatch(UNWANTED_WORDS);
		expect(failure.message).toMatch(/^[A-Z].*[^.]$/);
		expect(failure.nextStep).toMatch(/^[A-Z].{15,}/);
		expect(`${failure.message} ${failure.nextStep}`).not.toMatch(/undefined|null|\[object/);
	});

	it.each(PAID)('%s: names the task', (_name, failure) => {
		expect(failure.message).toContain(TASK_ID);
		expect(failure.details.taskId).toBe(TASK_ID);
	});

	it.each(PAID.filter(([, { details }]) => !['taskFailed', 'taskLost'].includes(details.kind)))(
		'%s: shows the way to the video',
		(_name, failure) => {
			expect(failure.nextStep).toContain(
				`Use the operation Get Result with Task ID ${TASK_ID} to get the video without paying again.`,
			);
		},
	);

	it('unknownOutcome says that it may be paid, and how to go on', () => {
		const { nextStep } = failures.unknownOutcome(WORDS);
		expect(nextStep).toContain('may exist and be billed');
		expect(nextStep).toContain('Resubmit Unknown');
	});

	it('taskFailed keeps a very long reason of the service short', () => {
		const snapshot = { status: 'failed' as const, reason: 'long '.repeat(100_000), raw: {} };
		expect(failures.taskFailed(TASK_ID, snapshot).message.length).toBeLessThan(2000);
	});
});

describe('failureOf', () => {
	it('passes on its own kind', () => {
		const failure = failures.notReached('x');
		expect(failureOf(failure, TASK_ID)).toBe(failure);
	});

	it('names the task that was under way', () => {
		const failure = failureOf(new Error('disk broken'), TASK_ID);
		expect(failure.details).toEqual({ kind: 'unexpected', taskId: TASK_ID });
		expect(failure.nextStep).toContain(TASK_ID);
		expect(failure.message).toBe('disk broken');
	});

	it.each([
		'GET https://cdn.example.com/a.mp4?signature=secret broke',
		'https://user:secret@host/',
		'two: http://a/?secret and wss://b/secret',
		'"https://a/?k=secret"',
	])('keeps signed addresses out of its words: %s', (message) => {
		expect(failureOf(new Error(message)).message).not.toContain('secret');
	});

	it.each([[undefined], [null], ['text'], [5], [{}], [new Error()], [{ message: 'not shown' }]])(
		'has words for %p',
		(thrown) => {
			expect(failureOf(thrown).message).toBe('The node came to a stop that it did not expect');
		},
	);
});

describe('outcomeOf', () => {
	it('gives the value', async () => {
		expect(await outcomeOf(async () => 5)).toEqual({ value: 5 });
	});

	it('gives the failure', async () => {
		const failure = failures.stopped();
		const outcome = await outcomeOf(async () => {
			throw failure;
		});
		expect(outcome).toEqual({ failure });
	});

	it('catches what is thrown before the promise', async () => {
		const outcome = await outcomeOf(() => {
			throw new Error('early');
		});
		expect(outcome).toMatchObject({ failure: { message: 'early' } });
	});
});
