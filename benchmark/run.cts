/** `npm run benchmark`: runs everything, and writes the report and its plots beside this file. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { startBench, type Bench } from './measure/bench.cts';
import { execute } from './measure/execute.cts';
import { measureFaults } from './measure/faults.cts';
import { measureItems } from './measure/items.cts';
import { measureLag, measureLongTasks } from './measure/lag.cts';
import { measureMemory } from './measure/memory.cts';
import { measurePackage } from './measure/packageCost.cts';
import { measureFiles } from './memory/measureFiles.cts';
import { PLANS, type BenchmarkPlan } from './plan.cts';
import { drawPlots } from './report/plots.cts';
import { writeReport } from './report/report.cts';
import { describeMachine, NOTHING_MEASURED, type Results } from './results.cts';
import { simulateAll } from './schedule/table.cts';
import { SYSTEMS, THIS_NODE } from './systems/index.cts';

const PACKAGE_FILE = join(__dirname, '..', 'package.json');

interface Flags {
	readonly quick?: boolean;
	readonly full?: boolean;
	readonly reportOnly?: boolean;
	readonly only?: string;
	readonly output: string;
}

const program = new Command('benchmark')
	.description('Runs the same jobs through this node and what a user would take instead.')
	.option('--quick', 'little of everything, in less than ten minutes')
	.option('--full', 'fifty items through every node, in about an hour')
	.option('--only <part>', 'measure one part anew and keep the rest of the latest results')
	.option('--report-only', 'write the report and the plots anew from the latest results')
	.option('--output <folder>', 'where results, report and plots go', __dirname);

/** Says what goes on, and when: a run takes half an hour. */
function say(what: string): void {
	console.error(`${new Date().toISOString().slice(11, 19)} ${what} …`);
}

async function warmUp(bench: Bench): Promise<void> {
	for (const system of SYSTEMS) {
		const job = await bench.plan({ seconds: 0 });
		await execute(bench, system, [job], { isFinishedAtOnce: true });
	}
}

/** A part of the benchmark, and what it adds to the results. */
interface Step {
	readonly name: string;
	readonly what: string;
	readonly measure: (bench: Bench, plan: BenchmarkPlan) => Promise<Partial<Results>>;
}

const STEPS: readonly Step[] = [
	{
		name: 'package',
		what: 'Weighing the package',
		measure: async ({ tarball }) => ({ packageCost: await measurePackage(tarball) }),
	},
	{
		name: 'lag',
		what: 'Lag in each system, and long tasks beside them',
		measure: async (bench, plan) => {
			const [lag, longTasks] = await Promise.all([
				measureLag(bench, plan),
				measureLongTasks(bench, THIS_NODE, plan.longTaskSeconds),
			]);
			return { lag, longTasks };
		},
	},
	{
		name: 'items',
		what: 'Items',
		measure: async (bench, plan) => ({ items: await measureItems(bench, plan) }),
	},
	{
		name: 'faults',
		what: 'Faults',
		measure: async (bench) => ({ faults: await measureFaults(bench) }),
	},
	{
		name: 'files',
		what: 'Large files in the engine alone, beside curl',
		measure: async () => ({ files: await measureFiles() }),
	},
	{
		name: 'memory',
		what: 'Memory',
		measure: async (bench, plan) => ({ memory: await measureMemory(bench, plan) }),
	},
];

/** Measures everything; each step's results are kept at once, so that a later one cannot lose them. */
async function measure(
	plan: BenchmarkPlan,
	steps: readonly Step[],
	known: Partial<Results>,
	keep: (results: Results) => Promise<void>,
): Promise<Results> {
	say('Packing the package, starting n8n');
	const bench = await startBench();
	try {
		const { version } = JSON.parse(await readFile(PACKAGE_FILE, 'utf8')) as { version: string };
		let results: Results = {
			...NOTHING_MEASURED,
			...known,
			date: new Date().toISOString().slice(0, 10),
			plan: plan.name,
			machine: describeMachine(),
			n8nVersion: bench.n8n.installation.version,
			packageVersion: version,
			schedule: simulateAll(),
		};
		await warmUp(bench);
		for (const step of steps) {
			say(step.what);
			results = { ...results, ...(await step.measure(bench, plan)) };
			await keep(results);
		}
		return results;
	} finally {
		await bench.stop();
	}
}

async function readResults(file: string): Promise<Results | undefined> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : (JSON.parse(text) as Results);
}

function withoutRunBefore({ runBefore, ...results }: Results): Omit<Results, 'runBefore'> {
	return results;
}

/** Measures all parts, or one of them anew. */
async function measureAsTold(
	{ quick, full, only }: Flags,
	latest: Results | undefined,
	keep: (results: Results) => Promise<void>,
): Promise<Results> {
	if (only === undefined) {
		const plan = quick ? PLANS.quick : full ? PLANS.full : PLANS.default;
		return await measure(plan, STEPS, { runBefore: latest && withoutRunBefore(latest) }, keep);
	}
	const steps = STEPS.filter(({ name }) => name === only);
	const names = STEPS.map(({ name }) => name).join(', ');
	if (steps.length === 0) throw new Error(`There is no part ${only}; the parts are ${names}.`);
	if (!latest) throw new Error('There are no results yet of which to renew a part.');
	const renewed = [...new Set([...latest.renewed, only])];
	return await measure(PLANS[latest.plan], steps, { ...latest, renewed }, keep);
}

async function main(): Promise<void> {
	const flags = program.parse().opts<Flags>();
	const { reportOnly, output } = flags;
	const plots = join(output, 'plots');
	await mkdir(plots, { recursive: true });
	const resultsFile = join(output, 'results.json');
	const latest = await readResults(resultsFile);
	if (reportOnly && !latest) throw new Error('There are no results yet to report on.');
	const keep = async (kept: Results) =>
		await writeFile(resultsFile, `${JSON.stringify(kept, undefined, '\t')}\n`);
	const results = reportOnly && latest ? latest : await measureAsTold(flags, latest, keep);
	await writeFile(join(output, 'report.md'), writeReport(results));
	await drawPlots(results, plots);
	say(`Report written to ${join(output, 'report.md')}`);
}

main().catch((thrown: unknown) => {
	console.error(thrown);
	process.exitCode = 1;
});
