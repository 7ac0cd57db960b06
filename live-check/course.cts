import { setTimeout as sleep } from 'node:timers/promises';
import { quoted } from '../nodes/NovitaKling/errors/text';
import { readTaskSnapshot, type TaskSnapshot } from '../nodes/NovitaKling/transport/taskAnswer';
import { inWords, type Exchange, type Novita } from './novita.cts';
import type { TaskRow } from './report.cts';

/** How a task went. */
export interface Course {
	/** `left`: the user stopped, or it took too long. */
	readonly ending: keyof typeof ENDING_WORDS;
	/** Each status with the seconds after the submit at which it was first seen. */
	readonly timeline: string;
	/** Why it failed, in Novita's words. */
	readonly reason?: string;
	/** Link to its video. */
	readonly videoUrl?: string;
	/** The first answer with each status. */
	readonly exchanges: readonly Exchange[];
}

/** Each ending as a sentence about the task goes on. */
export const ENDING_WORDS = {
	succeeded: 'succeeded',
	failed: 'failed',
	left: 'was not waited for any longer',
} as const;

const MILLISECONDS = 1000;

/** Milliseconds: as exact as the times of tasks of some minutes need to be. */
const INTERVAL = 2000;

/** Milliseconds. Such tasks take four minutes, under load ten and more. */
const LONGEST_WAIT = 45 * 60_000;

/** Characters of Novita's reason that a finding shows. */
const REASON_CHARACTERS = 300;

/** Polls a task until it ends, the user stops, or it takes too long; prints each new status. */
export async function follow(
	novita: Novita,
	{ submittedAt, taskId = '' }: TaskRow,
	stop: AbortSignal,
	say: (line: string) => void,
): Promise<Course> {
	const seen: string[] = [];
	const exchanges: Exchange[] = [];
	const courseOf = (ending: Course['ending']) => ({ ending, timeline: seen.join(', '), exchanges });
	let latest = '';
	while (!stop.aborted && Date.now() - submittedAt < LONGEST_WAIT) {
		const exchange = await novita.taskResult(taskId);
		const snapshot = exchange.answer && readTaskSnapshot(exchange.answer, Date.now());
		const status = snapshot ? wordOf(snapshot) : inWords(exchange);
		if (status !== latest && !stop.aborted) {
			latest = status;
			const seconds = ((Date.now() - submittedAt) / MILLISECONDS).toFixed(0);
			seen.push(`${status} after ${seconds} s`);
			exchanges.push(exchange);
			say(`  ${seen.at(-1) ?? ''}`);
		}
		if (snapshot?.status === 'failed')
			return { ...courseOf('failed'), reason: quoted(snapshot.reason ?? '', REASON_CHARACTERS) };
		// A success without a link has been seen; the link comes a little later.
		if (snapshot?.status === 'succeeded' && snapshot.videoUrl) {
			return { ...courseOf('succeeded'), videoUrl: snapshot.videoUrl };
		}
		await sleep(INTERVAL, undefined, { signal: stop }).catch(() => undefined);
	}
	return courseOf('left');
}

/** A status in the node's word, or in Novita's where the node knows none. */
function wordOf({ status, raw }: TaskSnapshot): string {
	const { task } = raw as { readonly task: { readonly status: string } };
	return status === 'unknown' ? task.status : status;
}
