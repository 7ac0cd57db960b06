import { pause } from '../../../nodes/NovitaKling/transport/pause';
import { runClock, useTestClock } from '../run.cts';

const NEVER = new AbortController().signal;

useTestClock();

describe('pause', () => {
	it.each([0, 1, 499, 500, 501, 60_000])('takes %i ms', async (milliseconds) => {
		const { took } = await runClock(async () => await pause(milliseconds, NEVER), 120_000);
		expect(took).toBeGreaterThanOrEqual(milliseconds);
		expect(took).toBeLessThanOrEqual(milliseconds + 100);
	});

	it('ends within a second when the run is stopped', async () => {
		const run = new AbortController();
		setTimeout(() => run.abort(), 1_000);
		const { thrown, took } = await runClock(async () => await pause(60_000, run.signal), 120_000);
		expect(thrown).toBeDefined();
		expect(took).toBeLessThanOrEqual(2_000);
	});

	it('does not begin in a run that was stopped', async () => {
		await expect(pause(0, AbortSignal.abort())).rejects.toBeDefined();
	});
});
