import type { N8nServer } from '../server/fixture/n8nServer.cts';

/** The variable by which the global set-up tells the test files where n8n is. */
export const EDITOR_URL_VARIABLE = 'N8N_EDITOR_URL';

declare global {
	/** The n8n of all editor tests, from the global set-up to the global tear-down. */
	var n8nOfEditorTests: N8nServer | undefined;
}

/** The address of the n8n of all editor tests. @throws Error outside of `npm run test:editor` */
export function editorUrl(): string {
	const url = process.env[EDITOR_URL_VARIABLE];
	if (!url) throw new Error(`${EDITOR_URL_VARIABLE} is not set: run "npm run test:editor"`);
	return url;
}
