import type { Task } from '../poll/task';
import type { VideoRequest } from '../request/videoRequest';
import type { ConcurrencyLimit } from '../transport/limits';
import type { NovitaApi } from '../transport/novitaApi';
import type { SubmitTurns } from '../transport/submitTurns';
import type { ImageForms } from './imageForms';
import type { LedgerRecord } from './ledgerRecord';

/** What a submit needs of its run. */
export interface Submitting {
	readonly api: Pick<NovitaApi, 'submit'>;
	/** When a submit may be sent: Novita limits how many it takes a minute. */
	readonly submitTurns: SubmitTurns;
	readonly imageForms: ImageForms;
	/** Submits with an image file that are in the task log at a time, because they may take long. */
	readonly imageSubmits: ConcurrencyLimit;
	/** Fires when the run ends. */
	readonly signal: AbortSignal;
	/** Milliseconds that a request which is being answered still gets once the run has ended. */
	readonly stopGrace: () => number;
	/** Writes a new task's ID into the execution and into n8n's log, where it outlives a Stop. */
	readonly recordTask: (taskId: string, itemIndex: number) => void;
}

/** A request whose row is in the task log, and how it ended. */
export interface LoggedRequest {
	/** Number of its row; undefined where the log is off or cannot be written. */
	readonly row?: number;
	/** The request made a task. */
	submitted(taskId: string): void;
	/** The request surely made no task. */
	refused(): void;
	/** Nobody knows whether the request made a task. */
	unknown(why: string): void;
}

/** Whether a request may leave, or an order of the same key has its task already. */
export type Claim =
	| { readonly request: LoggedRequest }
	| { readonly task: Pick<Task, 'taskId' | 'submittedAt' | 'cost'> };

/** A request to be submitted for one item. */
export interface Submission {
	readonly itemIndex: number;
	readonly request: VideoRequest;
	/** What it probably costs, in millionths of a US dollar; undefined where that is not known. */
	readonly cost?: number;
	/** What the ledger knows of the request. */
	readonly record: LedgerRecord;
	/** Commits the request to the task log, right before it leaves. */
	readonly logRequest: () => Promise<Claim>;
	/** Milliseconds that the whole item may take. */
	readonly timeout: number;
	/** Whether the user allows a request of unknown outcome to be sent again. */
	readonly resubmitUnknown: boolean;
}
