import { randomUUID } from 'node:crypto';
import type { Behaviour } from './faults.cts';

/** What a new task is made of. */
export interface NewTask {
	/** The path of the submit. */
	readonly path: string;
	readonly body: Readonly<Record<string, unknown>>;
	readonly behaviour: Behaviour;
	/** Time from submit to end. */
	readonly seconds: number;
	/** Whether a submit created it; false for tasks of `addTask`. */
	readonly paid: boolean;
	readonly taskId?: string;
	/** Width and height of the first frame, where it was in the body. */
	readonly pixels?: { readonly width: number; readonly height: number };
}

/** A task as the stand-in keeps it. Times are milliseconds since the epoch. */
export interface StandInTask extends NewTask {
	readonly taskId: string;
	readonly submittedAt: number;
	/** `Infinity` for a task that never ends. */
	endsAt: number;
	statusRequests: number;
	/** Answers with the task's success, faults not counted. */
	successAnswers: number;
	/** Downloads begun with a link that was still good. */
	downloads: number;
	/** Downloads whose last byte was sent, with nothing wrong about them. */
	downloadsCompleted: number;
}

/** The states that a task goes through. */
export type TaskState = 'QUEUED' | 'PROCESSING' | 'SUCCEED' | 'FAILED';

const MILLISECONDS = 1000;
// A task is queued for this part of its time.
const QUEUED_PART = 0.2;

/** All tasks: those that were paid for, in order, and those that were there before. */
export class TaskStore {
	readonly paid: StandInTask[] = [];
	private readonly byId = new Map<string, StandInTask>();

	/** Creates a task; from now on its time runs. */
	create(task: NewTask): StandInTask {
		const submittedAt = Date.now();
		const never = task.behaviour.ending === 'never';
		const created: StandInTask = {
			...task,
			taskId: task.taskId ?? randomUUID(),
			submittedAt,
			endsAt: never ? Infinity : submittedAt + task.seconds * MILLISECONDS,
			statusRequests: 0,
			successAnswers: 0,
			downloads: 0,
			downloadsCompleted: 0,
		};
		this.byId.set(created.taskId, created);
		if (task.paid) this.paid.push(created);
		return created;
	}

	/** Ends a task at this moment instead of later. */
	end(taskId: string): void {
		const task = this.byId.get(taskId);
		if (task === undefined) throw new Error(`The stand-in has no task ${taskId}`);
		task.endsAt = Math.min(task.endsAt, Date.now());
	}

	/** Finds a task by its ID, paid or not. */
	find(taskId: string): StandInTask | undefined {
		return this.byId.get(taskId);
	}
}

/** Where a task stands at a moment. */
export function stateOf(task: StandInTask, now: number): TaskState {
	if (now >= task.endsAt) return task.behaviour.ending === 'failed' ? 'FAILED' : 'SUCCEED';
	const queuedUntil = task.submittedAt + (task.endsAt - task.submittedAt) * QUEUED_PART;
	// A task that never ends is processed for ever; being stuck in the queue is a fault of its own.
	return now < queuedUntil && Number.isFinite(queuedUntil) ? 'QUEUED' : 'PROCESSING';
}

function etaOf(task: StandInTask, now: number): number {
	const { eta = 'exact' } = task.behaviour;
	if (typeof eta === 'number') return eta;
	const left = (task.endsAt - now) / MILLISECONDS;
	return eta === 'exact' && Number.isFinite(left) ? Math.ceil(left) : 0;
}

function progressOf(task: StandInTask, now: number): number {
	const whole = task.endsAt - task.submittedAt;
	return Math.floor(((now - task.submittedAt) / whole) * 100);
}

/** `kling-v2.1-t2v-master` as `KLING_V2_1_T2V_MASTER`. */
function taskTypeOf(task: StandInTask): string {
	const name = task.path.slice(task.path.lastIndexOf('/') + 1);
	return name.replaceAll(/[-.]/g, '_').toUpperCase();
}

const DEFAULT_FAILURE = 'The video could not be generated';

/** One video of a task result. */
export interface ResultVideo {
	readonly video_url: string;
	/** A string, and "0" in captured answers, whatever the link's true lifetime. */
	readonly video_url_ttl: string;
	readonly video_type: 'mp4';
	readonly nsfw_detection_result: null;
}

/** What a test may change about a task result. */
export interface ResultChanges {
	readonly status?: string;
	readonly reason?: string;
	readonly videos?: readonly ResultVideo[];
}

/** Builds a video of a task result, quirks included. */
export function resultVideo(task: StandInTask, videoUrl: string): ResultVideo {
	return {
		video_url: videoUrl,
		video_url_ttl: task.behaviour.videoUrlTtl ?? '0',
		video_type: 'mp4',
		nsfw_detection_result: null,
	};
}

/** The answer of the task result call. */
export type TaskResult = ReturnType<typeof taskResult>;

/** Builds the answer of the task result call, with the quirks of captured answers. */
export function taskResult(task: StandInTask, now: number, changes: ResultChanges = {}) {
	const state = stateOf(task, now);
	const running = state === 'QUEUED' || state === 'PROCESSING';
	const reason = state === 'FAILED' ? (task.behaviour.reason ?? DEFAULT_FAILURE) : '';
	return {
		extra: {
			seed: '',
			debug_info: {
				request_info: '',
				submit_time_ms: String(task.submittedAt),
				execute_time_ms: state === 'QUEUED' ? '' : String(task.submittedAt),
				complete_time_ms: running ? '' : String(task.endsAt),
			},
		},
		task: {
			task_id: task.taskId,
			status: changes.status ?? `TASK_STATUS_${state}`,
			reason: changes.reason ?? reason,
			task_type: taskTypeOf(task),
			eta: running ? etaOf(task, now) : 0,
			// Captured answers have 0 on success, never 100.
			progress_percent: state === 'PROCESSING' ? progressOf(task, now) : 0,
		},
		images: [],
		videos: changes.videos ?? [],
		audios: [],
	};
}
