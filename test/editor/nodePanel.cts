import type { Locator, Page } from 'playwright-core';
import { settled } from './settled.cts';
import { CUSTOM_API_CALL, NODE_NAME } from './nodeTypeModel.cts';

/** A choice of a drop-down list as a user reads it. */
export interface ShownChoice {
	name: string;
	description: string;
}

/** The opened node: its parameters in the middle, its output on the right. */
export class NodePanel {
	readonly root: Locator;

	/** The node's name, where the mouse changes nothing. */
	readonly title: Locator;

	readonly parameters: Locator;

	/** What the panel holds, without the empty space below it. */
	readonly content: Locator;

	readonly output: Locator;

	/** The opened drop-down list. */
	readonly choiceList: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('ndv');
		this.title = this.root.getByTestId('node-title-container');
		this.parameters = this.root.getByTestId('node-parameters');
		this.content = this.parameters.locator('.parameter-input-list-wrapper').first();
		this.output = this.root.getByTestId('output-panel');
		this.choiceList = page.getByRole('listbox').filter({ visible: true });
	}

	/** Opens a node of the canvas. */
	async open(nodeName = NODE_NAME): Promise<void> {
		await this.page
			.getByTestId('canvas-node')
			.and(this.page.locator(`[data-node-name="${nodeName}"]`))
			.dblclick();
		await this.parameters.waitFor();
	}

	/** Goes back to the canvas. */
	async close(): Promise<void> {
		await this.root.getByTestId('ndv-close-button').click();
		await this.root.waitFor({ state: 'hidden' });
	}

	/** The names of the parameters, from top to bottom. */
	async labels(): Promise<string[]> {
		const labels = this.parameters.getByTestId('input-label').filter({ visible: true });
		// The first text is the name; after it come n8n's own buttons.
		return await labels.evaluateAll((elements) =>
			elements.map((element) => element.querySelector('.n8n-text')?.textContent?.trim() ?? ''),
		);
	}

	/** The names of the parameters once they are the expected ones, or what they are in the end. */
	async settledLabels(expected: readonly string[]): Promise<string[]> {
		const wanted = expected.join();
		return await settled(
			async () => await this.labels(),
			(labels) => labels.join() === wanted,
		);
	}

	/** The place of one parameter's value. */
	parameter(name: string): Locator {
		return this.parameters.getByTestId(`parameter-input-${name}`);
	}

	/** Writes into a text or number field. */
	async write(name: string, text: string): Promise<void> {
		await this.parameter(name).locator('input, textarea').first().fill(text);
	}

	/** Moves the cursor and the mouse out of a text field, so that it looks unused. */
	async leave(name: string): Promise<void> {
		await this.parameter(name).locator('input, textarea').first().blur();
		await this.title.hover();
	}

	/** Opens a drop-down list and reads its choices; without the one that n8n adds. */
	async openChoices(name: string): Promise<ShownChoice[]> {
		await this.parameter(name).click();
		await this.choiceList.waitFor();
		const choices = await this.choiceList.getByRole('option').evaluateAll((elements) =>
			elements.map((element) => ({
				name: element.querySelector('.option-headline')?.textContent?.trim() ?? '',
				description: element.querySelector('.option-description')?.textContent?.trim() ?? '',
			})),
		);
		return choices.filter((choice) => choice.name !== CUSTOM_API_CALL);
	}

	/** Closes the opened list without a choice. */
	async closeChoices(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.choiceList.waitFor({ state: 'hidden' });
	}

	/** Picks a choice of the opened list. */
	async pick(choice: string): Promise<void> {
		const headline = this.page.getByText(choice, { exact: true });
		await this.choiceList.getByRole('option').filter({ has: headline }).click();
		await this.choiceList.waitFor({ state: 'hidden' });
	}

	/** Opens a drop-down list and picks a choice. */
	async choose(name: string, choice: string): Promise<void> {
		await this.openChoices(name);
		await this.pick(choice);
	}

	/** Toggles a switch. */
	async toggle(name: string): Promise<void> {
		await this.parameter(name).click();
	}

	/** Opens the list of options that can be added. @returns their names */
	async openOptions(): Promise<string[]> {
		await this.parameters.getByTestId('collection-parameter-add').click();
		await this.choiceList.waitFor();
		const names = await this.choiceList.getByRole('option').allInnerTexts();
		await this.closeChoices();
		return names.map((name) => name.trim());
	}

	/** Adds an option to the panel. */
	async addOption(label: string): Promise<void> {
		await this.parameters.getByTestId('collection-parameter-add').click();
		await this.choiceList.getByRole('option', { name: label, exact: true }).click();
		await this.choiceList.waitFor({ state: 'hidden' });
	}

	/** Waits until n8n marks exactly these parameters with a red triangle. @throws Error that names the marked ones */
	async waitForMarks(names: readonly string[]): Promise<void> {
		const wanted = [...names].sort().join();
		const marked = (await this.settledMarks(names)).join();
		if (marked !== wanted) throw new Error(`n8n marks "${marked}" instead of "${wanted}"`);
	}

	/** The marked parameters once they are the expected ones, or what they are in the end; sorted. */
	async settledMarks(expected: readonly string[]): Promise<string[]> {
		const wanted = [...expected].sort().join();
		return await settled(
			async () => (await this.markedParameters()).sort(),
			(found) => found.join() === wanted,
		);
	}

	private async markedParameters(): Promise<string[]> {
		const marked = this.parameters.locator('.has-issues');
		const testIds = await marked.evaluateAll((elements) =>
			elements.map((element) => element.getAttribute('data-test-id') ?? ''),
		);
		return testIds.map((testId) => testId.replace('parameter-input-', ''));
	}

	/** Presses "Execute step". */
	async execute(): Promise<void> {
		await this.root.getByTestId('node-execute-button').click();
	}

	/** Moves the parameters to the left, so that the output gets the space of the input. */
	async makeRoomForOutput(): Promise<void> {
		const handle = this.root.getByTestId('panel-drag-button');
		const box = await handle.boundingBox();
		if (!box) throw new Error('The panel has no handle to drag');
		const y = box.y + box.height / 2;
		await this.page.mouse.move(box.x + box.width / 2, y);
		await this.page.mouse.down();
		// Several steps, as n8n follows a moving mouse only.
		await this.page.mouse.move(0, y, { steps: 10 });
		await this.page.mouse.up();
	}
}
