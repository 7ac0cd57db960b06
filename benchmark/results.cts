import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { N8N_VERSION } from '../test/server/fixture/installN8n.cts';
import { REPOSITORY_FOLDER } from '../test/server/fixture/pack.cts';
import { runCommand } from '../test/server/fixture/runCommand.cts';
import type { Measured } from './figures.cts';
import type { FilesResult } from './files/measureFiles.cts';
import type { ManyResult } from './many/measureMany.cts';
import type { FaultRun } from './measure/faults.cts';
import type { SuspendedRun } from './measure/suspendedRuns.cts';
import type { PackageCost } from './measure/packageCost.cts';
import type { TaskLogCost } from './measure/taskLogCost.cts';
import type { LongTaskRun } from './measure/times.cts';
import type { PlanName } from './plan.cts';

/** Everything that one run of the benchmark has measured. It is public: no names, no paths. */
export interface Results extends Measured, Awaited<ReturnType<typeof describeRun>> {
	readonly plan: PlanName;
	/** Parts that were measured again after the run: their names, when and where. */
	readonly renewed: readonly string[];
	readonly longTasks: readonly LongTaskRun[];
	readonly suspended?: readonly SuspendedRun[];
	readonly faults: readonly FaultRun[];
	readonly files?: FilesResult;
	readonly many?: ManyResult;
	readonly packageCost?: PackageCost;
	readonly taskLog?: readonly TaskLogCost[];
	/** The run before this one, to see whether its figures are found again. */
	readonly runBefore?: Measured;
}

/** The results before the first part. */
export const NOTHING_MEASURED = {
	renewed: [],
	lag: {},
	longTasks: [],
	items: {},
	memory: {},
	faults: [],
} satisfies Partial<Results>;

const GIT_LIMIT_MS = 10_000;
const GIGABYTE = 2 ** 30;

/** What is run, when and where. */
export async function describeRun() {
	const manifest = await readFile(join(REPOSITORY_FOLDER, 'package.json'), 'utf8');
	const processors = cpus();
	const memory = Math.round(totalmem() / GIGABYTE);
	// The rest of the version names a build and not a behaviour.
	const system = `${type()} ${release().split('.').slice(0, 2).join('.')}`;
	const options = { folder: REPOSITORY_FOLDER, limitMs: GIT_LIMIT_MS };
	const commit = await runCommand('git', ['describe', '--always', '--dirty'], options).catch(
		() => undefined,
	);
	return {
		/** ISO date, without the time. */
		date: new Date().toISOString().slice(0, 10),
		machine: `${processors[0].model.trim()}, ${processors.length} cores, ${memory} GB, ${system}`,
		/** The Node.js that n8n and the stand-ins run on. */
		nodeVersion: process.version.slice(1),
		n8nVersion: N8N_VERSION,
		packageVersion: (JSON.parse(manifest) as { version: string }).version,
		/** Undefined in a folder that is no clone. */
		commit: commit?.trim(),
	};
}

/** The results that a file holds. @returns undefined where there is no such file */
export async function readResults(file: string): Promise<Results | undefined> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : (JSON.parse(text) as Results);
}

/** Writes results as JSON with one line for each system of a part, so that the file stays readable. */
export async function writeResults(file: string, results: Results): Promise<void> {
	const text = JSON.stringify(results, undefined, '\t');
	await writeFile(file, `${text.replace(/\n\t{3,}|\n\t\t(?=[\]}])/g, '')}\n`);
}
