import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { summarise, withSpread } from '../figures.cts';
import { ROUNDS } from '../files/measureFiles.cts';
import { lagTaskSeconds, PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { SIMULATED_TASKS } from '../schedule.cts';
import {
	besideRunBefore,
	faultMessages,
	faultsTable,
	idleMemory,
	itemsTable,
	lagTable,
	memoryTable,
	NOT_MEASURED,
	scheduleTable,
	taskLogTable,
	whereOthersAreAhead,
} from './tables.cts';
import { manyTable } from './many.cts';
import { targetsTable } from './targets.cts';

const TEMPLATE = join(__dirname, 'template.md');

const KILOBYTE = 1000;

const SEQUENTIAL_NOTE =
	'\nThe MiniMax and OpenAI nodes were not run with 50 items, which takes 25 minutes a round; `npm run benchmark -- --full` does.';

/** What replaces the names in double braces in the template. */
function valuesOf(results: Results): Record<string, string | number> {
	const { files, packageCost, runBefore, renewed, commit, taskLog = [] } = results;
	const plan = PLANS[results.plan];
	const lagSeconds = lagTaskSeconds(plan);
	const isPeersShort = plan.sequentialItemCounts.length < plan.itemCounts.length;
	return {
		command: `npm run benchmark${results.plan === 'default' ? '' : ` -- --${results.plan}`}`,
		date: results.date,
		packageVersion: results.packageVersion,
		commit: commit ? ` (commit ${commit})` : '',
		n8nVersion: results.n8nVersion,
		nodeVersion: results.nodeVersion,
		machine: results.machine,
		renewed:
			renewed.length > 0
				? `\n\nMeasured again afterwards (\`--only\`): ${renewed.join(', ')}.`
				: '',
		targets: targetsTable(results),
		othersAhead: whereOthersAreAhead(results),
		lagTasks: `${lagSeconds.length} tasks of ${Math.min(...lagSeconds)} to ${Math.max(...lagSeconds)}`,
		lag: lagTable(results),
		itemTaskSeconds: plan.itemTaskSeconds,
		sequentialNote: isPeersShort ? SEQUENTIAL_NOTE : '',
		items: itemsTable(results),
		many: manyTable(results),
		idleMemory: idleMemory(results),
		memory: memoryTable(results),
		filesTables: files?.tables.join('\n') ?? NOT_MEASURED,
		filesRounds: ROUNDS,
		filesMachine: files?.machine ?? NOT_MEASURED,
		faults: faultsTable(results),
		faultMessages: faultMessages(results),
		simulatedTasks: SIMULATED_TASKS,
		schedule: scheduleTable(),
		taskLogRounds: taskLog[0]?.on.length ?? 0,
		taskLog: taskLogTable(results),
		loading: withSpread(summarise(packageCost?.requireMilliseconds)),
		loadingRounds: packageCost?.requireMilliseconds.length ?? 0,
		packedSize: packageCost
			? `${(packageCost.packedBytes / KILOBYTE).toFixed(1)} kB`
			: NOT_MEASURED,
		runBefore: runBefore
			? `\n\n## Beside the run before\n\n${besideRunBefore(results, runBefore)}`
			: '',
	};
}

/** The whole report, as Markdown. */
export async function writeReport(results: Results): Promise<string> {
	const values = valuesOf(results);
	const template = await readFile(TEMPLATE, 'utf8');
	return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
		if (!(name in values)) throw new Error(`The template has an unknown name: ${name}`);
		return String(values[name]);
	});
}
