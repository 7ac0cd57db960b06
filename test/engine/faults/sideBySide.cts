import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds from one worker's start to the next one's: a crowd at the door would slow all down. */
const START_GAP = 40;

/**
 * Does jobs side by side, a limited number at a time, in their order.
 *
 * @returns what came of each, in the order of the jobs
 */
export async function sideBySide<T, R>(
	jobs: readonly T[],
	atATime: number,
	work: (job: T) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(jobs.length);
	const waiting = jobs.entries();
	const worker = async (place: number) => {
		await sleep(place * START_GAP);
		for (const [index, job] of waiting) results[index] = await work(job);
	};
	await Promise.all([...Array(atATime).keys()].map(worker));
	return results;
}
