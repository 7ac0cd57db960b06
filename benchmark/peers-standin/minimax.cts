import type { FastifyInstance } from 'fastify';
import type { PeerTask, PeerTasks } from './peerTasks.cts';

interface SubmitBody {
	readonly content: ReadonlyArray<{ readonly type: string; readonly text?: string }>;
}

const STATUSES: Readonly<Record<PeerTask['state'], string>> = {
	queued: 'queued',
	running: 'running',
	finished: 'succeeded',
};

/**
 * The routes of MiniMax that n8n's node calls for its default model, MiniMax-H3.
 * Source: platform.minimax.io/docs, video generation V2, and the node's own requests.
 */
export function minimaxRoutes(app: FastifyInstance, tasks: PeerTasks): void {
	app.post<{ Body: SubmitBody }>('/v2/video_generation', async ({ body }) => {
		const prompt = body.content.find(({ type }) => type === 'text')?.text ?? '';
		return { task_id: tasks.submit(prompt).id };
	});
	app.get<{ Params: { id: string } }>('/v2/query/video_generation/:id', async (request) => {
		const { id, state } = tasks.status(request.params.id);
		const url = `${request.protocol}://${request.host}/files/${id}.mp4`;
		return {
			task: { id, status: STATUSES[state], content: state === 'finished' ? { url } : undefined },
		};
	});
	app.get<{ Params: { id: string } }>('/files/:id.mp4', async ({ params }, reply) =>
		tasks.sendVideo(params.id, reply),
	);
}
