import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type IDataObject,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type INode,
	type INodeCredentialTestResult,
	type INodeTypes,
} from 'n8n-workflow';
import { additionalDataFor, type Surroundings } from './execution.cts';
import { withIsolate } from './expressions.cts';
import { harnessNode } from './harnessNode.cts';

/** What a refused request leaves in the error that n8n throws. */
interface RequestError extends Error {
	cause?: { code?: string; response?: { status: number; statusText: string } };
}

/**
 * Tests a credential as the editor does when it is saved, with n8n's own request: by its type's
 * declarative `test`, or else by the method of the node that tests it. The result has the message that
 * the user would read.
 * @throws Error if the type has no such test
 */
export async function testCredential(
	type: string,
	data: ICredentialDataDecryptedObject,
	around: Surroundings,
): Promise<INodeCredentialTestResult> {
	const { test } = around.nodeTypes.credentialType(type);
	if (!test) return await testByNode(type, data, around);
	const stored = await around.credentials.add(type, data);
	const node: INode = {
		id: 'probe',
		name: 'Probe',
		type: 'test.probe',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: stored },
	};
	const sent = sendRequest(node, type, test, data, around);
	return await sent.then(
		(answer) => resultOf(answer, test),
		(error: unknown) => ({ status: 'Error', message: messageFor(error as RequestError, test) }),
	);
}

async function testByNode(
	type: string,
	data: ICredentialDataDecryptedObject,
	{ nodeTypes }: Surroundings,
): Promise<INodeCredentialTestResult> {
	const testMethod = nodeTypes.credentialTestMethod(type);
	if (!testMethod) throw new Error(`The credential type "${type}" has no test.`);
	const context = new CredentialTestContext(
		{} as ConstructorParameters<typeof CredentialTestContext>[0],
	);
	return await testMethod.call(context, { id: type, name: type, type, data });
}

async function sendRequest(
	node: INode,
	credentialType: string,
	{ request }: ICredentialTestRequest,
	data: ICredentialDataDecryptedObject,
	{ credentials }: Surroundings,
): Promise<IDataObject> {
	const properties = [
		{
			displayName: 'Request',
			name: 'request',
			type: 'string' as const,
			default: '',
			routing: { request },
		},
	];
	const probe = harnessNode('probe', properties, undefined, {
		credentials: [{ name: credentialType, required: true }],
	});
	const nodeTypes: INodeTypes = {
		getByName: () => probe,
		getByNameAndVersion: () => probe,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const context = new ExecuteContext(
		workflow,
		node,
		additionalDataFor('credential-test', workflow.id, credentials),
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const details = {
		...node.credentials![credentialType],
		id: node.id,
		type: credentialType,
		data,
	};
	const items = await withIsolate(
		workflow,
		async () => await new RoutingNode(context, probe, details).runNode(),
	);
	return items?.[0]?.[0]?.json ?? {};
}

/** The result for a successful answer, which the type's rules may still reject. */
function resultOf(
	answer: IDataObject,
	{ rules = [] }: ICredentialTestRequest,
): INodeCredentialTestResult {
	const broken = rules.find(
		({ type, properties }) =>
			type === 'responseSuccessBody' && answer[properties.key] === properties.value,
	);
	return broken
		? { status: 'Error', message: broken.properties.message }
		: { status: 'OK', message: 'Connection successful!' };
}

/** The type's own message for the status code, or else the service's, or else that of the fault. */
function messageFor(
	{ cause, message }: RequestError,
	{ rules = [] }: ICredentialTestRequest,
): string {
	const response = cause?.response;
	if (!response) return cause?.code ?? message;
	const own = rules.find(
		(rule) => rule.type === 'responseCode' && rule.properties.value === response.status,
	);
	if (own) return own.properties.message;
	return response.statusText || `Received HTTP status code: ${response.status}`;
}
