import removePackage from '../server/fixture/global-teardown.cts';
import './shared-server.cts';

/** Runs once after all editor tests: stops n8n and removes the packed package. */
export default async function tearDown(): Promise<void> {
	await globalThis.n8nOfEditorTests?.stop();
	await removePackage();
}
