import { N8nClient } from './fixture/n8nClient.cts';
import type { Lab } from './setup.cts';

const ACCOUNT = { firstName: 'Test', lastName: 'Member', password: 'Only-for-tests-2' };

/** A second user of the server, who is no administrator and has a project of their own. */
export async function inviteMember({ n8n }: Lab): Promise<N8nClient> {
	const [{ user }] = await n8n.request<Array<{ user: { inviteAcceptUrl: string } }>>({
		method: 'POST',
		url: '/rest/invitations',
		data: [{ email: 'member@example.com', role: 'global:member' }],
	});
	const token = new URL(user.inviteAcceptUrl).searchParams.get('token');
	const member = new N8nClient(n8n.url);
	const data = { ...ACCOUNT, token };
	await member.request({ method: 'POST', url: '/rest/invitations/accept', data });
	return member;
}
