import type { Lab } from '../setup.cts';

/** Gives the servers of a test file, which are there once its tests run. */
export type LabOfFile = () => Lab;

/** A test whose work begins together with that of all others, because each one waits for minutes. */
export function sideBySide(
	labOfFile: LabOfFile,
	name: string,
	play: (lab: Lab) => Promise<void>,
): void {
	let played: Promise<PromiseSettledResult<void>[]>;
	beforeAll(() => {
		played = Promise.allSettled([play(labOfFile())]);
	});
	test(name, async () => {
		const [result] = await played;
		if (result.status === 'rejected') throw result.reason;
	});
}
