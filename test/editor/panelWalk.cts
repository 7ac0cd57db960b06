import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { cutOffTexts } from './cutOffTexts.cts';
import type { NodePanel, ShownChoice } from './nodePanel.cts';
import type { NodeTypeModel, OperationOfResource } from './nodeTypeModel.cts';
import { takePicture } from './pictures.cts';

/** With sound, shots and a second file, a panel has a few rows more than the ten that most people see. */
const MOST_ROWS = 16;

/**
 * A walk through the opened panel, following the node's description: each choice that decides what else is shown
 * is picked once, with all others at their defaults. It collects what is wrong and goes on, so that one run names
 * every fault.
 */
export class PanelWalk {
	constructor(
		private readonly panel: NodePanel,
		private readonly model: NodeTypeModel,
	) {}

	/** Chooses an operation and walks through everything that it shows. @returns what is wrong, once each */
	async operation({ resource, operation, values }: OperationOfResource): Promise<string[]> {
		await this.panel.choose('resource', resource.name);
		await this.panel.choose('operation', operation.name);
		const faults = await this.faults(values);
		for (const property of this.model.deciders(values)) {
			const found =
				property.type === 'boolean'
					? await this.walkSwitch(property, values)
					: await this.walkChoices(property, values);
			faults.push(...found);
		}
		return [...new Set(faults)];
	}

	/** Compares the panel with the description for these values, and finds texts that do not fit. */
	private async faults(values: INodeParameters): Promise<string[]> {
		const expected = this.model.labels(values);
		const shown = await this.panel.settledLabels(expected);
		const place = JSON.stringify(values);
		const cutOff = await cutOffTexts(this.panel.parameters);
		const faults = cutOff.map((text) => `${place}: cut off: ${text}`);
		if (shown.join() !== expected.join()) faults.push(`${place}: shows ${shown.join(', ')}`);
		if (shown.length > MOST_ROWS) faults.push(`${place}: has ${shown.length} rows`);
		const marks = this.model.marks(values);
		const marked = await this.panel.settledMarks(marks);
		if (marked.join() !== marks.join()) faults.push(`${place}: marks ${marked.join(', ')}`);
		return faults;
	}

	/** Picks each choice of a parameter in turn, and the default again in the end. */
	private async walkChoices(property: INodeProperties, values: INodeParameters): Promise<string[]> {
		const choices = this.model.choices(property.name, values);
		const faults = await this.listFaults(property, choices, values);
		for (const choice of [...choices, defaultChoice(property, choices)]) {
			await this.panel.choose(property.name, choice.name);
			faults.push(...(await this.faults({ ...values, [property.name]: choice.value })));
		}
		return faults;
	}

	/** Opens a drop-down list, compares it with the description, and closes it again. */
	private async listFaults(
		{ name }: INodeProperties,
		choices: INodePropertyOptions[],
		{ operation }: INodeParameters,
	): Promise<string[]> {
		const shown = JSON.stringify(await this.panel.openChoices(name));
		await takePicture(this.panel.choiceList, `choices-${String(operation)}-${name}`);
		const cutOff = await cutOffTexts(this.panel.choiceList);
		await this.panel.closeChoices();
		const faults = cutOff.map((text) => `${name}: cut off: ${text}`);
		if (shown !== JSON.stringify(choices.map(asShown))) faults.push(`${name} offers ${shown}`);
		return faults;
	}

	/** Toggles a switch and toggles it back. */
	private async walkSwitch(
		{ name, default: initial }: INodeProperties,
		values: INodeParameters,
	): Promise<string[]> {
		const faults: string[] = [];
		for (const value of [!initial, Boolean(initial)]) {
			await this.panel.toggle(name);
			faults.push(...(await this.faults({ ...values, [name]: value })));
		}
		return faults;
	}
}

function asShown({ name, description = '' }: INodePropertyOptions): ShownChoice {
	return { name, description };
}

function defaultChoice(property: INodeProperties, choices: INodePropertyOptions[]) {
	const choice = choices.find(({ value }) => value === property.default);
	if (!choice) throw new Error(`The default of ${property.name} is none of its choices`);
	return choice;
}
