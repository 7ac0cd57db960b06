/** How a task stands in the log. `submitting` until its ID is known: the outcome is unknown till then. */
export type LogStatus = 'submitting' | 'submitted' | 'delivered' | 'failed' | 'unknown';

/** One row of the log: what people read, and below it what the node knows a request by. */
export interface LogRow {
	readonly status: LogStatus;
	readonly taskId: string;
	/** ISO 8601 time at which the request was sent. */
	readonly submittedAt: string;
	/** ISO 8601 time at which the task was delivered or failed. */
	readonly endedAt: string | null;
	readonly model: string;
	readonly operation: string;
	/** The beginning of the prompt; empty where the workflow keeps no execution data. */
	readonly prompt: string;
	/** Seconds of video that were ordered. */
	readonly seconds: number | null;
	/** The mode that was ordered, such as Professional; empty where the model has none. */
	readonly mode: string;
	/** Seconds from the submit until the video was ready, as far as it was seen; see usualTimes.ts. */
	readonly tookSeconds: number | null;
	/** US dollars that the video probably costs; null where no price is known. */
	readonly estimatedCostUsd: number | null;
	readonly workflow: string;
	readonly node: string;
	readonly execution: string;
	readonly item: number;
	/** How the task ended, in words. */
	readonly ending: string;
	/** The user's name for the order; empty where there is none. */
	readonly idempotencyKey: string;
	/** The workflow in which the key counts. */
	readonly workflowId: string;
	/** The run that submitted it; see identity.ts. */
	readonly runKey: string;
	/** The node of a manual run that submitted it; empty in production. */
	readonly manualKey: string;
	/** Hash of all that was sent. */
	readonly fingerprint: string;
	/** Hash of what the request was made from; see submit/ledgerEntries.ts. */
	readonly source: string;
}

/** A row as n8n stores it, with its number. */
export interface StoredRow extends LogRow {
	readonly id: number;
	/** When n8n stored the row: an ISO 8601 time, or a date in some versions. */
	readonly createdAt: string | Date;
}

/** The types of the columns, in the order in which n8n shows them. */
export const COLUMNS = {
	submittedAt: 'date',
	status: 'string',
	model: 'string',
	operation: 'string',
	prompt: 'string',
	seconds: 'number',
	mode: 'string',
	tookSeconds: 'number',
	estimatedCostUsd: 'number',
	taskId: 'string',
	ending: 'string',
	endedAt: 'date',
	workflow: 'string',
	node: 'string',
	execution: 'string',
	item: 'number',
	idempotencyKey: 'string',
	workflowId: 'string',
	runKey: 'string',
	manualKey: 'string',
	fingerprint: 'string',
	source: 'string',
} as const satisfies Readonly<Record<keyof LogRow, 'string' | 'number' | 'date'>>;
