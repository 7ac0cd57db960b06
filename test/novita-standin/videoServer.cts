import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { wholeAnswer } from './answerScripts.cts';
import { faultAt } from './rules.cts';
import { createServer } from './server.cts';
import type { StandInState } from './state.cts';
import type { StandInTask } from './tasks.cts';
import { storeError, videoScript, wholeVideo } from './videoScripts.cts';
import { videoOf } from './videos.cts';
import { play, type WireScript } from './wire.cts';

/** A download whose link has been checked. */
interface GoodRequest {
	readonly task: StandInTask;
	readonly signature: string;
}

/** Checks what any host of videos checks; returns the refusal or the task. */
function admit(request: FastifyRequest, state: StandInState): WireScript | GoodRequest {
	const { record } = request;
	if (record.leakedKey) {
		return storeError(400, 'InvalidArgument', 'Only one auth mechanism allowed');
	}
	const link = state.links.check(record.path, record.query, Date.now());
	if (!link.good) return storeError(403, link.code, 'Request has expired or is not signed');
	// The signature is for GET, so it does not fit HEAD.
	if (request.method !== 'GET') return storeError(403, 'SignatureDoesNotMatch', 'Signed for GET');
	record.taskId = link.taskId;
	const task = state.tasks.find(link.taskId);
	if (task === undefined) return storeError(404, 'NoSuchKey', 'The file does not exist');
	return { task, signature: link.signature };
}

function completed(task: StandInTask, state: StandInState): () => void {
	return () => {
		task.downloadsCompleted += 1;
		state.recording.changed();
	};
}

/** Counts a download and finds out what it meets. */
function download(request: FastifyRequest, good: GoodRequest, state: StandInState): WireScript {
	const { task } = good;
	const fault = faultAt(task.behaviour.video, task.downloads);
	task.downloads += 1;
	const onComplete = completed(task, state);
	if (fault === undefined) return wholeVideo(videoOf(task), onComplete);
	if (fault.kind === 'expired') state.links.expire(good.signature);
	const place = { url: request.url, otherOrigin: state.origins.other };
	return videoScript(fault, { body: videoOf(task), place, onComplete });
}

type Serve = (request: FastifyRequest) => WireScript;

function serveAll(app: FastifyInstance, state: StandInState, serve: Serve): FastifyInstance {
	const handler = async (request: FastifyRequest, reply: FastifyReply) => {
		await play(request, reply, state.recording, serve(request));
		return reply;
	};
	app.all('/*', { config: { kind: 'video' } }, handler);
	return app;
}

/** Creates the host of the videos, which knows no API key and must never see one. */
export function createVideoServer(state: StandInState): FastifyInstance {
	return serveAll(createServer('video', state), state, (request) => {
		const admitted = admit(request, state);
		return 'task' in admitted ? download(request, admitted, state) : admitted;
	});
}

/**
 * Creates the third host, where redirects lead: it serves good links without faults of its own, and
 * everything else is written down and answered 404.
 */
export function createOtherServer(state: StandInState): FastifyInstance {
	return serveAll(createServer('other', state), state, (request) => {
		const admitted = admit(request, state);
		if ('task' in admitted) {
			const { task } = admitted;
			return wholeVideo(videoOf(task), completed(task, state));
		}
		return request.record.leakedKey ? admitted : wholeAnswer(404, 'text/plain', 'not here');
	});
}
