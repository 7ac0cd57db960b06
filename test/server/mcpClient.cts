import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

/** Several tries of a tool on a small machine. */
const CALL_LIMIT_MS = 120_000;

const HEADERS = { accept: 'application/json, text/event-stream' };

/** What a tool answered, as an MCP client reads it. */
export interface ToolAnswer {
	readonly text: string;
	readonly isError: boolean;
}

/** A client of the Model Context Protocol over streamable HTTP, as far as the tests need it. */
export class McpClient {
	private messages = 0;

	private constructor(
		private readonly url: string,
		private readonly session: Record<string, string>,
	) {}

	/** Begins a session with a server. */
	static async connect(url: string): Promise<McpClient> {
		const body = {
			jsonrpc: '2.0',
			id: 0,
			method: 'initialize',
			params: {
				protocolVersion: '2025-03-26',
				capabilities: {},
				clientInfo: { name: 'tests', version: '1' },
			},
		};
		const { headers } = await axios.post(url, body, { headers: HEADERS });
		const client = new McpClient(url, { 'mcp-session-id': String(headers['mcp-session-id']) });
		await client.send({ method: 'notifications/initialized' });
		return client;
	}

	/** The names of the server's tools. */
	async tools(): Promise<string[]> {
		const { tools } = await this.request<{ tools: Array<{ name: string }> }>('tools/list', {});
		return tools.map(({ name }) => name);
	}

	/** Calls a tool, and waits for its answer. */
	async call(name: string, input: IDataObject): Promise<ToolAnswer> {
		const { content, isError } = await this.request<{
			content: Array<{ text?: string }>;
			isError?: boolean;
		}>('tools/call', { name, arguments: input });
		return { text: content.map(({ text }) => text).join(), isError: isError === true };
	}

	private async request<T>(method: string, params: IDataObject): Promise<T> {
		this.messages += 1;
		const answer = await this.send({ id: this.messages, method, params });
		// One event of a stream, whose data is the message.
		const [data] = /(?<=^data: ).+$/m.exec(answer) ?? [answer];
		const message = JSON.parse(data) as { result?: T; error?: unknown };
		if (!message.result) throw new Error(`${method} was answered ${answer}`);
		return message.result;
	}

	private async send(message: IDataObject): Promise<string> {
		const { data } = await axios.post<string>(
			this.url,
			{ jsonrpc: '2.0', ...message },
			{
				headers: { ...HEADERS, ...this.session },
				responseType: 'text',
				transformResponse: (text: string) => text,
				timeout: CALL_LIMIT_MS,
			},
		);
		return data;
	}
}
