import {
	chromium,
	selectors,
	type Browser,
	type BrowserContext,
	type Locator,
	type Page,
} from 'playwright-core';
import { startStandIn, type StandIn } from '../novita-standin/standin.cts';
import { N8nClient } from '../server/fixture/n8nClient.cts';
import { OWNER } from '../server/fixture/n8nSession.cts';
import type { WorkflowDraft } from '../server/fixture/workflowDraft.cts';
import { CHROMIUM_ARGUMENTS, chromiumProgram } from './chromium.cts';
import { editorUrl } from './sharedServer.cts';

/** A laptop's window; the README's pictures are as wide. */
const WINDOW_SIZE = { width: 1400, height: 860 };

/** n8n answers in tenths of a second; two browsers on a busy machine take longer. */
const ACTION_LIMIT_MS = 30_000;

/** A fresh browser loads the editor's 30 MB and compiles them. */
const PAGE_LIMIT_MS = 120_000;

/** n8n's editor as one logged-in user sees it, and this test file's own stand-in for Novita. */
export class Editor {
	/** Use `startEditor`. */
	constructor(
		readonly page: Page,
		readonly client: N8nClient,
		readonly standIn: StandIn,
		private readonly browser: Browser,
	) {}

	/** Opens an empty workflow that is not saved yet. */
	async openNewWorkflow(): Promise<void> {
		await this.visit('/workflow/new', this.page.getByTestId('canvas-add-button'));
	}

	/** Saves a workflow through the API and opens it. @returns its ID */
	async openWorkflow(draft: WorkflowDraft): Promise<string> {
		const workflowId = await this.client.createWorkflow(draft);
		await this.visit(`/workflow/${workflowId}`, this.page.getByTestId('canvas-node').last());
		return workflowId;
	}

	/** Goes to a page of the editor and waits until it shows an element. */
	async visit(path: string, element: Locator): Promise<void> {
		// The load event says nothing about an application that draws itself.
		await this.page.goto(path, { waitUntil: 'commit', timeout: PAGE_LIMIT_MS });
		await element.waitFor({ timeout: PAGE_LIMIT_MS });
	}

	/** Saves a credential for the stand-in. @returns what belongs in a node's `credentials` */
	async createCredential(): Promise<{ novitaApi: { id: string; name: string } }> {
		const data = { apiKey: this.standIn.apiKey, baseUrl: this.standIn.url };
		return {
			novitaApi: await this.client.createCredential('novitaApi', 'Novita AI account', data),
		};
	}

	/** Removes all credentials, so that n8n is as a new user finds it. */
	async removeCredentials(): Promise<void> {
		const saved = await this.client.request<Array<{ id: string }>>({ url: '/rest/credentials' });
		for (const { id } of saved) {
			await this.client.request({ method: 'DELETE', url: `/rest/credentials/${id}` });
		}
	}

	/** Shows the editor in the user's light or dark theme; n8n follows the system's. */
	async useTheme(colorScheme: 'light' | 'dark'): Promise<void> {
		await this.page.emulateMedia({ colorScheme });
	}

	/** Makes the window high enough for a long panel, or as high as it was. */
	async setHeight(height = WINDOW_SIZE.height): Promise<void> {
		await this.page.setViewportSize({ ...WINDOW_SIZE, height });
	}

	/** Closes n8n's messages at the lower right, which would hide a part of a picture. */
	async closeMessages(): Promise<void> {
		const closeButtons = this.page.locator('.el-notification__closeBtn').filter({ visible: true });
		while ((await closeButtons.count()) > 0) {
			await closeButtons.first().click();
			await this.page.locator('.el-notification').first().waitFor({ state: 'detached' });
		}
	}

	/** Closes the browser and the stand-in. */
	async close(): Promise<void> {
		await this.browser.close();
		await this.standIn.close();
	}
}

/**
 * Opens a browser with n8n's editor, logged in. Call its `close()` in the end.
 *
 * @param url of the n8n; by default that of all editor tests
 * @param standIn by default a new one
 */
export async function startEditor(url = editorUrl(), standIn?: StandIn): Promise<Editor> {
	// n8n's own name for the attribute by which its tests find elements.
	selectors.setTestIdAttribute('data-test-id');
	const client = new N8nClient(url);
	await client.logIn();
	const browser = await chromium.launch({
		executablePath: await chromiumProgram(),
		args: CHROMIUM_ARGUMENTS,
	});
	const context = await browser.newContext({ baseURL: url, viewport: WINDOW_SIZE });
	context.setDefaultTimeout(ACTION_LIMIT_MS);
	await logIn(context);
	return new Editor(await context.newPage(), client, standIn ?? (await startStandIn()), browser);
}

/** Gives the browser the cookie of a session. */
async function logIn(context: BrowserContext): Promise<void> {
	const answer = await context.request.post('/rest/login', {
		data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
	});
	if (!answer.ok()) throw new Error(`n8n did not log the owner in: ${await answer.text()}`);
}
