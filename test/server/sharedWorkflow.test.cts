import { join } from 'node:path';
import type { N8nClient } from './fixture/n8nClient.cts';
import { inviteMember } from './member.cts';
import { errorOf, MANUAL, prompts, type Lab } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

let lab: Lab;

useLab((started) => (lab = started));

/** Shares a workflow as an n8n with a licence does, which nothing but the database itself can here. */
async function share(workflowId: string, member: N8nClient): Promise<void> {
	const { id } = await member.request<{ id: string }>({ url: '/rest/projects/personal' });
	await lab.n8n.kill();
	const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
	const database = new DatabaseSync(join(lab.n8n.userFolder, '.n8n', 'database.sqlite'));
	database
		.prepare('INSERT INTO shared_workflow ("workflowId", "projectId", role) VALUES (?, ?, ?)')
		.run(workflowId, id, 'workflow:editor');
	database.close();
	await lab.n8n.restart();
}

/*
 * A member may run a workflow that is shared with them, and the node uses the credential of its owner.
 * But n8n lets nobody run by hand what a node brings along with a credential that they may not use,
 * such as the workflow that a suspended execution waits in.
 */
test('suspending by hand without a right to the credential is refused before anything is paid', async () => {
	const text = 'a shared ostrich';
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	const workflowId = await lab.n8n.createWorkflow({
		nodes: [MANUAL, ...prompts(text), lab.kling({ waitMode: 'suspend' })],
	});
	const member = await inviteMember(lab);
	await share(workflowId, member);
	const executionId = await member.runManually(workflowId);
	const execution = await member.waitForExecution(executionId, ['success', 'error']);

	expect(execution.status).toBe('error');
	const { message, description } = errorOf(execution);
	expect(message).toMatch(/does not let you suspend this run: .*credential/);
	expect(description).toContain('share it with you');
	expect(lab.tasksOf(text)).toEqual([]);
	expect(await rowsOf(lab, text)).toEqual([]);
});
