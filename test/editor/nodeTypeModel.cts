import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { N8nClient } from '../server/fixture/n8nClient.cts';
import { KLING_TYPE } from '../klingType.cts';

/** What n8n adds by itself to the operations of every node with a credential. */
export const CUSTOM_API_CALL = 'Custom API Call';

/** The node's name in the panel, in the node creator and on the canvas. */
export const NODE_NAME = 'Novita AI Kling';

/** An operation with the resource below which the panel has it. */
export interface OperationOfResource {
	readonly resource: INodePropertyOptions;
	readonly operation: INodePropertyOptions;
	/** The two parameters as a workflow stores them. */
	readonly values: { readonly resource: string; readonly operation: string };
}

/** What the panel shows for a node with given parameters, worked out from the description n8n serves. */
export class NodeTypeModel {
	private constructor(readonly description: INodeTypeDescription) {}

	/** Reads the node's description from a running n8n. @throws Error if n8n does not have the node */
	static async read(client: N8nClient, type: string = KLING_TYPE): Promise<NodeTypeModel> {
		const types = await client.request<INodeTypeDescription[]>({ url: '/types/nodes.json' });
		const description = types.find(({ name }) => name === type);
		if (!description) throw new Error(`n8n does not serve the node ${type}`);
		return new NodeTypeModel(description);
	}

	/** The parameters that are shown for these values, in order; what is not given has its default. */
	visible(values: INodeParameters): INodeProperties[] {
		const { description } = this;
		const node = nodeWith(values);
		const complete = completeValues(values, description);
		return description.properties.filter(
			(property) =>
				property.type !== 'hidden' &&
				NodeHelpers.displayParameter(complete, property, node, description),
		);
	}

	/** The names of what can be added under Options, in order. */
	optionLabels(values: INodeParameters): string[] {
		const { description } = this;
		const complete = completeValues(values, description);
		const collection = this.visible(values).find(({ name }) => name === 'options');
		return ((collection?.options ?? []) as INodeProperties[])
			.filter((option) =>
				NodeHelpers.displayParameter({}, option, nodeWith(values), description, complete),
			)
			.map(({ displayName }) => displayName);
	}

	/** The names of the visible parameters as a user reads them, from top to bottom. */
	labels(values: INodeParameters): string[] {
		return this.visible(values)
			.filter(({ type }) => type !== 'notice')
			.map(({ displayName }) => displayName);
	}

	/** The parameters that n8n marks because they have to be filled in, sorted. */
	marks(values: INodeParameters): string[] {
		const { description } = this;
		const node = nodeWith(completeValues(values, description));
		const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
		return Object.keys(issues?.parameters ?? {}).sort();
	}

	/** Every operation, resource by resource, in the order of the panel. */
	operations(): OperationOfResource[] {
		return this.choices('resource', {}).flatMap((resource) =>
			this.choices('operation', { resource: resource.value }).map((operation) => ({
				...{ resource, operation },
				values: { resource: String(resource.value), operation: String(operation.value) },
			})),
		);
	}

	/** The visible parameters that decide what else is shown, without resource and operation. */
	deciders(values: INodeParameters): INodeProperties[] {
		const deciding = new Set(
			this.description.properties.flatMap(({ displayOptions }) => [
				...Object.keys(displayOptions?.show ?? {}),
				...Object.keys(displayOptions?.hide ?? {}),
			]),
		);
		return this.visible(values).filter(
			({ name }) => name !== 'resource' && name !== 'operation' && deciding.has(name),
		);
	}

	/** The choices of a visible parameter, without the one that n8n adds. @throws Error if it is not visible or has none */
	choices(name: string, values: INodeParameters): INodePropertyOptions[] {
		const property = this.visible(values).find((candidate) => candidate.name === name);
		if (!property?.options) throw new Error(`${name} offers no choices`);
		const choices = property.options as INodePropertyOptions[];
		return choices.filter(({ name: choice }) => choice !== CUSTOM_API_CALL);
	}
}

function nodeWith(parameters: INodeParameters): INode {
	return {
		id: NODE_NAME,
		name: NODE_NAME,
		type: KLING_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
}

function completeValues(values: INodeParameters, description: INodeTypeDescription) {
	const node = nodeWith(values);
	const { properties } = description;
	return (
		NodeHelpers.getNodeParameters(properties, values, true, false, node, description) ?? values
	);
}
