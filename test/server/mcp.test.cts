import type { INodeParameters } from 'n8n-workflow';
import type { SubmitFault } from '../novita-standin/standin.cts';
import { McpClient } from './mcpClient.cts';
import { KLING, OFTEN, type Lab } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

const TRIGGER = 'MCP Server Trigger';

/** The argument of the tool that becomes the prompt. */
const ARGUMENT = 'Prompt';

const FROM_CLIENT = `={{ $fromAI('${ARGUMENT}', 'What the video shows', 'string') }}`;

let lab: Lab;

useLab((started) => (lab = started));

/** Publishes the node as a tool of n8n's MCP server, with Retry On Fail, and connects a client to it. */
async function connect(path: string, options: INodeParameters = {}): Promise<McpClient> {
	const node = lab.kling(
		{
			descriptionType: 'manual',
			toolDescription: 'Makes a video',
			prompt: FROM_CLIENT,
			options: { ...OFTEN, ...options },
		},
		{ retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	);
	const trigger = {
		name: TRIGGER,
		type: '@n8n/n8n-nodes-langchain.mcpTrigger',
		typeVersion: 2,
		parameters: { path },
		webhookId: path,
	};
	const workflowId = await lab.n8n.createWorkflow({
		nodes: [trigger, { ...node, type: `${node.type}Tool` }],
		connections: { [KLING]: { ai_tool: [[{ node: TRIGGER, type: 'ai_tool', index: 0 }]] } },
	});
	await lab.n8n.activate(workflowId);
	return await McpClient.connect(new URL(`/mcp/${path}`, lab.n8n.webhookUrl('')).href);
}

test('a client gets the video of its one call, which is in the task log', async () => {
	const prompt = 'a stork for a client';
	lab.novita.behave({ prompt }, { seconds: 1 });
	const client = await connect('stork');
	expect(await client.tools()).toEqual([KLING]);
	const { text } = await client.call(KLING, { [ARGUMENT]: prompt });
	const { taskId } = lab.taskOf(prompt);
	expect(text).toContain(taskId);
	expect(await rowsOf(lab, prompt)).toMatchObject([{ taskId, status: 'delivered' }]);
});

test('two calls with the same Idempotency Key pay once', async () => {
	const prompt = 'a stork that is ordered twice';
	lab.novita.behave({ prompt }, { seconds: 1 });
	const client = await connect('ordered-stork', { idempotencyKey: FROM_CLIENT });
	for (let call = 0; call < 2; call += 1) {
		const { text } = await client.call(KLING, { [ARGUMENT]: prompt });
		expect(text).toContain(lab.taskOf(prompt).taskId);
	}
});

test.each<[string, SubmitFault]>([
	['is cut after the request', { kind: 'reset', accepted: true, times: Infinity }],
	['brings a page of a gateway', { kind: 'gateway', status: 504, accepted: true, times: Infinity }],
])(
	'Retry On Fail pays once where the connection %s, and says what is unknown',
	async (name, fault) => {
		const prompt = `a stork whose connection ${name}`;
		lab.novita.behave({ prompt }, { submit: [fault] });
		const client = await connect(`stork-${fault.kind}`);
		const { text } = await client.call(KLING, { [ARGUMENT]: prompt });
		expect(lab.tasksOf(prompt)).toHaveLength(1);
		expect(await rowsOf(lab, prompt)).toMatchObject([{ taskId: '', status: 'unknown' }]);
		expect(text).toMatch(/unknown whether Novita accepted the request/);
	},
);

test('Retry On Fail resumes a task that was not ready in time, and names it', async () => {
	const prompt = 'a stork that fails on its way';
	const status = [{ kind: 'refuse', reason: 'INVALID_API_KEY', times: Infinity }] as const;
	lab.novita.behave({ prompt }, { seconds: 1, status });
	const client = await connect('late-stork');
	const { text } = await client.call(KLING, { [ARGUMENT]: prompt });
	expect(text).toContain(lab.taskOf(prompt).taskId);
});
