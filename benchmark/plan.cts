/** How much is measured. */
export interface BenchmarkPlan {
	readonly name: 'quick' | 'default' | 'full';
	/** Tasks for which the lag is measured, with times spread over one period of the slowest loop. */
	readonly lagRounds: number;
	/** Seconds that these tasks take at least. */
	readonly lagShortestSeconds: number;
	/** How long each task of the items takes; the targets are about 20 s. */
	readonly itemTaskSeconds: number;
	/** Rounds of each number of items. */
	readonly itemRounds: number;
	/** Rounds of many items for the nodes that take one after the other. */
	readonly sequentialRounds: number;
	/** Numbers of items for nodes that work side by side. */
	readonly itemCounts: readonly number[];
	/** Numbers of items for nodes that take one after the other. */
	readonly sequentialItemCounts: readonly number[];
	/** Times of real runs of tasks as long as Kling's own; seconds. */
	readonly longTaskSeconds: readonly number[];
	/** Megabytes of the videos for which memory is measured. Each list shares one start of n8n. */
	readonly memorySizes: ReadonlyArray<readonly number[]>;
	readonly memoryRounds: number;
}

/** The tasks that the targets speak of. */
export const TARGET_TASK_SECONDS = 20;

/** Around four minutes, at odd times, so that no one lucky phase decides. */
const LONG_TASKS = [227.3, 232.6, 237.4, 242.9, 247.1, 252.7];

const DEFAULT_PLAN: BenchmarkPlan = {
	name: 'default',
	// So many that the medians of fixed intervals stand still to a few tenths of a second.
	lagRounds: 20,
	// One period around the four minutes that Kling mostly takes.
	lagShortestSeconds: 225,
	itemTaskSeconds: TARGET_TASK_SECONDS,
	itemRounds: 3,
	sequentialRounds: 2,
	itemCounts: [1, 10, 50],
	sequentialItemCounts: [1, 10],
	longTaskSeconds: LONG_TASKS,
	// The small file first: what it leaves behind is less than what a start of n8n varies by.
	memorySizes: [[5, 200], [1000]],
	memoryRounds: 3,
};

/** What the command can be asked for. */
export const PLANS = {
	default: DEFAULT_PLAN,
	// To see that all works, and for changes to the benchmark itself.
	quick: {
		...DEFAULT_PLAN,
		name: 'quick',
		lagRounds: 3,
		lagShortestSeconds: 6,
		itemTaskSeconds: 6,
		itemRounds: 1,
		itemCounts: [1, 3, 50],
		sequentialRounds: 1,
		sequentialItemCounts: [1, 3],
		longTaskSeconds: [],
		memorySizes: [[5, 200]],
		memoryRounds: 1,
	},
	// The peers' fifty items take 25 minutes for each round.
	full: { ...DEFAULT_PLAN, name: 'full', sequentialItemCounts: [1, 10, 50] },
} as const satisfies Record<string, BenchmarkPlan>;
