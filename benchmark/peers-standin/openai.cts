import type { FastifyInstance } from 'fastify';
import type { PeerTask, PeerTasks } from './peerTasks.cts';

const STATUSES: Readonly<Record<PeerTask['state'], string>> = {
	queued: 'queued',
	running: 'in_progress',
	finished: 'completed',
};

function videoObject({ id, state }: PeerTask) {
	const progress = state === 'finished' ? 100 : 0;
	return { id, object: 'video', status: STATUSES[state], progress, error: null };
}

/** The value of a field of a form. */
function formField(form: string, name: string): string {
	return new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(form)?.[1] ?? '';
}

/**
 * The routes of OpenAI that n8n's node calls for a video.
 * Source: platform.openai.com/docs/api-reference/videos, and the node's own requests.
 */
export function openAiRoutes(app: FastifyInstance, tasks: PeerTasks): void {
	app.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	app.post<{ Body: string }>('/v1/videos', async ({ body }) =>
		videoObject(tasks.submit(formField(body, 'prompt'))),
	);
	app.get<{ Params: { id: string } }>('/v1/videos/:id', async ({ params }) =>
		videoObject(tasks.status(params.id)),
	);
	app.get<{ Params: { id: string } }>('/v1/videos/:id/content', async ({ params }, reply) =>
		tasks.sendVideo(params.id, reply),
	);
}
