import { cpus, release, totalmem, type } from 'node:os';
import type { FaultRun } from './measure/faults.cts';
import type { ItemsRun } from './measure/items.cts';
import type { LagRun, LongTaskRun } from './measure/lag.cts';
import type { MemoryRun } from './measure/memory.cts';
import type { PackageCost } from './measure/packageCost.cts';
import type { BenchmarkPlan } from './plan.cts';
import type { Waiting } from './schedule/simulate.cts';

/** Where a run took place. No names, no paths: the report is public. */
export interface Machine {
	readonly processor: string;
	readonly cores: number;
	readonly memoryGigabytes: number;
	readonly system: string;
	/** The Node.js that n8n and the stand-ins run on. */
	readonly node: string;
}

/** Everything that one run of the benchmark has measured. */
export interface Results {
	/** ISO date, without the time. */
	readonly date: string;
	readonly plan: BenchmarkPlan['name'];
	readonly machine: Machine;
	readonly n8nVersion: string;
	readonly packageVersion: string;
	/** Parts that were measured again after the run, by their names. */
	readonly renewed: readonly string[];
	readonly lag: readonly LagRun[];
	readonly longTasks: readonly LongTaskRun[];
	readonly items: readonly ItemsRun[];
	readonly memory: readonly MemoryRun[];
	readonly faults: readonly FaultRun[];
	/** Memory and time of large files in n8n's engine alone: tables as plain text. */
	readonly files: string;
	readonly packageCost: PackageCost;
	readonly schedule: readonly Waiting[];
	/** The run before this one, to see whether its figures are found again. */
	readonly runBefore?: Omit<Results, 'runBefore'>;
}

/** The results before the first step. */
export const NOTHING_MEASURED = {
	renewed: [],
	lag: [],
	longTasks: [],
	items: [],
	memory: [],
	faults: [],
	files: '',
	packageCost: { packedBytes: 0, requireMilliseconds: [] },
	schedule: [],
} as const satisfies Partial<Results>;

const GIGABYTE = 2 ** 30;

/** What this machine is like. */
export function describeMachine(): Machine {
	const processors = cpus();
	return {
		processor: processors[0].model.trim(),
		cores: processors.length,
		memoryGigabytes: Math.round(totalmem() / GIGABYTE),
		// The rest of the version names a build and not a behaviour.
		system: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
		node: process.version,
	};
}
