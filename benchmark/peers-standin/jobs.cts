/** What the benchmark and the process of its stand-ins tell each other. All plain data. */

/** What goes wrong once in a job. */
export type JobFault =
	/** One question about a task is answered 503 by a gateway. */
	| 'unavailable'
	/**
	 * One question about a task is answered 403, as when an account is looked at. Not 401: n8n itself
	 * repeats such a request for some nodes.
	 */
	| 'denied'
	/** A submit is taken and paid for, but the connection is lost before its answer. */
	| 'submitLost';

/** How all tasks of a job go. */
export interface JobPlan {
	/** Seconds from submit to end. */
	readonly seconds: number;
	/** Size of the videos; a real clip of 30 kB where left out. */
	readonly videoBytes?: number;
	readonly fault?: JobFault;
}

/** One task of a job, that is: one payment. Times are milliseconds since the epoch. */
export interface JobTask {
	readonly endsAt: number;
	/** When the question was asked that was answered with the end of the task. */
	readonly seenAt?: number;
	/** Questions about this task. */
	readonly polls: number;
}

/** What the stand-ins saw of a job. */
export interface JobRecord {
	readonly tasks: readonly JobTask[];
	/** Requests to the API: submits and questions, those that went wrong too. */
	readonly requests: number;
}

/** Where the stand-ins listen. */
export interface StandInAddresses {
	readonly novita: string;
	/** MiniMax and OpenAI. */
	readonly peers: string;
	/** `PUT /jobs/<name>` takes a `JobPlan`, `GET /jobs/<name>` answers a `JobRecord`. */
	readonly control: string;
	/** The one key that is let in at Novita. */
	readonly apiKey: string;
}
