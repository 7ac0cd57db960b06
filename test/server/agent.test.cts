import { startChatModel, type ChatModel, type ChatReply, type ChatRequest } from './chatModel.cts';
import { createProposedCredential, importExample } from './examples/example.cts';
import type { Execution } from './fixture/execution.cts';
import { outputOf, startLab, type Lab } from './setup.cts';

const CHAT = 'When chat message received';
const AGENT = 'Video director';
const MAKE = 'Make a Kling video';
const GET = 'Get a Kling video';

let lab: Lab;
let model: ChatModel;
let workflowId: string;

/** The model's next reply; each test sets its own. */
let reply: (request: ChatRequest) => ChatReply;

beforeAll(async () => {
	model = await startChatModel((request) => reply(request));
	lab = await startLab();
	await createProposedCredential(lab);
	const openAi = { apiKey: 'sk-of-the-chat-model', url: model.baseUrl };
	await lab.n8n.createCredential('openAiApi', 'OpenAI account', openAi);
	workflowId = await importExample(lab, 'agent.json');
});

afterAll(async () => {
	await Promise.all([lab?.stop(), model?.close()]);
});

/** Sends a message in the editor's chat, and waits for the execution to end. */
async function chat(sessionId: string, chatInput: string): Promise<Execution> {
	const message = { json: { sessionId, action: 'sendMessage', chatInput } };
	const data = {
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		source: [null],
		data: { main: [[message]] },
	};
	const { executionId } = await lab.n8n.request<{ executionId: string }>({
		method: 'POST',
		url: `/rest/workflows/${workflowId}/run`,
		data: { triggerToStartFrom: { name: CHAT, data } },
	});
	return await lab.n8n.waitForExecution(executionId);
}

/** What the tools answered, as the model reads it. */
function toolAnswers({ messages }: ChatRequest): string[] {
	return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
}

test('an agent makes a video and gets its address and task ID', async () => {
	const prompt = 'A sailing boat climbs a wave';
	lab.novita.behave({ prompt }, { seconds: 3 });
	reply = (request) => {
		const [answer] = toolAnswers(request);
		if (answer) return `Here it is: ${answer}`;
		return { tool: 'Make_a_Kling_video', input: { Prompt: prompt, Aspect_Ratio: '9:16' } };
	};
	const execution = await chat('first', 'A short video of a sailing boat in a storm');

	expect(execution.status).toBe('success');
	const { taskId, body } = lab.taskOf(prompt);
	expect(body).toMatchObject({ duration: '5', aspect_ratio: '9:16' });
	const [answer] = toolAnswers(model.requests.at(-1)!);
	expect([JSON.parse(answer)].flat()).toEqual([
		{
			taskId,
			status: 'succeeded',
			operation: 'textToVideo',
			model: 'kling-v2.1-master',
			prompt,
			aspectRatio: '9:16',
			estimatedCostUsd: 1.17,
			waitedSeconds: expect.any(Number),
			videoUrl: expect.stringMatching(/^http:/),
			videoType: 'mp4',
		},
	]);
	expect(outputOf(execution, AGENT)[0].json.output).toBe(`Here it is: ${answer}`);
	expect(execution.data.resultData.runData[MAKE]).toHaveLength(1);
	expect(lab.novita.requestsTo('video')).toEqual([]);
});

test('an agent gets a video later by its task ID, for free', async () => {
	const taskId = lab.novita.addTask();
	const paid = lab.novita.tasks.length;
	reply = (request) =>
		toolAnswers(request).at(-1) ?? { tool: 'Get_a_Kling_video', input: { Task_ID: taskId } };
	const execution = await chat('second', `Is task ${taskId} ready?`);

	expect(execution.status).toBe('success');
	expect(outputOf(execution, AGENT)[0].json.output).toContain(`/videos/${taskId}.mp4`);
	expect(execution.data.resultData.runData[GET]).toHaveLength(1);
	expect(lab.novita.tasks).toHaveLength(paid);
});

test('an agent reads why there is no video', async () => {
	const prompt = 'A ship that Novita does not like';
	lab.novita.behave({ prompt }, { seconds: 1, ending: 'failed', reason: 'No ships today' });
	reply = (request) =>
		toolAnswers(request).at(-1) ?? { tool: 'Make_a_Kling_video', input: { Prompt: prompt } };
	const execution = await chat('third', 'A ship, please');

	expect(execution.status).toBe('success');
	const { taskId } = lab.taskOf(prompt);
	const answer = String(outputOf(execution, AGENT)[0].json.output);
	expect(answer).toContain(`No ships today (task ${taskId})`);
	expect(answer).toContain('Change the prompt or the image');
});
