import axios from 'axios';
import { startStandIn, type Behaviour, type StandIn } from './standin.cts';

/** Path of V2.1 Master's text to video. */
export const T2V = '/v3/async/kling-v2.1-t2v-master';
/** Path of V2.1 Master's image to video. */
export const I2V = '/v3/async/kling-v2.1-i2v-master';
/** How long a test waits for what should be there at once. */
export const LIMIT_MILLISECONDS = 5000;

/** The stand-in of a test file and the calls of a plain, trusting client. */
export interface TestClient {
	standIn: StandIn;
}

/** Starts a stand-in for the tests of a file, and makes it forget everything before each. */
export function useStandIn(): TestClient {
	const holder = {} as TestClient;
	beforeAll(async () => {
		holder.standIn = await startStandIn({ taskSeconds: 0 });
	});
	afterAll(async () => await holder.standIn.close());
	beforeEach(() => holder.standIn.reset());
	return holder;
}

/** Axios that throws for no status and follows no redirect. */
export const client = axios.create({ validateStatus: () => true, timeout: 3000, maxRedirects: 0 });

/** The header that carries a stand-in's key. */
export const auth = ({ apiKey }: StandIn) => ({ headers: { Authorization: `Bearer ${apiKey}` } });

/** Submits a body. */
export const submit = async (standIn: StandIn, body: unknown, path = T2V) =>
	await client.post(standIn.url + path, body, auth(standIn));

/** Asks for a task. */
export const status = async (standIn: StandIn, taskId: string) =>
	await client.get(`${standIn.url}/v3/async/task-result`, {
		...auth(standIn),
		params: { task_id: taskId },
	});

/** Asks for a fresh link to a task's video. */
export const link = async (standIn: StandIn, taskId: string): Promise<string> =>
	(await status(standIn, taskId)).data.videos[0].video_url;

/** Fetches a video into memory. */
export const download = async (url: string, options = {}) =>
	await client.get<Buffer>(url, { responseType: 'arraybuffer', ...options });

/** The code of the network error that a call ends with. */
export const codeOf = async (promise: Promise<unknown>): Promise<string> =>
	await promise.then(
		() => 'answered',
		(thrown: { code?: string }) => thrown.code ?? 'no code',
	);

/** Submits a task that behaves as told; returns its ID. */
export async function taskWith(standIn: StandIn, behaviour: Behaviour): Promise<string> {
	standIn.setDefault(behaviour);
	return (await submit(standIn, { prompt: 'A cat' })).data.task_id;
}
