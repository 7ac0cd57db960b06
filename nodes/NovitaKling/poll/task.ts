import type { IDataObject } from 'n8n-workflow';

import type { UsualTime } from './usualTime';

/**
 * How a run came to know a task: it submitted it now, an earlier try of the same execution did, or the
 * user named it.
 */
export type TaskOrigin = 'submitted' | 'resumed' | 'named';

/** A task at Novita that this run takes care of. */
export interface Task {
	readonly taskId: string;
	readonly origin: TaskOrigin;
	/** Milliseconds since 1970 from which the schedule counts. */
	readonly submittedAt: number;
	/** Milliseconds since 1970 after which the task is not waited for any more. */
	readonly deadline: number;
	/** In a check of a suspended run: milliseconds since 1970 at which it ends, unless the video is ready. */
	readonly pollUntil?: number;
	/** What it probably costs, in millionths of a US dollar; undefined where that is not known. */
	readonly cost?: number;
	/** How long such tasks took lately; undefined where that is not known. */
	readonly usual?: UsualTime;
	/** Whether the item's values were others when an earlier try submitted it. */
	readonly hasOtherValues?: boolean;
	/** Novita's answer to the submit of this run. */
	readonly submitAnswer?: IDataObject;
}

/** Milliseconds until a deadline, never negative. */
export function remaining(deadline: number): number {
	return Math.max(deadline - Date.now(), 0);
}
