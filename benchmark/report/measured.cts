import { SYSTEMS, type System, type SystemId } from '../systems/index.cts';
import type { Results } from '../results.cts';
import { figureIfAny, type Figure } from './figures.cts';

/** From the end of a task to its file in n8n; milliseconds. */
export function lagOf({ lag }: Results, system: SystemId): Figure | undefined {
	const own = lag.filter((run) => run.system === system);
	return figureIfAny(own.map(({ lagMilliseconds }) => lagMilliseconds));
}

/** Requests to the API for one of the tasks of the lag runs. */
export function requestsOf({ lag }: Results, system: SystemId): Figure | undefined {
	return figureIfAny(lag.filter((run) => run.system === system).map(({ requests }) => requests));
}

/** Executions with a number of items. */
export interface ItemsQuestion {
	readonly system: SystemId;
	readonly items: number;
	readonly maxConcurrentTasks?: number;
}

function itemsRuns({ items: runs }: Results, question: ItemsQuestion) {
	return runs.filter(
		({ system, items, maxConcurrentTasks }) =>
			system === question.system &&
			items === question.items &&
			maxConcurrentTasks === question.maxConcurrentTasks,
	);
}

/** From the start of the first node to the end of the last one; milliseconds. */
export function wallOf(results: Results, question: ItemsQuestion): Figure | undefined {
	return figureIfAny(itemsRuns(results, question).map(({ wallMilliseconds }) => wallMilliseconds));
}

/** Requests to the API of such an execution. */
export function itemsRequestsOf(results: Results, question: ItemsQuestion): Figure | undefined {
	return figureIfAny(itemsRuns(results, question).map(({ requests }) => requests));
}

/** What the n8n process takes at most, above what it takes idle; bytes. */
export function memoryOf(
	{ memory }: Results,
	system: SystemId,
	megabytes: number,
): Figure | undefined {
	const own = memory.filter((run) => run.system === system && run.megabytes === megabytes);
	return figureIfAny(own.map(({ peakBytes, idleBytes }) => peakBytes - idleBytes));
}

/** From the start of the first node to the file in n8n, waits of the nodes included; milliseconds. */
export function largeFileTimeOf(
	{ memory }: Results,
	system: SystemId,
	megabytes: number,
): Figure | undefined {
	const own = memory.filter((run) => run.system === system && run.megabytes === megabytes);
	return figureIfAny(own.map(({ wallMilliseconds }) => wallMilliseconds));
}

/** Sizes of the videos for which memory was measured, in megabytes. */
export function memorySizes({ memory }: Results): number[] {
	return [...new Set(memory.map(({ megabytes }) => megabytes))].sort((left, right) => left - right);
}

/** Numbers of items that were measured. */
export function itemCounts({ items: runs }: Results): number[] {
	return [...new Set(runs.map(({ items }) => items))].sort((left, right) => left - right);
}

/** Systems other than this project's node. */
export const PEERS: readonly System[] = SYSTEMS.filter(({ id }) => id !== 'thisNode');
