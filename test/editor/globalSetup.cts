import packOnce from '../server/fixture/globalSetup.cts';
import { startN8n } from '../server/fixture/n8nServer.cts';
import { chromiumProgram } from './chromium.cts';
import { EDITOR_URL_VARIABLE } from './sharedServer.cts';

/**
 * Runs once before all editor tests: installs what is missing, packs the package and starts one n8n with it.
 * If `N8N_EDITOR_URL` names a running n8n of the server tests, that one is used.
 */
export default async function setUp(): Promise<void> {
	await chromiumProgram((message) => process.stderr.write(`${message}\n`));
	if (process.env[EDITOR_URL_VARIABLE]) return;
	await packOnce();
	globalThis.n8nOfEditorTests = await startN8n();
	process.env[EDITOR_URL_VARIABLE] = globalThis.n8nOfEditorTests.url;
}
