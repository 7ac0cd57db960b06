import { Readable } from 'node:stream';
import { isAxiosError, type AxiosInstance } from 'axios';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { StandIn } from '../../test/novita-standin/standin.cts';
import { videoOf } from '../../test/novita-standin/videos.cts';

/** What each peer calls the states of a task, by Novita's names. */
const MINIMAX_STATUS: Readonly<Record<string, string>> = {
	TASK_STATUS_QUEUED: 'queued',
	TASK_STATUS_PROCESSING: 'running',
	TASK_STATUS_SUCCEED: 'succeeded',
};
const OPENAI_STATUS: Readonly<Record<string, string>> = {
	TASK_STATUS_QUEUED: 'queued',
	TASK_STATUS_PROCESSING: 'in_progress',
	TASK_STATUS_SUCCEED: 'completed',
};

interface ById {
	Params: { id: string };
}

interface MiniMaxSubmit {
	Body: { content: ReadonlyArray<{ type: string; text?: string }> };
}

/** The value of a field of a form. */
function formField(form: string, name: string): string {
	return new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(form)?.[1] ?? '';
}

function openAiVideo(id: string, status: string) {
	const progress = status === 'completed' ? 100 : 0;
	return { id, object: 'video', status, progress, error: null };
}

/** Novita's answer about a task, as far as it is read here. */
interface TaskResult {
	readonly task: { readonly status: string };
	readonly videos: ReadonlyArray<{ readonly video_url: string }>;
}

/** Gets a task's result from the stand-in for Novita. */
export async function resultOf(api: AxiosInstance, taskId: string): Promise<TaskResult> {
	const params = { task_id: taskId };
	return (await api.get<TaskResult>('/v3/async/task-result', { params })).data;
}

/**
 * A server with the routes of MiniMax and OpenAI that n8n's nodes call for a video. It passes everything on
 * to the stand-in for Novita: the same task times, faults and files for all.
 * Sources: platform.minimax.io/docs (video generation V2), platform.openai.com/docs/api-reference/videos,
 * and the requests of the nodes.
 */
export function createPeers(novita: StandIn, api: AxiosInstance): FastifyInstance {
	const submit = async (prompt: string): Promise<string> =>
		(await api.post<{ task_id: string }>('/v3/async/kling-v2.1-t2v-master', { prompt })).data
			.task_id;
	const statusOf = async (taskId: string): Promise<string> =>
		(await resultOf(api, taskId)).task.status;
	const sendVideo = async (id: string, reply: FastifyReply) => {
		const task = novita.task(id);
		if (!task) return await reply.code(404).send();
		const video = videoOf(task);
		const stream = Readable.from(video.chunks(), { objectMode: false });
		return await reply.header('content-length', video.bytes).type('video/mp4').send(stream);
	};

	const app = fastify({ forceCloseConnections: true });
	app.setErrorHandler(async (thrown, request, reply) => {
		if (!isAxiosError(thrown)) throw thrown;
		if (thrown.response) return await reply.code(thrown.response.status).send();
		reply.hijack();
		request.raw.socket.resetAndDestroy();
	});

	app.post<MiniMaxSubmit>('/v2/video_generation', async ({ body }) => {
		const prompt = body.content.find(({ type }) => type === 'text')?.text ?? '';
		return { task_id: await submit(prompt) };
	});
	app.get<ById>('/v2/query/video_generation/:id', async ({ params: { id }, protocol, host }) => {
		const status = MINIMAX_STATUS[await statusOf(id)];
		const url = `${protocol}://${host}/files/${id}.mp4`;
		return { task: { id, status, content: status === 'succeeded' ? { url } : undefined } };
	});
	app.get<ById>('/files/:id.mp4', async ({ params }, reply) => await sendVideo(params.id, reply));

	app.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	app.post<{ Body: string }>('/v1/videos', async ({ body }) =>
		openAiVideo(await submit(formField(body, 'prompt')), 'queued'),
	);
	app.get<ById>('/v1/videos/:id', async ({ params: { id } }) =>
		openAiVideo(id, OPENAI_STATUS[await statusOf(id)]),
	);
	app.get<ById>('/v1/videos/:id/content', async ({ params }, reply) => sendVideo(params.id, reply));
	return app;
}
