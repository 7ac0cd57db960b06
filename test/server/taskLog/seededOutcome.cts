import { isHidden } from '../../engine/faults/hiddenTask.cts';
import type { StandInTask } from '../../novita-standin/standin.cts';
import { logLines } from '../fixture/logLines.cts';
import { KLING, outputOf, type Lab } from '../setup.cts';
import { logRows, type Row } from './logTable.cts';
import type { SeededRuns } from './seededRuns.cts';

/**
 * Milliseconds for which the ID of a task may be on its way into the log. n8n changes row by row, and
 * takes up to a second for each where many executions write at once on a machine of two busy cores.
 */
const COMMIT_LIMIT_MS = 30_000;

/** What became of the tasks that were paid. */
export interface Outcome {
	readonly paid: number;
	readonly delivered: number;
	/** Not delivered, but in the log with their IDs. */
	readonly named: number;
	/** In the log as requests whose answer did not name the task. */
	readonly hidden: number;
	/** In the log as requests, because n8n was ended between the request and its answer. */
	readonly unanswered: number;
	/** The same where n8n was ended while the ID was on its way into the log. */
	readonly uncommitted: number;
	/** Milliseconds since the answer after which n8n was ended, at most of those. */
	readonly longestCommit: number;
	/** What is wrong, one line each. */
	readonly broken: readonly string[];
}

/** Why the log does not name a task. */
interface Loss {
	readonly how: 'hidden' | 'unanswered' | 'uncommitted' | 'forgotten';
	/** Milliseconds from the answer, or else from the request, until n8n was ended. */
	readonly after: number;
	readonly what: string;
}

/** Compares what was paid with what was delivered and with the log. */
export async function outcomeOf(runs: SeededRuns, lab: Lab): Promise<Outcome> {
	const [rows, delivered] = [await logRows(lab), await deliveredTasks(runs, lab)];
	const losses = new Losses(rows, runs.endedAt, lab);
	const { tasks } = lab.novita;
	const living = tasks.filter(({ behaviour }) => behaviour.ending !== 'failed');
	const open = living.filter(({ taskId }) => !delivered.has(taskId));
	const lost = losses.of(open.filter((task) => !isNamed(task, rows)));
	const because = (how: Loss['how']) => lost.filter((loss) => loss.how === how);
	const prompts = living.map(({ body }) => String(body.prompt));
	return {
		paid: tasks.length,
		delivered: living.length - open.length,
		named: open.length - lost.length,
		hidden: because('hidden').length,
		unanswered: because('unanswered').length,
		uncommitted: because('uncommitted').length,
		longestCommit: Math.max(0, ...because('uncommitted').map(({ after }) => after)),
		broken: [
			...prompts
				.filter((prompt, index) => prompts.indexOf(prompt) !== index)
				.map((prompt) => `paid more than once: ${prompt}`),
			...because('forgotten').map(({ what }) => what),
		],
	};
}

const isNamed = ({ taskId }: StandInTask, rows: readonly Row[]) =>
	rows.some((row) => row.taskId === taskId);

/** IDs of the tasks that executions gave out: with a file, or at once where the node does not wait. */
async function deliveredTasks(runs: SeededRuns, lab: Lab): Promise<Set<unknown>> {
	const delivered = new Set<unknown>();
	for (const { id } of await runs.executions()) {
		for (const { json, binary } of outputOf(await lab.n8n.execution(id), KLING)) {
			if (binary?.data ?? json.status === 'queued') delivered.add(json.taskId);
		}
	}
	return delivered;
}

/** Finds out why the log does not name tasks. */
class Losses {
	/** When the node knew each task, by n8n's log. */
	private readonly knownAt: ReadonlyMap<unknown, number>;

	constructor(
		private readonly rows: readonly Row[],
		/** When n8n was ended, in milliseconds since 1970. */
		private readonly endedAt: readonly number[],
		private readonly lab: Lab,
	) {
		this.knownAt = new Map(
			logLines(lab.n8n.logs).map(({ metadata }) => [
				metadata.taskId,
				Date.parse(metadata.timestamp),
			]),
		);
	}

	of(tasks: readonly StandInTask[]): Loss[] {
		return tasks.map((task) => {
			const knownAt = this.knownAt.get(task.taskId);
			const since = knownAt ?? task.submittedAt;
			const after = (this.endedAt.find((at) => at > since) ?? Infinity) - since;
			return { how: this.howOf(task, knownAt !== undefined, after), after, what: this.told(task) };
		});
	}

	/** A task that the log does not name has to have its request there at least. */
	private howOf(task: StandInTask, isKnown: boolean, after: number): Loss['how'] {
		const hasRequest = this.rowsOf(task).some(({ taskId }) => !taskId);
		if (!hasRequest) return 'forgotten';
		if (isHidden(task, this.lab.novita)) return 'hidden';
		if (after > COMMIT_LIMIT_MS) return 'forgotten';
		return isKnown ? 'uncommitted' : 'unanswered';
	}

	/** Says what the log has in place of a task. */
	private told(task: StandInTask): string {
		const at = (time?: number) => (time === undefined ? 'never' : new Date(time).toISOString());
		const logged =
			this.rowsOf(task)
				.map(({ status, updatedAt }) => `${status} at ${updatedAt}`)
				.join() || 'nothing';
		const { taskId, submittedAt, body } = task;
		return `task ${taskId}, submitted at ${at(submittedAt)}, known at ${at(this.knownAt.get(taskId))}, is not delivered, and the log says ${logged}: ${String(body.prompt)}`;
	}

	private rowsOf({ body }: StandInTask): readonly Row[] {
		return this.rows.filter(({ prompt }) => prompt === body.prompt);
	}
}
