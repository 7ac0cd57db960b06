import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** What the node uses to sign in. The node itself tests it, so that a test can say what is wrong. */
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
			placeholder: 'e.g. sk_…',
			hint: 'Create a key at novita.ai under Settings, Key Management',
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
}
