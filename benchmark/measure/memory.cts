import type { BenchmarkPlan } from '../plan.cts';
import { SYSTEMS, type System, type SystemId } from '../systems/index.cts';
import type { Bench } from './bench.cts';
import { execute } from './execute.cts';
import {
	CAN_MEASURE_MEMORY,
	collectGarbage,
	findN8nProcess,
	residentMemory,
	resetPeak,
} from './processMemory.cts';

/** One video through a freshly started n8n. */
export interface MemoryRun {
	readonly system: SystemId;
	readonly megabytes: number;
	/** Resident memory of the n8n process before it. */
	readonly idleBytes: number;
	/** The most while it came in. */
	readonly peakBytes: number;
	readonly wallMilliseconds: number;
}

const MEGABYTE = 1_000_000;

/** Runs of a small clip before the first measurement: code is loaded and compiled, as on any n8n in use. */
const WARM_UP_RUNS = 2;

/** Both loops fetch the file with the same node. */
const MEASURED = SYSTEMS.filter(({ id }) => id !== 'httpWait30');

async function runOnce(bench: Bench, system: System, videoBytes?: number): Promise<number> {
	const job = await bench.plan({ seconds: 0, videoBytes });
	const run = await execute(bench, system, [job], { isFinishedAtOnce: true });
	if (!run.succeeded || run.videos !== 1) {
		throw new Error(`${system.name} did not bring its video: ${run.message}`);
	}
	return run.endedAt - run.startedAt;
}

async function measureOne(bench: Bench, system: System, megabytes: number): Promise<MemoryRun> {
	const n8n = await findN8nProcess(bench.n8n.installation.script);
	await collectGarbage(n8n);
	await resetPeak(n8n);
	const { nowBytes: idleBytes } = await residentMemory(n8n);
	const wallMilliseconds = await runOnce(bench, system, megabytes * MEGABYTE);
	const { peakBytes } = await residentMemory(n8n);
	return { system: system.id, megabytes, idleBytes, peakBytes, wallMilliseconds };
}

/** Each size of video through each system, in an n8n that has not seen a large file before. */
export async function measureMemory(
	bench: Bench,
	{ memorySizes, memoryRounds }: BenchmarkPlan,
): Promise<MemoryRun[]> {
	const runs: MemoryRun[] = [];
	if (!CAN_MEASURE_MEMORY) return runs;
	for (let round = 0; round < memoryRounds; round += 1) {
		for (const system of MEASURED) {
			for (const sizes of memorySizes) {
				await bench.n8n.restart();
				for (let run = 0; run < WARM_UP_RUNS; run += 1) await runOnce(bench, system);
				for (const megabytes of sizes) runs.push(await measureOne(bench, system, megabytes));
			}
		}
	}
	return runs;
}
