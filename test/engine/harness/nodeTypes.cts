import { PackageDirectoryLoader, UnrecognizedNodeTypeError } from 'n8n-core';
import {
	deepCopy,
	NodeConnectionTypes,
	NodeHelpers,
	UserError,
	type ICredentialType,
	type IDataObject,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';
import { HARNESS_NODES } from './nodes.cts';

/** How a node tests a credential. */
type CredentialTest = NonNullable<NonNullable<INodeType['methods']>['credentialTest']>[string];

/** What n8n appends to a node's type name when the node serves an AI agent. */
const TOOL_SUFFIX = 'Tool';

/**
 * The node and credential types of one built package, read by n8n's own loader, together with the
 * harness's small nodes and the tool form of every node that allows it, as n8n's server serves them.
 */
export class PackageNodeTypes implements INodeTypes {
	private readonly tools = new Map<string, INodeType>();

	private constructor(private readonly loader: PackageDirectoryLoader) {}

	/**
	 * Loads a package.
	 * @param packageFolder its root, with package.json and the built files that it names
	 */
	static async load(packageFolder: string): Promise<PackageNodeTypes> {
		const loader = new PackageDirectoryLoader(packageFolder);
		await loader.loadAll();
		return new PackageNodeTypes(loader);
	}

	/** The package's name, with which its node types' names begin. */
	get packageName(): string {
		return this.loader.packageName;
	}

	/** What n8n's loader has read from the package: descriptions with icons and codex, files. */
	get loaded(): Pick<PackageDirectoryLoader, 'types' | 'known' | 'packageName'> {
		return this.loader;
	}

	/** @throws UnrecognizedNodeTypeError if there is no such type */
	getByName(name: string): INodeType | IVersionedNodeType {
		const own = HARNESS_NODES[name];
		if (own) return own;
		const prefix = `${this.loader.packageName}.`;
		if (!name.startsWith(prefix)) {
			throw new UnrecognizedNodeTypeError(name.split('.')[0] ?? '', name);
		}
		return this.loader.getNode(name.slice(prefix.length)).type;
	}

	/** @throws UnrecognizedNodeTypeError if there is no such type */
	getByNameAndVersion(name: string, version?: number): INodeType {
		if (this.isTool(name)) return this.asTool(name, version);
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): IDataObject {
		const prefixed = Object.entries(this.loader.known.nodes).map(([name, known]) => [
			`${this.loader.packageName}.${name}`,
			known,
		]);
		return Object.fromEntries(prefixed) as IDataObject;
	}

	/** @throws UnrecognizedCredentialTypeError if the package has no such credential */
	credentialType(name: string): ICredentialType {
		return this.loader.getCredential(name).type;
	}

	/** The method by which a node of the package tests a credential. */
	credentialTestMethod(credentialType: string): CredentialTest | undefined {
		for (const name of this.loader.known.credentials[credentialType]?.supportedNodes ?? []) {
			const { description, methods } = NodeHelpers.getVersionedNodeType(
				this.loader.getNode(name).type,
			);
			const used = description.credentials?.find((entry) => entry.name === credentialType);
			const test = methods?.credentialTest?.[String(used?.testedBy)];
			if (test) return test;
		}
		return undefined;
	}

	/** Whether n8n lets this node use that credential; only few credentials are restricted. */
	mayUse(credentialType: string, nodeType: string): boolean {
		if (!this.credentialType(credentialType).restrictToSupportedNodes) return true;
		const supported = this.loader.known.credentials[credentialType]?.supportedNodes ?? [];
		return supported.some((name) => `${this.loader.packageName}.${name}` === nodeType);
	}

	private isTool(name: string): boolean {
		if (!name.endsWith(TOOL_SUFFIX)) return false;
		const withoutPrefix = name.slice(name.indexOf('.') + 1);
		return !(withoutPrefix in this.loader.known.nodes) && !(name in HARNESS_NODES);
	}

	private asTool(name: string, version?: number): INodeType {
		const key = `${name} ${version ?? 'default'}`;
		const known = this.tools.get(key);
		if (known) return known;
		const node = this.getByNameAndVersion(name.slice(0, -TOOL_SUFFIX.length), version);
		if (!node.description.usableAsTool) {
			throw new UserError('Node cannot be used as a tool', { extra: { nodeType: name } });
		}
		const tool = toolForm(node);
		this.tools.set(key, tool);
		return tool;
	}
}

/** The node as an agent sees it: the same code and fields, one tool output, no inputs. */
function toolForm(node: INodeType): INodeType {
	const { usableAsTool: _, ...description } = deepCopy(node.description);
	return Object.create(node, {
		description: {
			value: {
				...description,
				name: description.name + TOOL_SUFFIX,
				displayName: `${description.displayName} ${TOOL_SUFFIX}`,
				inputs: [],
				outputs: [NodeConnectionTypes.AiTool],
				properties: [...toolDescriptionFields(description.description), ...description.properties],
			},
		},
	}) as INodeType;
}

function toolDescriptionFields(nodeDescription: string): INodeProperties[] {
	return [
		{
			displayName: 'Tool Description',
			name: 'descriptionType',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Set Automatically', value: 'auto' },
				{ name: 'Set Manually', value: 'manual' },
			],
			default: 'auto',
		},
		{
			displayName: 'Description',
			name: 'toolDescription',
			type: 'string',
			default: nodeDescription,
			required: true,
			displayOptions: { show: { descriptionType: ['manual'] } },
		},
	];
}
