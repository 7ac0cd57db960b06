import type { Locator, Page } from 'playwright-core';
import type { Editor } from './editor.cts';

/** npm fetches and unpacks the package, and n8n loads it. */
const INSTALL_LIMIT_MS = 120_000;

/** n8n's page Settings → Community nodes. */
export class CommunityNodes {
	private readonly page: Page;

	/** The installed packages. */
	readonly cards: Locator;

	constructor(private readonly editor: Editor) {
		this.page = editor.page;
		this.cards = this.page.getByTestId('community-package-card');
	}

	/** Goes to the page. */
	async open(): Promise<void> {
		await this.editor.visit('/settings/community-nodes', this.button(/^Install/));
	}

	/** Presses a button of the page, and installs a package by its name. */
	async install(button: string, packageName: string): Promise<void> {
		await this.button(button).click();
		const dialog = this.page.getByTestId('communityPackageInstall-modal');
		await dialog.getByTestId('package-name-input').fill(packageName);
		await dialog.getByText('I understand the risks').click();
		await dialog.getByRole('button', { name: 'Install', exact: true }).click();
		await dialog.waitFor({ state: 'hidden', timeout: INSTALL_LIMIT_MS });
		await this.cards.waitFor();
	}

	/** Updates the installed package. */
	async update(): Promise<void> {
		await this.cards.getByRole('button', { name: 'Update' }).click();
		await this.confirm('Confirm update');
	}

	/** Uninstalls the installed package. */
	async uninstall(): Promise<void> {
		await this.cards.getByTestId('action-toggle').click();
		await this.page.getByRole('menuitem', { name: 'Uninstall package' }).click();
		await this.confirm('Confirm uninstall');
		await this.cards.waitFor({ state: 'detached' });
	}

	private async confirm(text: string): Promise<void> {
		const dialog = this.page.getByRole('dialog').filter({ visible: true });
		await dialog.getByRole('button', { name: text }).click();
		await dialog.waitFor({ state: 'hidden', timeout: INSTALL_LIMIT_MS });
	}

	private button(name: string | RegExp): Locator {
		return this.page.getByRole('button', { name, exact: true }).first();
	}
}
