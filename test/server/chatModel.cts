import fastify from 'fastify';
import type { IDataObject } from 'n8n-workflow';

/** A message of OpenAI's chat completions. */
export interface ChatMessage {
	readonly role: 'system' | 'user' | 'assistant' | 'tool';
	readonly content?: string | null;
	readonly tool_calls?: unknown[];
	readonly tool_call_id?: string;
}

/** A request of OpenAI's chat completions, as far as the tests read it. */
export interface ChatRequest {
	readonly model: string;
	readonly messages: readonly ChatMessage[];
	readonly tools?: ReadonlyArray<{
		readonly function: {
			readonly name: string;
			readonly description: string;
			readonly parameters: IDataObject;
		};
	}>;
	readonly stream?: boolean;
}

/** What the model says: a text to the user, or a call of one of its tools. */
export type ChatReply = string | { readonly tool: string; readonly input: IDataObject };

/** A scripted chat model. */
export interface ChatModel {
	/** What OpenAI's credential has as its base URL. */
	readonly baseUrl: string;
	/** All requests so far, in order. */
	readonly requests: readonly ChatRequest[];
	close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that serves OpenAI's chat completions with scripted answers.
 *
 * @param reply gives the answer to a request
 */
export async function startChatModel(
	reply: (request: ChatRequest) => ChatReply,
): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const app = fastify({ bodyLimit: 10_000_000 });
	app.post<{ Body: ChatRequest }>('/v1/chat/completions', async ({ body }, answer) => {
		requests.push(body);
		if (body.stream) return await answer.status(400).send({ error: { message: 'No streams' } });
		return completionOf(reply(body), requests.length, body.model);
	});
	const origin = await app.listen({ host: '127.0.0.1', port: 0 });
	return { baseUrl: `${origin}/v1`, requests, close: async () => await app.close() };
}

function completionOf(reply: ChatReply, number: number, model: string) {
	const isText = typeof reply === 'string';
	const call = isText
		? undefined
		: {
				id: `call_${number}`,
				type: 'function',
				function: { name: reply.tool, arguments: JSON.stringify(reply.input) },
			};
	return {
		id: `chatcmpl-${number}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model,
		choices: [
			{
				index: 0,
				message: {
					role: 'assistant',
					content: isText ? reply : null,
					...(call && { tool_calls: [call] }),
				},
				finish_reason: isText ? 'stop' : 'tool_calls',
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
