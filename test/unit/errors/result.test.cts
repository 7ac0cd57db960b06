import { PassingFault } from '../../../nodes/NovitaKling/errors/failure';
import { failureOf, resultOf, tryOnce } from '../../../nodes/NovitaKling/errors/result';
import { notReached } from '../../../nodes/NovitaKling/errors/submitFailures';
import { stopped } from '../../../nodes/NovitaKling/errors/taskFailures';

const TASK_ID = '3f2a7b1c-0d4e-4f5a-8b6c-9d0e1f2a3b4c';

describe('failureOf', () => {
	it('passes on its own kind', () => {
		const failure = notReached('x');
		expect(failureOf(failure, TASK_ID)).toBe(failure);
	});

	it('names the task that was in progress', () => {
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
			expect(failureOf(thrown).message).toBe('The node failed for an unknown reason');
		},
	);
});

describe('resultOf', () => {
	it('gives the value', async () => {
		expect(await resultOf(async () => 5)).toEqual({ value: 5 });
	});

	it('gives the failure', async () => {
		const failure = stopped();
		const result = await resultOf(async () => {
			throw failure;
		});
		expect(result).toEqual({ failure });
	});

	it('catches what is thrown before the promise', async () => {
		const result = await resultOf(() => {
			throw new Error('early');
		});
		expect(result).toMatchObject({ failure: { message: 'early' } });
	});
});

describe('tryOnce', () => {
	it('gives the value', async () => {
		expect(await tryOnce(async () => 5)).toEqual({ value: 5 });
	});

	it('catches a fault that may pass', async () => {
		const failure = new PassingFault('the download stalled');
		expect(await tryOnce(async () => await Promise.reject(failure))).toEqual({ failure });
	});

	it('throws everything else on', async () => {
		const failure = stopped();
		await expect(tryOnce(async () => await Promise.reject(failure))).rejects.toBe(failure);
	});
});
