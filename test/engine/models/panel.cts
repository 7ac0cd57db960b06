import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { Engine } from '../harness/engine.cts';
import { KLING_TYPE } from '../setup.cts';

/** The node's version, which the editor needs where a field depends on it. */
const NODE = { typeVersion: 1 };

/** The node's description as n8n's loader serves it to the editor. */
export function descriptionOf({ nodeTypes }: Engine): INodeTypeDescription {
	const name = KLING_TYPE.slice(KLING_TYPE.indexOf('.') + 1);
	const served = nodeTypes.loaded.types.nodes.find((node) => node.name === name);
	if (!served) throw new Error(`The package serves no node ${name}`);
	return served;
}

/** All values of the panel, with the defaults of what is shown. */
export function filled(
	description: INodeTypeDescription,
	values: INodeParameters,
): INodeParameters {
	const { properties } = description;
	return NodeHelpers.getNodeParameters(properties, values, true, false, NODE, description) ?? {};
}

/** The fields that the editor shows for the given values, from top to bottom. */
export function panelOf(
	description: INodeTypeDescription,
	values: INodeParameters,
): INodeProperties[] {
	const all = filled(description, values);
	return description.properties.filter(
		(property) =>
			property.type !== 'hidden' && NodeHelpers.displayParameter(all, property, NODE, description),
	);
}

/** The values that a field offers; undefined where it is no list. */
export const offeredBy = ({ options }: INodeProperties) =>
	options?.map((option) => ('value' in option ? option.value : undefined));

/** What the editor complains about in a panel; nothing where it would let the node run. */
export function complaintsOf(description: INodeTypeDescription, parameters: INodeParameters) {
	const node = { ...NODE, parameters: filled(description, parameters) };
	const whole = {
		id: 'kling',
		name: 'Kling',
		type: KLING_TYPE,
		position: [0, 0] as [number, number],
	};
	return NodeHelpers.getNodeParametersIssues(
		description.properties,
		{ ...whole, ...node },
		description,
	)?.parameters;
}

/**
 * The panel's values after the user has changed one of them. As n8n's editor does it: only values
 * that differ from their defaults are kept; of the fields that are shown depending on the changed
 * one, a value that is not in the field's list goes back to the default; and the value of a
 * collection that depends on it is lost whatever it holds.
 */
export function changed(
	description: INodeTypeDescription,
	values: INodeParameters,
	name: string,
	value: string,
): INodeParameters {
	const { properties } = description;
	const kept =
		NodeHelpers.getNodeParameters(properties, values, false, false, NODE, description) ?? {};
	const next: INodeParameters = { ...kept, [name]: value };
	const lost = properties.filter(
		(property) =>
			property.name in next &&
			dependsOn(property, name) &&
			NodeHelpers.displayParameter(next, property, NODE, description) &&
			!isListed(property, next[property.name]),
	);
	const names = new Set(lost.map((property) => property.name));
	const left = Object.entries(next).filter(([key]) => !names.has(key));
	return filled(description, Object.fromEntries(left));
}

const dependsOn = ({ displayOptions: { show, hide } = {} }: INodeProperties, name: string) =>
	show?.[name] !== undefined || hide?.[name] !== undefined;

/** Whether a field without a list, or with a list of values that has this one. */
function isListed({ options }: INodeProperties, value: unknown): boolean {
	if (!options) return true;
	return options.some((option) => 'value' in option && option.value === value);
}
