import type { Locator, Page } from 'playwright-core';
import { NODE_NAME } from './nodeTypeModel.cts';

/** The list to the right of the canvas in which users find nodes. */
export class NodeCreator {
	readonly root: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('node-creator');
	}

	/** Opens it over the canvas. */
	async open(): Promise<void> {
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.root.waitFor();
	}

	/** Opens it with what fits an input of a node on the canvas, such as Tool. */
	async openFor(input: string): Promise<void> {
		const handle = this.page.getByTestId('canvas-node-input-handle').filter({ hasText: input });
		await handle.getByTestId('canvas-handle-plus').click();
		await this.root.waitFor();
	}

	/** Closes it. */
	async close(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.root.waitFor({ state: 'hidden' });
	}

	/** Types into the search field, and waits until the node is listed. @returns its entry */
	async find(words: string, name = NODE_NAME): Promise<Locator> {
		await this.root.getByTestId('node-creator-search-bar').fill(words);
		const entry = this.entry(name);
		await entry.waitFor();
		return entry;
	}

	/** The node's entry among what was found. */
	private entry(name = NODE_NAME): Locator {
		const shownName = this.page
			.getByTestId('node-creator-item-name')
			.getByText(name, { exact: true });
		return this.root.getByTestId('item-iterator-item').filter({ has: shownName });
	}

	/** The names of all that was found, in order. */
	async found(): Promise<string[]> {
		return await this.root.getByTestId('node-creator-item-name').allInnerTexts();
	}

	/** Opens the found node and puts one of its actions on the canvas; n8n opens its panel. */
	async add(action: string): Promise<void> {
		await this.entry().click();
		await this.action(action).click();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** One of the actions that the opened node offers. */
	action(name: string): Locator {
		return this.root.getByTestId('node-creator-item-name').getByText(name, { exact: true });
	}
}
