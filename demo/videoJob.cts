import type { Example } from './example.cts';
import type { SavedVideo } from './savedVideo.cts';
import type { RequestKind } from './traffic.cts';

/** The phases of a video, in their order. */
export type Phase = 'starting' | 'submitting' | 'making' | 'downloading' | Ending;

/** How a run ended. */
export type Ending = 'done' | 'failed' | 'canceled';

/** Why there is no video, in the node's words. */
export interface Failure {
	readonly message: string;
	readonly advice?: string;
}

const TITLES = { 'text-to-video': 'Text to video', 'image-to-video': 'Image to video' } as const;

const PHASE_OF: Readonly<Record<RequestKind, Phase>> = {
	submit: 'submitting',
	status: 'making',
	download: 'downloading',
};

/** The state of one workflow and its video, for the display. Times are those of `performance.now()`. */
export class VideoJob {
	phase: Phase = 'starting';
	taskId: string | undefined;
	video: SavedVideo | undefined;
	failure: Failure | undefined;
	readonly requests: Record<RequestKind, number> = { submit: 0, status: 0, download: 0 };
	private readonly startedAt = performance.now();
	private endedAt: number | undefined;

	/** @param onChange called whenever the phase changes */
	constructor(
		readonly example: Example,
		private readonly onChange: (job: VideoJob) => void,
	) {}

	/** Its name for the user. */
	get title(): string {
		return TITLES[this.example.name];
	}

	/** Milliseconds since the start, or from start to end. */
	get milliseconds(): number {
		return (this.endedAt ?? performance.now()) - this.startedAt;
	}

	/** Whether it has ended. */
	get hasEnded(): boolean {
		return this.endedAt !== undefined;
	}

	/** Notes a request that the node sends. */
	noteRequest(kind: RequestKind, taskId: string | undefined): void {
		this.requests[kind] += 1;
		this.taskId ??= taskId;
		this.enter(PHASE_OF[kind]);
	}

	/** Notes how it ended. */
	end(ending: Ending, details: { video?: SavedVideo; failure?: Failure; taskId?: string }): void {
		this.endedAt = performance.now();
		this.video = details.video;
		this.failure = details.failure;
		this.taskId = details.taskId ?? this.taskId;
		this.enter(ending);
	}

	private enter(phase: Phase): void {
		if (phase === this.phase) return;
		this.phase = phase;
		this.onChange(this);
	}
}
