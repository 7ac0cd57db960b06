import type { Lab } from './setup.cts';

/** Gives the servers of a test file, which are there once its tests run. */
export type LabOfFile = () => Lab;

/**
 * A test whose work starts together with that of all others of its file: each waits for minutes, and
 * all of them together wait no longer than the slowest.
 */
export function sideBySide(
	labOfFile: LabOfFile,
	name: string,
	work: (lab: Lab) => Promise<void>,
): void {
	let settled: Promise<PromiseSettledResult<void>[]>;
	beforeAll(() => {
		settled = Promise.allSettled([work(labOfFile())]);
	});
	test(name, async () => {
		const [result] = await settled;
		if (result.status === 'rejected') throw result.reason;
	});
}
