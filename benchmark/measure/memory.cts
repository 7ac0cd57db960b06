import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	addValue,
	IDLE_MEMORY,
	MEGABYTES,
	videoMemory,
	videoTime,
	type Values,
} from '../figures.cts';
import type { BenchmarkPlan } from '../plan.cts';
import { residentMemory, resetPeak } from '../processMemory.cts';
import { DISTINCT_SYSTEMS } from '../systems.cts';
import type { Bench } from './bench.cts';
import { deliver } from './runJobs.cts';

/** Small clips before the first measurement: code is loaded and compiled, as in any n8n in use. */
const WARM_UP_RUNS = 2;

/** The second collection frees what the first one has let go of. */
const COLLECTIONS = 2;

/** What n8n is given for each: it needs a second at most, even after its start. */
const COLLECTION_MILLISECONDS = 2_000;

/** The process of n8n among those that this one has started. @throws Error where there is none */
async function findN8nProcess({ n8n }: Bench): Promise<number> {
	const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
	for (const processId of children.trim().split(' ')) {
		const command = await readFile(`/proc/${processId}/cmdline`, 'utf8').catch(() => '');
		if (command.split('\0').includes(n8n.installation.script)) return Number(processId);
	}
	throw new Error('The process of n8n was not found');
}

/** Each size of video through each system, in an n8n that has not handled a large file before. */
export async function measureMemory(bench: Bench, plan: BenchmarkPlan): Promise<Values> {
	const values: Values = {};
	const rounds = Array.from({ length: plan.memoryRounds }, () => DISTINCT_SYSTEMS).flat();
	const runs = rounds.flatMap((system) => plan.memorySizes.map((sizes) => ({ system, sizes })));
	for (const { system, sizes } of runs) {
		await bench.n8n.restart();
		for (let run = 0; run < WARM_UP_RUNS; run += 1) await deliver(bench, system, [{ seconds: 0 }]);
		for (const megabytes of sizes) {
			const n8n = await findN8nProcess(bench);
			for (let collection = 0; collection < COLLECTIONS; collection += 1) {
				process.kill(n8n, 'SIGUSR2');
				await sleep(COLLECTION_MILLISECONDS);
			}
			resetPeak(n8n);
			const idle = residentMemory(n8n, 'VmRSS');
			const job = { seconds: 0, videoBytes: megabytes * MEGABYTES.size };
			const { startedAt, endedAt } = await deliver(bench, system, [job]);
			addValue(values, system.id, IDLE_MEMORY, idle);
			addValue(values, system.id, videoMemory(megabytes), residentMemory(n8n, 'VmHWM') - idle);
			addValue(values, system.id, videoTime(megabytes), endedAt - startedAt);
		}
	}
	return values;
}
