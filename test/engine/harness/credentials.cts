import { Credentials, getAdditionalKeys } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	UnexpectedError,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IWorkflowDataProxyAdditionalKeys,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { authenticatedRequest } from './authenticate.cts';
import { withIsolate } from './expressions.cts';
import type { PackageNodeTypes } from './nodeTypes.cts';

/** Stands in where there is no real node, as in n8n's server. */
const NO_NODE: INode = {
	id: 'none',
	name: 'None',
	type: 'test.trigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * The credentials of one engine: kept encrypted by n8n's own cipher, with defaults, expressions
 * and the type's declarative `authenticate` applied the way n8n's server does it.
 */
export class StoredCredentials extends ICredentialsHelper {
	private readonly stored = new Map<string, Credentials>();
	private added = 0;

	constructor(private readonly nodeTypes: PackageNodeTypes) {
		super();
	}

	/** Stores a credential and returns the reference that a node keeps. */
	async add(
		type: string,
		data: ICredentialDataDecryptedObject,
		name = `Test ${type}`,
	): Promise<INodeCredentialsDetails> {
		const id = `credential-${++this.added}`;
		const credential = new Credentials({ id, name }, type);
		await credential.setData(data);
		this.stored.set(id, credential);
		return { id, name };
	}

	getParentTypes(typeName: string): string[] {
		const parents = this.nodeTypes.credentialType(typeName).extends ?? [];
		return [...parents, ...parents.flatMap((parent) => this.getParentTypes(parent))];
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		return this.nodeTypes.mayUse(credentialType, nodeType);
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const { properties, extends: parents = [] } = this.nodeTypes.credentialType(type);
		const merged: INodeProperties[] = [];
		for (const parent of parents) {
			NodeHelpers.mergeNodeProperties(merged, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(merged, properties);
		return merged;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const type = this.nodeTypes.credentialType(typeName);
		return await authenticatedRequest(type, credentials, request, { workflow, node });
	}

	/** n8n calls it before each request; only credentials that expire use it. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const field = this.getCredentialsProperties(typeName).find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		);
		if (field === undefined || (credentials[field.name] !== '' && !expired)) return undefined;
		const fresh = await this.runPreAuthentication(helpers, credentials, typeName);
		return fresh && Object.assign(credentials, fresh);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.nodeTypes.credentialType(typeName);
		const fresh = await preAuthentication?.call(helpers, credentials);
		return fresh as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const credential = details.id === null ? undefined : this.stored.get(details.id);
		if (credential?.type !== type) {
			throw new UnexpectedError(`Credential "${details.name}" of type "${type}" is not stored`);
		}
		return credential;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveIn?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = await (await this.getCredentials(details, type)).getData();
		if (raw === true) return data;
		const complete = this.withDefaults(type, data);
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		const resolved = resolveIn
			? resolveIn.workflow.expression.getParameterValue(
					complete,
					resolveIn.runExecutionData,
					resolveIn.runIndex,
					resolveIn.itemIndex,
					resolveIn.node.name,
					resolveIn.connectionInputData,
					mode,
					keys,
					executeData,
					false,
					complete,
				)
			: await this.resolveAlone(complete, mode, keys);
		return resolved as ICredentialDataDecryptedObject;
	}

	private withDefaults(type: string, data: ICredentialDataDecryptedObject): INodeParameters {
		const properties = this.getCredentialsProperties(type);
		const given = data as INodeParameters;
		return NodeHelpers.getNodeParameters(properties, given, true, false, null, null) ?? given;
	}

	/** Resolves the expressions of a credential that is read outside of an execution. */
	private async resolveAlone(
		values: INodeParameters,
		mode: WorkflowExecuteMode,
		keys: IWorkflowDataProxyAdditionalKeys,
	) {
		const workflow = new Workflow({
			nodes: [NO_NODE],
			connections: {},
			active: false,
			nodeTypes: this.nodeTypes,
		});
		return await withIsolate(workflow, async () =>
			workflow.expression.getComplexParameterValue(
				NO_NODE,
				values,
				mode,
				keys,
				undefined,
				undefined,
				values,
			),
		);
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await (await this.getCredentials(details, type)).setData(data);
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new UnexpectedError('OAuth credentials need an n8n server');
	}
}
