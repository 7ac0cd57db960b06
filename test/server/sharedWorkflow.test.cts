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
describe('suspending by hand without a right to the credential', () => {
	const paidText = 'an ostrich that was paid for';
	const newText = 'a new ostrich';
	let member: N8nClient;

	async function createSuspending(text: string): Promise<string> {
		lab.novita.behave({ prompt: text }, { ending: 'never' });
		const node = lab.kling({ waitMode: 'suspend' });
		return await lab.n8n.createWorkflow({ nodes: [MANUAL, ...prompts(text), node] });
	}

	/** Runs a workflow as the member. @returns what the error says */
	async function errorOfMember(workflowId: string): Promise<string> {
		const executionId = await member.runManually(workflowId);
		const execution = await member.waitForExecution(executionId, ['success', 'error']);
		const { message, description } = errorOf(execution);
		return `${message} ${description}`;
	}

	let workflowIds: string[];

	beforeAll(async () => {
		workflowIds = await Promise.all([createSuspending(paidText), createSuspending(newText)]);
		const executionId = await lab.n8n.runManually(workflowIds[0]);
		await lab.n8n.waitForExecution(executionId, ['waiting']);
		await lab.n8n.stopExecution(executionId);
		member = await inviteMember(lab);
		for (const workflowId of workflowIds) await share(workflowId, member);
	});

	test('is refused before anything is paid', async () => {
		const error = await errorOfMember(workflowIds[1]);
		expect(error).toMatch(/does not let you suspend this run: .*credential/);
		expect(error).toContain('share it with you');
		expect(lab.tasksOf(newText)).toEqual([]);
		expect(await rowsOf(lab, newText)).toEqual([]);
	});

	test('names what the owner has paid for before', async () => {
		const { taskId } = lab.taskOf(paidText);
		const error = await errorOfMember(workflowIds[0]);
		expect(error).toContain(`could not be suspended while task ${taskId} was in progress`);
		expect(await rowsOf(lab, paidText)).toMatchObject([{ taskId, status: 'submitted' }]);
	});
});
