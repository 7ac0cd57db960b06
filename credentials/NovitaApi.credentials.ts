import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class NovitaApi implements ICredentialType {
	name = 'novitaApi';

	displayName = 'Novita AI API';

	icon: Icon = { light: 'file:novitaApi.svg', dark: 'file:novitaApi.dark.svg' };

	documentationUrl = 'https://novita.ai/docs/guides/quickstart';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Created at novita.ai under Settings, Key Management',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.novita.ai',
			description: 'The key is sent to this address and nowhere else',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey.trim()}}' } },
	};

	/** Reads the balance: documented, free of charge, and it needs a valid key. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/openapi/v1/billing/balance/detail',
			// The key goes to the base URL and nowhere else.
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'availableBalance',
					value: undefined,
					message: 'The Base URL does not answer like the Novita API; check it',
				},
			},
		],
	};
}
