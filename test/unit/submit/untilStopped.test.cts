import { ItemFailure } from '../../../nodes/NovitaKling/errors/failure';
import { untilStopped } from '../../../nodes/NovitaKling/submit/untilStopped';
import { GRACE, runClock, useTestClock } from '../run.cts';

const ANSWER = 'the answer';

useTestClock();

/** Waits for a request that takes a time, in a run that ends after another; times in milliseconds. */
async function waitedFor(requestTakes: number, runEndsAfter: number, failure?: Error) {
	const ended = new AbortController();
	let isWrittenDown = false;
	const request = new Promise<string>((resolve, reject) => {
		setTimeout(() => {
			isWrittenDown = true;
			if (failure) reject(failure);
			else resolve(ANSWER);
		}, requestTakes);
	});
	setTimeout(() => ended.abort(), runEndsAfter);
	const run = { signal: ended.signal, stopGrace: () => GRACE };
	const ending = await runClock(async () => await untilStopped(request, run), 60_000);
	await jest.advanceTimersByTimeAsync(requestTakes);
	return { ...ending, isWrittenDown };
}

it('gives the answer of a request', async () => {
	expect(await waitedFor(5_000, 60_000)).toMatchObject({ value: ANSWER, took: 5_000 });
});

it('throws what the request throws', async () => {
	const failure = new Error('refused');
	expect((await waitedFor(5_000, 60_000, failure)).thrown).toBe(failure);
});

it('still takes an answer that comes soon after the end of the run', async () => {
	expect(await waitedFor(1_000 + GRACE - 100, 1_000)).toMatchObject({ value: ANSWER });
});

it('waits no longer than the grace, and lets the request go on', async () => {
	const { thrown, took, isWrittenDown } = await waitedFor(30_000, 1_000);
	expect(thrown).toBeInstanceOf(ItemFailure);
	expect(thrown).toMatchObject({ details: { kind: 'unknownOutcome' } });
	expect(took).toBeLessThanOrEqual(1_000 + GRACE + 100);
	expect(isWrittenDown).toBe(true);
});

it('gives the grace also to a request of a run that has ended before', async () => {
	expect(await waitedFor(GRACE - 100, 0)).toMatchObject({ value: ANSWER });
});
