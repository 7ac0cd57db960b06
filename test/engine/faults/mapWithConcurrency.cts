import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between the starts of two workers, so that they do not all start in the same moment. */
const START_GAP_MILLISECONDS = 40;

/**
 * Does asynchronous work for each item, in their order and with limited concurrency.
 *
 * @returns the results, in the order of the items
 */
export async function mapWithConcurrency<T, R>(
	items: readonly T[],
	concurrency: number,
	work: (item: T) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(items.length);
	const remaining = items.entries();
	const worker = async (number: number) => {
		await sleep(number * START_GAP_MILLISECONDS);
		for (const [index, item] of remaining) results[index] = await work(item);
	};
	await Promise.all([...Array(concurrency).keys()].map(worker));
	return results;
}
