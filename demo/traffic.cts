import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** What a request of the node is for. */
export type RequestKind = 'submit' | 'status' | 'download';

/** Called for each request that goes out. */
export type RequestListener = (kind: RequestKind, taskId: string | undefined) => void;

const TASK_PATH = '/v3/async/task-result';

/** Node.js publishes every request of this process on this channel, whichever library sends it. */
const CHANNEL = 'http.client.request.start';

function kindOf(method: string, path: string): RequestKind {
	if (method === 'POST') return 'submit';
	return path === TASK_PATH ? 'status' : 'download';
}

/**
 * Observes the requests that really leave this process, each for the run that it belongs to. It only
 * listens, and puts nothing between n8n and the network.
 */
export class Traffic {
	private readonly listeners = new AsyncLocalStorage<RequestListener>();

	constructor() {
		subscribe(CHANNEL, this.onRequest);
	}

	/** Does some work and calls the listener for every request that it sends, however deep inside. */
	async watch<Result>(listener: RequestListener, work: () => Promise<Result>): Promise<Result> {
		return await this.listeners.run(listener, work);
	}

	/** Stops listening. */
	close(): void {
		unsubscribe(CHANNEL, this.onRequest);
	}

	private readonly onRequest = (message: unknown): void => {
		const listener = this.listeners.getStore();
		if (listener === undefined) return;
		const { request } = message as { request: ClientRequest };
		// The host plays no part: only path and query are read.
		const { pathname, searchParams } = new URL(request.path, 'http://host');
		const kind = kindOf(request.method, pathname);
		listener(kind, kind === 'status' ? (searchParams.get('task_id') ?? undefined) : undefined);
	};
}
