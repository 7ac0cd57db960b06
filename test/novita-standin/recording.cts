import type { IncomingHttpHeaders } from 'node:http';

/** Which of the stand-in's three servers got a request. */
export type ServerName = 'api' | 'video' | 'other';

/** What a request was for; `unknown` where no route fits. */
export type RequestKind = 'submit' | 'status' | 'balance' | 'usage' | 'video' | 'unknown';

/**
 * How a request ended: the status of the answer, `cut` (the stand-in ended the connection early),
 * `hung` (it never answered), `aborted` (the client left early), or `pending` until one is known.
 */
export type RequestEnd = number | 'pending' | 'cut' | 'hung' | 'aborted';

/** One request, as it came over the wire. */
export interface RecordedRequest {
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly server: ServerName;
	readonly kind: RequestKind;
	readonly method: string;
	/** Without the query string. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** Names in lower case. */
	readonly headers: IncomingHttpHeaders;
	/** The parsed JSON body; undefined where there is none or it is no JSON. */
	body?: unknown;
	status: RequestEnd;
	/** The task that the request created or was about. */
	taskId?: string;
	/** How each image of the body came, once it has passed its check. */
	imageForms?: Readonly<Record<string, string>>;
	/** SHA-256 of each file that was opened by its address, by the name of its field. */
	openedFiles?: Readonly<Record<string, string>>;
	/** The API key came where it must never be: to the video server or to the third origin. */
	leakedKey: boolean;
}

/** All requests to all servers, and the listeners to every change of them. */
export class Recording {
	requests: RecordedRequest[] = [];
	private readonly listeners = new Set<() => void>();

	/** Records a new request. */
	add(request: RecordedRequest): void {
		this.requests.push(request);
		this.changed();
	}

	/** Notes how a request ended; the first ending that the stand-in itself brought about stays. */
	end(request: RecordedRequest, end: RequestEnd): void {
		if (request.status === 'cut' || request.status === 'hung') return;
		request.status = end;
		this.changed();
	}

	/** Calls the listeners. */
	changed(): void {
		for (const listener of [...this.listeners]) listener();
	}

	/** Calls the listener at each change until the returned function is called. */
	onChange(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/** Forgets all requests; those still under way are no longer listed. */
	clear(): void {
		this.requests = [];
		this.changed();
	}
}

// Conditions may depend on time alone (a task's end), which is no change here.
const RECHECK_MILLISECONDS = 50;

/**
 * Waits until a condition holds; checks it at each change and, as time passes, at an interval.
 *
 * @param description the condition in the message of the error
 * @throws Error when the limit has passed
 */
export async function waitUntil(
	recording: Recording,
	condition: () => boolean,
	limitMilliseconds: number,
	description: string,
): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const finish = (settle: () => void) => {
			clearInterval(interval);
			clearTimeout(timeout);
			stopListening();
			settle();
		};
		const check = () => {
			try {
				if (condition()) finish(resolve);
			} catch (thrown) {
				const error = thrown as Error;
				finish(() => reject(error));
			}
		};
		const interval = setInterval(check, RECHECK_MILLISECONDS);
		const timeout = setTimeout(
			() => finish(() => reject(new Error(`Not so after ${limitMilliseconds} ms: ${description}`))),
			limitMilliseconds,
		);
		const stopListening = recording.onChange(check);
		check();
	});
}
