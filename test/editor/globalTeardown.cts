import removePackage from '../server/fixture/globalTeardown.cts';
import './sharedServer.cts';

/** Runs once after all editor tests: stops n8n and removes the packed package. */
export default async function tearDown(): Promise<void> {
	await globalThis.n8nOfEditorTests?.stop();
	await removePackage();
}
