/** How much is measured by default. */
const DEFAULT_PLAN = {
	/** Tasks for which the lag is measured: enough to keep its median steady to a few tenths of a second. */
	lagRounds: 20,
	/** Seconds of the shortest of them: Kling's usual four minutes, less half of their spread. */
	lagShortestSeconds: 225,
	/** Seconds of the tasks in one more run of this node: about four minutes, at odd times. */
	longTaskSeconds: [227.3, 232.6, 237.4, 242.9, 247.1, 252.7],
	/** How long each task of the many items takes; the targets are about 20 s. */
	itemTaskSeconds: 20,
	itemCounts: [1, 10, 50],
	itemRounds: 3,
	/** Of nodes that take one item after the other: their fifty items take 25 minutes a round. */
	sequentialItemCounts: [1, 10],
	sequentialRounds: 2,
	/** Megabytes of the videos for which memory is measured; each list shares one start of n8n. */
	memorySizes: [[5, 200], [1000]],
	memoryRounds: 3,
};

export type BenchmarkPlan = Readonly<typeof DEFAULT_PLAN>;

/** What the flags of the command choose from. */
export const PLANS = {
	default: DEFAULT_PLAN,
	// To see that everything works, and for changes to the benchmark itself.
	quick: {
		lagRounds: 3,
		lagShortestSeconds: 6,
		longTaskSeconds: [],
		itemTaskSeconds: 6,
		itemCounts: [1, 3, 50],
		itemRounds: 1,
		sequentialItemCounts: [1, 3],
		sequentialRounds: 1,
		memorySizes: [[5, 200]],
		memoryRounds: 1,
	},
	full: { ...DEFAULT_PLAN, sequentialItemCounts: [1, 10, 50] },
} satisfies Record<string, BenchmarkPlan>;

export type PlanName = keyof typeof PLANS;

/** The period of the slowest loop: every fixed interval meets the end of a task at each of its phases. */
const LAG_SPREAD_SECONDS = 30;

/** The fractions of its multiples are spread evenly, however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** The times of the tasks for which the lag is measured. */
export function lagTaskSeconds({ lagRounds, lagShortestSeconds }: BenchmarkPlan): number[] {
	return Array.from({ length: lagRounds }, (_, index) => {
		const phase = ((index + 1) * GOLDEN_RATIO) % 1;
		return Number((lagShortestSeconds + phase * LAG_SPREAD_SECONDS).toFixed(1));
	});
}
