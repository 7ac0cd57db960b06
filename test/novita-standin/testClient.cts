import axios from 'axios';
import type { NovitaErrorBody } from './errors.cts';
import { startStandIn, type Behaviour, type StandIn } from './standin.cts';
import type { TaskResult } from './tasks.cts';

/** Path of V2.1 Master's text to video. */
export const T2V = '/v3/async/kling-v2.1-t2v-master';
/** Path of V2.1 Master's image to video. */
export const I2V = '/v3/async/kling-v2.1-i2v-master';
/** How long a test waits for what should be there at once. */
export const LIMIT_MILLISECONDS = 5000;

/** What a submit answers: a task, or the reason of its refusal. */
export type SubmitAnswer = { readonly task_id: string } & NovitaErrorBody;

/** What a status request answers: a task's result, or the reason of its refusal. */
export type StatusAnswer = TaskResult & NovitaErrorBody;

/** Axios that throws for no status and follows no redirect. Its limit is for a machine that is very busy. */
export const client = axios.create({
	validateStatus: () => true,
	timeout: 30_000,
	maxRedirects: 0,
});

/** The header that carries a stand-in's key. */
export const auth = ({ apiKey }: StandIn) => ({ headers: { Authorization: `Bearer ${apiKey}` } });

/** Fetches a video into memory. */
export const download = async (url: string, options = {}) =>
	await client.get<Buffer>(url, { responseType: 'arraybuffer', ...options });

/** The code of the network error that a call ends with. */
export const codeOf = async (promise: Promise<unknown>): Promise<string> =>
	await promise.then(
		() => 'answered',
		(thrown: unknown) => (thrown as { code?: string }).code ?? 'no code',
	);

/** A plain client of one stand-in, which trusts that an answer has the form that the test expects. */
export class TestClient {
	constructor(private readonly current: () => StandIn) {}

	/** The stand-in, once it has started. */
	get standIn(): StandIn {
		return this.current();
	}

	/** Submits a body. */
	async submit(body: unknown, path = T2V) {
		return await client.post<SubmitAnswer>(this.standIn.url + path, body, auth(this.standIn));
	}

	/** Gets the status of a task. */
	async status(taskId: string) {
		const options = { ...auth(this.standIn), params: { task_id: taskId } };
		return await client.get<StatusAnswer>(`${this.standIn.url}/v3/async/task-result`, options);
	}

	/** Gets a fresh link to a task's video. */
	async link(taskId: string): Promise<string> {
		return (await this.status(taskId)).data.videos[0].video_url;
	}

	/** Submits a task with this behaviour; returns its ID. */
	async taskWith(behaviour: Behaviour): Promise<string> {
		this.standIn.setDefault(behaviour);
		return (await this.submit({ prompt: 'A cat' })).data.task_id;
	}
}

/** Starts a stand-in for the tests of a file, and makes it forget everything before each. */
export function useStandIn(): TestClient {
	let standIn: StandIn;
	beforeAll(async () => {
		standIn = await startStandIn({ taskSeconds: 0 });
	});
	afterAll(async () => await standIn.close());
	beforeEach(() => standIn.reset());
	return new TestClient(() => standIn);
}
