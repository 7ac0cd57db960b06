import type { N8nServerOptions } from './fixture/n8nServer.cts';
import { startLab, type Lab } from './setup.cts';

/**
 * Starts the servers of a test file before its tests, and ends them after the last one.
 *
 * @param give hands them to the file
 */
export function useLab(give: (lab: Lab) => void, options: N8nServerOptions = {}): void {
	let lab: Lab | undefined;
	beforeAll(async () => {
		lab = await startLab(options);
		give(lab);
	});
	afterAll(async () => {
		await lab?.stop();
	});
}
