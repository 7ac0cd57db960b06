import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { STRICT_VALIDATION } from './bodySchema.cts';
import { novitaError, Refusal } from './errors.cts';
import type { RecordedRequest, RequestKind, ServerName } from './recording.cts';
import type { StandInState } from './state.cts';

declare module 'fastify' {
	interface FastifyRequest {
		/** What is recorded of this request. */
		record: RecordedRequest;
	}
	interface FastifyContextConfig {
		kind?: RequestKind;
	}
}

// An image of 10 MB is 13.4 MB of base64; larger ones must still get the documented answer.
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

function carriesKey(request: FastifyRequest, apiKey: string): boolean {
	const sent = [request.url, ...Object.values(request.headers).flat()].join('\n');
	return request.headers.authorization !== undefined || sent.includes(apiKey);
}

function recordOf(name: ServerName, request: FastifyRequest, state: StandInState): RecordedRequest {
	return {
		at: Date.now(),
		server: name,
		kind: request.routeOptions.config.kind ?? 'unknown',
		method: request.method,
		path: request.url.split('?', 1)[0],
		query: { ...(request.query as Record<string, string>) },
		headers: request.headers,
		status: 'pending',
		leakedKey: name !== 'api' && carriesKey(request, state.apiKey),
	};
}

function logLine(record: RecordedRequest, apiKey: string): string {
	const time = new Date(record.at).toISOString().slice(11, 19);
	const task = record.taskId === undefined ? '' : ` task ${record.taskId}`;
	const line = `${time} ${record.server} ${record.method} ${record.path} ${record.status}${task}`;
	return line.replaceAll(apiKey, '***');
}

/** Writes down every request from its first header to its end. */
function recordRequests(app: FastifyInstance, name: ServerName, state: StandInState): void {
	app.decorateRequest('record');
	app.addHook('onRequest', async (request, reply) => {
		const record = recordOf(name, request, state);
		request.record = record;
		state.recording.add(record);
		reply.raw.once('close', () => {
			if (!reply.raw.writableFinished) state.recording.end(record, 'aborted');
			state.log(logLine(record, state.apiKey));
		});
	});
	app.addHook('preValidation', async (request) => {
		request.record.body = request.body;
	});
	app.addHook('onSend', async (request, reply) => {
		state.recording.end(request.record, reply.statusCode);
	});
}

interface FrameworkError {
	readonly statusCode?: number;
	readonly message: string;
}

/** Creates one of the stand-in's servers, without routes. */
export function createServer(name: ServerName, state: StandInState): FastifyInstance {
	const app = fastify({
		bodyLimit: BODY_LIMIT_BYTES,
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		// Looking for these names takes as long as reading an image; no body is merged into anything.
		onProtoPoisoning: 'ignore',
		onConstructorPoisoning: 'ignore',
		ajv: STRICT_VALIDATION,
	});
	recordRequests(app, name, state);
	app.setErrorHandler(async (thrown: Error & FrameworkError, _request, reply) => {
		if (thrown instanceof Refusal) return reply.code(thrown.body.code).send(thrown.body);
		// The framework refuses bodies that are no JSON; anything else is a fault of the stand-in itself.
		const refused = thrown.statusCode !== undefined && thrown.statusCode < 500;
		const body = refused
			? novitaError('INVALID_REQUEST_BODY', { message: thrown.message })
			: novitaError('STAND_IN_BROKEN', { status: 500, message: thrown.stack });
		return reply.code(body.code).send(body);
	});
	return app;
}
