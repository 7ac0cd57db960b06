import {
	isExpression,
	UnexpectedError,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
	type INode,
	type Workflow,
} from 'n8n-workflow';

/** The execution and node on whose behalf a request is sent. */
export interface RequestSender {
	workflow?: Workflow;
	node?: INode;
}

/**
 * Puts a credential into a request, as its type declares: by its own function, or by headers, query
 * or body fields whose expressions (`=Bearer {{$credentials.apiKey}}`) n8n resolves.
 */
export async function authenticatedRequest(
	{ authenticate }: ICredentialType,
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	{ workflow, node }: RequestSender,
): Promise<IHttpRequestOptions> {
	if (authenticate === undefined) return request;
	if (typeof authenticate === 'function') return await authenticate(credentials, request);
	if (!workflow || !node) throw new UnexpectedError('Authentication needs a workflow and a node');
	const resolve = (value: string) =>
		isExpression(value) ? resolveWith(credentials, value, workflow, node) : value;
	const parts = Object.entries(authenticate.properties).map(([part, values]) => {
		const given = request[part as keyof IHttpRequestOptions] as object | undefined;
		const added = Object.entries(values as Record<string, string>);
		const resolved = added.map(([key, value]) => [resolve(key), resolve(value)] as const);
		return [part, { ...given, ...Object.fromEntries(resolved) }] as const;
	});
	return Object.assign(request, { headers: request.headers ?? {} }, Object.fromEntries(parts));
}

function resolveWith(
	$credentials: ICredentialDataDecryptedObject,
	expression: string,
	workflow: Workflow,
	node: INode,
): string {
	const keys = { $credentials };
	const value = workflow.expression.getSimpleParameterValue(
		node,
		expression,
		'internal',
		keys,
		undefined,
		'',
	);
	return String(value || '');
}
