/**
 * How a test makes the stand-in misbehave: plain data, no code. A list of faults is met in
 * order: the nth request meets the nth entry, and after the list's end everything is normal.
 */

/** How often in a row an entry of a list is met; `Infinity` for ever. One time when left out. */
export interface Repeated {
	readonly times?: number;
}

/** Shapes of JSON (or what claims to be) that no client expects in a 200 answer. */
export type OddShape =
	| 'array'
	| 'null'
	| 'number'
	| 'string'
	| 'emptyObject'
	| 'emptyBody'
	| 'truncated'
	| 'wrongTypes'
	| 'deep'
	| 'proto';

/** Where a redirect leads: the third origin, the same address again (a loop), or any address. */
export type RedirectTarget = 'otherHost' | 'self' | { readonly url: string };

/** Faults that any request to the API can meet. */
export type AnswerFault = Repeated &
	/** An error of Novita's list, in Novita's form; the status follows from the reason unless given. */
	(| {
				readonly kind: 'refuse';
				readonly reason: string;
				readonly status?: number;
				readonly message?: string;
				readonly metadata?: Readonly<Record<string, string>>;
		  }
		/** 429 RATE_LIMIT_EXCEEDED; `Retry-After` as seconds (default) or HTTP date, or left out. */
		| {
				readonly kind: 'rateLimit';
				readonly retryAfterSeconds?: number;
				readonly retryAfterAs?: 'seconds' | 'date';
		  }
		/** A gateway's answer, which is not in Novita's form. */
		| {
				readonly kind: 'gateway';
				readonly status: number;
				readonly body?: 'html' | 'text' | 'empty';
				readonly retryAfterSeconds?: number;
		  }
		/** A page of HTML with status 200 (or another one). */
		| { readonly kind: 'html'; readonly status?: number }
		/** The plain 404 of a retired model's route. */
		| { readonly kind: 'routeNotFound' }
		/** 200 with JSON that no client expects. */
		| { readonly kind: 'oddJson'; readonly shape: OddShape }
		/** Any chosen answer. */
		| {
				readonly kind: 'answer';
				readonly status?: number;
				readonly contentType?: string;
				readonly headers?: Readonly<Record<string, string>>;
				readonly text: string;
		  }
		/** The connection ends without an answer: by RST (default) or by a quiet FIN. */
		| { readonly kind: 'reset'; readonly how?: 'rst' | 'fin' }
		/** Headers and half of the body of a 200 answer, then RST. */
		| { readonly kind: 'cutAnswer' }
		/** No answer; the connection stays open until the client or the stand-in closes it. */
		| { readonly kind: 'hang' }
		/** A body of JSON that never ends. */
		| { readonly kind: 'endless'; readonly bytesPerSecond?: number }
		/** A valid JSON object of about this many bytes. */
		| { readonly kind: 'huge'; readonly bytes: number }
		| { readonly kind: 'redirect'; readonly to?: RedirectTarget; readonly status?: number }
		/** The normal answer, later. */
		| { readonly kind: 'delay'; readonly seconds: number }
	);

/**
 * Faults of a submit. With `accepted`, the task is created (so it is paid for) before the fault; an
 * answer such as 502, a reset or a hang then hides the task ID from the client.
 */
export type SubmitFault = (AnswerFault | UncleanEnd) & { readonly accepted?: boolean };

/** The whole normal answer about a task that exists, but the connection ends before the announced length. */
export type UncleanEnd = Repeated & { readonly kind: 'uncleanEnd'; readonly how?: 'rst' | 'fin' };

/** Faults of a status request. */
export type StatusFault =
	| AnswerFault
	| (Repeated &
			/** Any status string, known (stuck in the queue) or not; with the video beside it if asked for. */
			(| {
						readonly kind: 'status';
						readonly status: string;
						readonly reason?: string;
						readonly hasVideo?: true;
				  }
				/** 404 TASK_NOT_FOUND. */
				| { readonly kind: 'lost' }
				/** Succeeded, but the video is left out in one of three ways (default: an empty list). */
				| {
						readonly kind: 'succeededWithoutUrl';
						readonly how?: 'emptyList' | 'noList' | 'emptyUrl';
				  }
				/** Succeeded with any chosen video URL (`javascript:`, `file:`, user:password@ …). */
				| { readonly kind: 'videoUrl'; readonly url: string }
				/** A 200 answer without the `task` object. */
				| { readonly kind: 'taskMissing' }
			));

/** Faults of a download from the video origin. */
export type VideoFault = Repeated &
	/** 403, and this link stays expired; the next status of the task has a fresh one. */
	(| { readonly kind: 'expired' }
		| { readonly kind: 'slow'; readonly bytesPerSecond: number }
		/** RST in mid-body, after this many bytes (default: half). */
		| { readonly kind: 'cutShort'; readonly afterBytes?: number }
		/** The connection ends quietly, 1000 bytes before the announced length. */
		| { readonly kind: 'shorterThanLength' }
		/** More bytes than announced (default 1000). */
		| { readonly kind: 'longerThanLength'; readonly extraBytes?: number }
		/** Chunked, no Content-Length; with `cutAfterBytes` the connection is reset there. */
		| { readonly kind: 'noLength'; readonly cutAfterBytes?: number }
		| { readonly kind: 'redirect'; readonly to?: RedirectTarget; readonly status?: number }
		/** A file that is no video, with status 200, under its own content type or as `video/mp4`. */
		| {
				readonly kind: 'notVideo';
				readonly content?: 'text' | 'html' | 'empty';
				readonly contentType?: string;
		  }
		/** Another file in place of the video, or its first bytes; called `video/mp4` whatever it is. */
		| { readonly kind: 'file'; readonly path: string; readonly cutAfterBytes?: number }
		/** Packed with gzip, under the length of the packed bytes (default) or without one. */
		| { readonly kind: 'packed'; readonly announced?: boolean }
		/** 203, as a proxy answers that passes the file on. */
		| { readonly kind: 'passedOn' }
		/** 206 with the bytes from the first to the last of a range; the whole file by default. */
		| { readonly kind: 'range'; readonly first?: number; readonly last?: number }
		/** A video-like body of this many bytes; announced in Content-Length by default. */
		| { readonly kind: 'tooLarge'; readonly bytes: number; readonly announced?: boolean }
		/** Hangs before the headers, or in the body after this many bytes. */
		| { readonly kind: 'hang'; readonly afterBytes?: number }
		| { readonly kind: 'reset'; readonly how?: 'rst' | 'fin' }
		| {
				readonly kind: 'gateway';
				readonly status: number;
				readonly body?: 'html' | 'text' | 'empty';
		  }
	);

/** A list of faults; `'none'` is short for an entry that behaves normally. */
export type Faults<F> = ReadonlyArray<F | 'none'>;

/** What happens to a submit and to the task that it creates. */
export interface Behaviour {
	/** Seconds from submit to end; the stand-in's `taskSeconds` when left out. */
	readonly seconds?: number;
	/** How the task ends; `succeeded` by default. */
	readonly ending?: 'succeeded' | 'failed' | 'never';
	/** The text in `task.reason` of a failed task. */
	readonly reason?: string;
	/** Met by the nth submit that this rule matches. */
	readonly submit?: Faults<SubmitFault>;
	/** Met by the nth status request of a task. */
	readonly status?: Faults<StatusFault>;
	/** Met by the nth download of a task. */
	readonly video?: Faults<VideoFault>;
	/** `eta` while the task runs: the truth (default), nothing (0), or a fixed number. */
	readonly eta?: 'exact' | 'none' | number;
	/** Serve a generated, video-like body of this many bytes in place of a real file. */
	readonly videoBytes?: number;
	/** The first n answers of a succeeded task come with an empty list of videos. */
	readonly withoutVideoUrlFor?: number;
	/** `video_url_ttl` of every answer; `"0"` as in captured answers when left out. */
	readonly videoUrlTtl?: string;
}

/** Which submits a behaviour is for; a property left out matches everything. */
export interface Match {
	/** The prompt: a string must be equal, a regular expression must be found in it. */
	readonly prompt?: string | RegExp;
	/** The path: a string is the whole path or its last part (`kling-v2.1-t2v-master`). */
	readonly path?: string | RegExp;
}
