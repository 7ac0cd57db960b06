import type { IDataObject } from 'n8n-workflow';

import { type Answer, isObject } from './answers';

/** The status of a task. `unknown` is any that Novita does not document: it means not finished. */
export type TaskStatus = 'queued' | 'processing' | 'succeeded' | 'failed' | 'unknown';

/** What one answer says about a task. */
export interface TaskSnapshot {
	readonly status: TaskStatus;
	/** The task that the answer is about, where it says so. */
	readonly taskId?: string;
	/** Why the task failed, in Novita's words. */
	readonly reason?: string;
	/** How many more seconds Novita expects the task to take. */
	readonly etaSeconds?: number;
	/** Milliseconds from the submit to the end, where Novita tells both: `extra.debug_info` of the task result's page. */
	readonly tookMilliseconds?: number;
	/** Percent done, as Novita says it; not to be relied on. */
	readonly progressPercent?: number;
	readonly videoUrl?: string;
	/** ISO 8601 time; only where the answer tells how long the link lives. */
	readonly videoUrlExpiresAt?: string;
	/** Format in Novita's words, e.g. mp4. */
	readonly videoType?: string;
	/** Novita's whole answer. */
	readonly raw: IDataObject;
}

/**
 * Source: novita.ai/docs/api-reference/model-apis-task-result, field `status`. Succeeded is not
 * documented, but is what the other words would lead one to expect.
 */
const STATUSES: ReadonlyMap<string, TaskStatus> = new Map([
	['TASK_STATUS_QUEUED', 'queued'],
	['TASK_STATUS_PROCESSING', 'processing'],
	['TASK_STATUS_SUCCEED', 'succeeded'],
	['TASK_STATUS_SUCCEEDED', 'succeeded'],
	['TASK_STATUS_FAILED', 'failed'],
]);

/** Whether a task has ended with a video that can be fetched. */
export function hasVideo(snapshot: TaskSnapshot | undefined): boolean {
	return snapshot?.status === 'succeeded' && snapshot.videoUrl !== undefined;
}

/** A longer life than ten years is nonsense, and more may not be a date at all. */
const MAX_LINK_SECONDS = 10 * 365 * 24 * 60 * 60;

/**
 * Reads the task out of an answer of the task result route.
 *
 * @param now milliseconds since 1970, from which a link's lifetime counts
 * @returns undefined where the answer is not about a task
 */
export function readTaskSnapshot(answer: Answer, now: number): TaskSnapshot | undefined {
	const raw = answer.json;
	const task = raw?.task;
	if (answer.status !== 200 || !raw || !isObject(task) || typeof task.status !== 'string') {
		return undefined;
	}
	return {
		status: STATUSES.get(task.status) ?? 'unknown',
		taskId: textOf(task.task_id),
		reason: textOf(task.reason),
		etaSeconds: positiveNumberOf(task.eta),
		progressPercent: positiveNumberOf(task.progress_percent),
		tookMilliseconds: readTime(raw),
		...readVideo(raw, now),
		raw,
	};
}

/** Both times are texts, and empty in the example of Novita's page. */
function readTime({ extra }: IDataObject): number | undefined {
	const info = isObject(extra) ? extra.debug_info : undefined;
	if (!isObject(info)) return undefined;
	const submittedAt = positiveNumberOf(info.submit_time_ms);
	const completedAt = positiveNumberOf(info.complete_time_ms);
	if (submittedAt === undefined || completedAt === undefined) return undefined;
	return positiveNumberOf(completedAt - submittedAt);
}

type VideoPart = Pick<TaskSnapshot, 'videoUrl' | 'videoUrlExpiresAt' | 'videoType'>;

function readVideo(raw: IDataObject, now: number): VideoPart {
	const videos: unknown[] = Array.isArray(raw.videos) ? raw.videos : [];
	const video = videos.find((entry) => isObject(entry) && textOf(entry.video_url));
	if (!isObject(video)) return {};
	// A captured answer has a lifetime of "0" for a link that works for an hour: it says nothing.
	const secondsToLive = positiveNumberOf(video.video_url_ttl);
	return {
		videoUrl: textOf(video.video_url),
		videoUrlExpiresAt:
			secondsToLive && secondsToLive < MAX_LINK_SECONDS
				? new Date(now + secondsToLive * 1000).toISOString()
				: undefined,
		videoType: textOf(video.video_type),
	};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() ? value.trim() : undefined;
}

function positiveNumberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}
