import type { Locator, Page } from 'playwright-core';

/** n8n's dialog for a credential, opened from the node's panel. */
export class CredentialDialog {
	readonly root: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('editCredential-modal');
	}

	/** Presses the button of a node that has no credential yet. */
	async openNew(): Promise<void> {
		await this.page.getByTestId('node-credentials-empty-state').getByRole('button').click();
		await this.root.waitFor();
	}

	/** Presses the pencil beside the node's credential. */
	async openExisting(): Promise<void> {
		await this.page.getByTestId('credential-edit-button').click();
		await this.root.waitFor();
	}

	/** Writes into the field with this label. */
	async write(label: string, text: string): Promise<void> {
		const field = this.root
			.getByTestId('credential-connection-parameter')
			.filter({ hasText: label });
		await field.locator('input').fill(text);
	}

	/** Saves; n8n tests the credential and closes the dialog if it works. */
	async save(): Promise<void> {
		await this.root.getByTestId('credential-save-button').click();
	}

	/** Closes the dialog. */
	async close(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.root.waitFor({ state: 'hidden' });
	}
}
