import type { Task } from './task';

/** Milliseconds after its submit in which a task may not be found yet, although it exists. */
const SETTLING_TIME = 30_000;

/** When this process submitted its latest tasks, by their IDs, the oldest first. */
const submitTimes = new Map<string, number>();

/** Remembers a new task for a while, so that a Get Result right after the submit knows that it is new. */
export function rememberSubmit(taskId: string): void {
	const now = Date.now();
	submitTimes.set(taskId, now);
	for (const [oldest, submittedAt] of submitTimes) {
		if (now - submittedAt < SETTLING_TIME) return;
		submitTimes.delete(oldest);
	}
}

/** Whether a task was submitted so lately that Novita may not find it yet. */
export function isJustSubmitted({ taskId, origin, submittedAt }: Task): boolean {
	const since = origin === 'named' ? submitTimes.get(taskId) : submittedAt;
	return since !== undefined && Date.now() - since < SETTLING_TIME;
}
