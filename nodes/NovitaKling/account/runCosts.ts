import { costHint } from '../errors/spendingFailures';

/** A task of a run, and what it probably costs. */
export interface PricedTask {
	readonly taskId: string;
	/** Millionths of a US dollar; undefined where that is not known. */
	readonly cost?: number;
	/** Whether an earlier try or execution paid for it. */
	readonly isPaidBefore: boolean;
	/** What the price is taken from, in words. */
	readonly basis?: string;
}

/** What the tasks of a run cost, for the note in the output panel. */
export class RunCosts {
	private readonly tasks = new Map<string, PricedTask>();

	/** Notes a task as soon as it is known. */
	note(task: PricedTask): void {
		// Two items with one idempotency key have one task, which the first of them paid for.
		const isPaidBefore = task.isPaidBefore && this.tasks.get(task.taskId)?.isPaidBefore !== false;
		this.tasks.set(task.taskId, { ...task, isPaidBefore });
	}

	/** The note; undefined where there is nothing to tell. */
	get hint(): string | undefined {
		const tasks = [...this.tasks.values()];
		const costs = tasks.flatMap(({ cost }) => cost ?? []);
		const sum = {
			videos: tasks.length,
			cost: costs.reduce((total, cost) => total + cost, 0),
			unpriced: tasks.length - costs.length,
		};
		const paidBefore = tasks.filter(({ isPaidBefore }) => isPaidBefore).length;
		const bases = new Set(tasks.flatMap(({ basis }) => basis ?? []));
		return costHint(sum, paidBefore, [...bases]);
	}
}
