import ora, { type Ora } from 'ora';
import { clock, count, dim, fileSize, green, red, seconds, yellow } from './texts.cts';
import type { Ending, Phase, VideoJob } from './videoJob.cts';

/** Shows the progress of the videos. */
export interface Progress {
	/** A job is in another phase, or has ended. */
	changed(job: VideoJob): void;
	/** Prints a line in between. */
	say(line: string): void;
	/** Ends the display. */
	stop(): void;
}

const SYMBOLS: Readonly<Record<Ending, string>> = {
	done: green('✔'),
	failed: red('✖'),
	canceled: yellow('■'),
};

/** What happens in each phase before the end, to be read after the job's name. */
const ACTIVITIES: Readonly<Record<Exclude<Phase, Ending>, string>> = {
	starting: 'the node checks its input',
	submitting: 'the request is sent',
	making: 'the video is being made',
	downloading: 'the video is downloaded',
};

function activity({ phase, requests, taskId }: VideoJob): string {
	const what = ACTIVITIES[phase as Exclude<Phase, Ending>];
	if (phase !== 'making') return what;
	return `${what}, ${count(requests.status, 'status request')} (task ${taskId ?? 'unknown'})`;
}

function endLine(job: VideoJob): string {
	const { phase, title, video, failure, milliseconds } = job;
	const symbol = SYMBOLS[phase as Ending];
	if (video) {
		return `${symbol} ${title}: ${video.path} ${dim(`(${fileSize(video.bytes)}, ${seconds(milliseconds)})`)}`;
	}
	return `${symbol} ${title}: ${[failure?.message, failure?.advice].filter(Boolean).join('\n    ')}`;
}

const REDRAW_MILLISECONDS = 200;

/** A spinner with a line for each video, for a terminal. */
class SpinnerProgress implements Progress {
	private readonly spinner: Ora;
	private readonly redraw: NodeJS.Timeout;
	private readonly startedAt = performance.now();

	constructor(private readonly jobs: readonly VideoJob[]) {
		// Ctrl+C has to reach this process as a signal.
		this.spinner = ora({ stream: process.stdout, discardStdin: false }).start(this.text());
		this.redraw = setInterval(() => (this.spinner.text = this.text()), REDRAW_MILLISECONDS);
	}

	changed(job: VideoJob): void {
		if (job.hasEnded) this.say(endLine(job));
		else this.spinner.text = this.text();
	}

	say(line: string): void {
		this.spinner.clear();
		process.stdout.write(`${line}\n`);
		this.spinner.text = this.text();
		this.spinner.render();
	}

	stop(): void {
		clearInterval(this.redraw);
		this.spinner.stop();
	}

	private text(): string {
		const open = this.jobs.filter((job) => !job.hasEnded);
		const width = Math.max(0, ...open.map(({ title }) => title.length));
		const lines = open.map((job) => `  ${job.title.padEnd(width)}   ${dim(activity(job))}`);
		const head = `${count(open.length, 'video')} in progress, ${clock(performance.now() - this.startedAt)}`;
		return [head, ...lines].join('\n');
	}
}

/** Often enough to show that nothing hangs, rare enough for a log. */
const REMINDER_MILLISECONDS = 30_000;

/** A line for each event, for a log or a pipe. */
class PlainProgress implements Progress {
	private readonly startedAt = performance.now();
	private readonly reminder: NodeJS.Timeout;

	constructor(private readonly jobs: readonly VideoJob[]) {
		this.reminder = setInterval(() => this.remind(), REMINDER_MILLISECONDS);
	}

	changed(job: VideoJob): void {
		this.say(job.hasEnded ? endLine(job) : this.line(job));
	}

	say(line: string): void {
		console.log(line);
	}

	stop(): void {
		clearInterval(this.reminder);
	}

	private remind(): void {
		for (const job of this.jobs) if (!job.hasEnded) this.say(this.line(job));
	}

	private line(job: VideoJob): string {
		return `  ${clock(performance.now() - this.startedAt)}  ${job.title}: ${activity(job)}`;
	}
}

/** The display that suits where the output goes. */
export function startProgress(jobs: readonly VideoJob[]): Progress {
	const isTerminal = process.stdout.isTTY && !process.env.CI && process.env.TERM !== 'dumb';
	return isTerminal ? new SpinnerProgress(jobs) : new PlainProgress(jobs);
}
