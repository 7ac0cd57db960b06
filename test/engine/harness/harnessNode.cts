import {
	NodeConnectionTypes,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** A small node type of the harness, from its name (without `test.`), its fields and its work. */
export function harnessNode(
	name: string,
	properties: INodeProperties[],
	execute: INodeType['execute'],
	more: Partial<INodeTypeDescription> = {},
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: `Serves tests of workflows: ${name}`,
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties,
			...more,
		},
		execute,
	};
}

/** A field of a harness node; its name says what it is for. */
export function field(
	name: string,
	type: INodeProperties['type'],
	defaultValue: INodeProperties['default'],
): INodeProperties {
	return { displayName: name, name, type, default: defaultValue };
}
