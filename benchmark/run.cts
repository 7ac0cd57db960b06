/**
 * `npm run benchmark`: measures everything, and writes the report and its plots beside this file.
 *
 * systems.cts says what is compared, plan.cts how much is measured, figures.cts what the figures are called.
 * standins/ serves the videos, measure/ runs the systems in a real n8n, files/ and many/ run the node in n8n's
 * engine alone, schedule.cts simulates its polls, and report/ makes the report from results.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { measureFiles } from './files/measureFiles.cts';
import { measureMany } from './many/measureMany.cts';
import { measureFaults } from './measure/faults.cts';
import { startBench, type Bench } from './measure/bench.cts';
import { measureMemory } from './measure/memory.cts';
import { measurePackage } from './measure/packageCost.cts';
import { measureSuspended } from './measure/suspendedRuns.cts';
import { measureTaskLog } from './measure/taskLogCost.cts';
import { measureItems, measureLag, measureLongTasks } from './measure/times.cts';
import { PLANS, type BenchmarkPlan, type PlanName } from './plan.cts';
import { CAN_MEASURE_MEMORY } from './processMemory.cts';
import { drawPlots } from './report/plots.cts';
import { writeReport } from './report/report.cts';
import {
	describeRun,
	NOTHING_MEASURED,
	readResults,
	writeResults,
	type Results,
} from './results.cts';

/** Adds to the results. The first call of `bench` starts n8n; a part that does not call it does without. */
type Part = (bench: () => Promise<Bench>, plan: BenchmarkPlan) => Promise<Partial<Results>>;

const PARTS: Readonly<Record<string, Part>> = {
	package: async () => ({ packageCost: await measurePackage() }),
	lag: async (bench, plan) => {
		const both = [measureLag(await bench(), plan), measureLongTasks(await bench(), plan)] as const;
		const [lag, longTasks] = await Promise.all(both);
		return { lag, longTasks };
	},
	many: async () => ({ many: await measureMany() }),
	suspend: async (bench, plan) => ({ suspended: await measureSuspended(await bench(), plan) }),
	items: async (bench, plan) => ({ items: await measureItems(await bench(), plan) }),
	taskLog: async (bench) => ({ taskLog: await measureTaskLog(await bench()) }),
	faults: async (bench) => ({ faults: await measureFaults(await bench()) }),
	...(CAN_MEASURE_MEMORY && {
		files: async () => ({ files: await measureFiles() }),
		memory: async (bench, plan) => ({ memory: await measureMemory(await bench(), plan) }),
	}),
};

interface Flags {
	readonly quick?: boolean;
	readonly full?: boolean;
	readonly only?: string;
	readonly reportOnly?: boolean;
	readonly output: string;
}

const ONLY = new Option('--only <part>', 'measure one part again, and keep the other results');

const program = new Command('benchmark')
	.description('Runs the same jobs through this node and what a user would take instead.')
	.option('--quick', 'little of everything, in less than ten minutes')
	.option('--full', 'fifty items through every node, in about an hour')
	.addOption(ONLY.choices(Object.keys(PARTS)))
	.option('--report-only', 'write the report and the plots again from the latest results')
	.option('--output <folder>', 'where results, report and plots go', __dirname);

/** Shows progress: a run takes half an hour. */
function log(what: string): void {
	console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);
}

/** What a run starts from: all results but one part's, or nothing but the run before. */
async function startingPoint({ quick, full, only }: Flags, latest?: Results): Promise<Results> {
	const run = await describeRun();
	if (only && latest) {
		const others = latest.renewed.filter((part) => part.split(' ')[0] !== only);
		return { ...latest, renewed: [...others, `${only} (${run.date}, ${run.machine})`] };
	}
	const plan: PlanName = quick ? 'quick' : full ? 'full' : 'default';
	const start = { ...run, plan, ...NOTHING_MEASURED };
	if (latest?.plan !== plan || latest.n8nVersion !== run.n8nVersion) return start;
	const { lag, items, memory } = latest;
	return { ...start, runBefore: { lag, items, memory } };
}

/** Measures all parts or one. Each part's results are kept at once, so that a later one cannot lose them. */
async function measure(flags: Flags, file: string, latest?: Results): Promise<Results> {
	let results = await startingPoint(flags, latest);
	let started: Promise<Bench> | undefined;
	const bench = async () => await (started ??= startBench());
	try {
		for (const name of flags.only ? [flags.only] : Object.keys(PARTS)) {
			log(`Measuring: ${name}`);
			results = { ...results, ...(await PARTS[name](bench, PLANS[results.plan])) };
			await writeResults(file, results);
		}
		return results;
	} finally {
		// One that did not start has been reported already.
		await (await started?.catch(() => undefined))?.stop();
	}
}

async function main(): Promise<void> {
	const flags = program.parse().opts<Flags>();
	const { reportOnly, output } = flags;
	const [plots, file] = [join(output, 'plots'), join(output, 'results.json')];
	await mkdir(plots, { recursive: true });
	const latest = await readResults(file);
	if (reportOnly && !latest) throw new Error('There are no results yet to report on.');
	const results = reportOnly && latest ? latest : await measure(flags, file, latest);
	await writeFile(join(output, 'report.md'), await writeReport(results));
	await drawPlots(results, plots);
	log(`Report written to ${join(output, 'report.md')}`);
}

main().catch((thrown: unknown) => {
	console.error(thrown);
	process.exitCode = 1;
});
