import { lagTaskSeconds } from '../measure/lag.cts';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { scheduleTable } from '../schedule/table.cts';
import { besideRunBefore, whereOthersAreAhead } from './comparison.cts';
import { figureOf, withSpread } from './figures.cts';
import {
	faultMessages,
	faultsTable,
	idleMemory,
	itemsTable,
	lagTable,
	memoryTable,
} from './tables.cts';
import { targetsTable } from './targets.cts';

function introduction(results: Results): string {
	const { date, plan, machine, n8nVersion, packageVersion, lag, renewed } = results;
	const command = plan === 'default' ? 'npm run benchmark' : `npm run benchmark -- --${plan}`;
	const version = lag.length > 0 ? `n8n ${n8nVersion}` : n8nVersion;
	return [
		`Written by \`${command}\` on ${date}: n8n-nodes-novita-kling ${packageVersion} in ${version}`,
		`on Node.js ${machine.node.slice(1)}; ${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.system}.`,
		'',
		'The same jobs go through this node and through what a user would take instead, in one real n8n',
		'with the packed package installed as a user installs it. The services are stand-ins in a process',
		'of their own on the same machine: real HTTP, the same task times and the same files for all.',
		'Each node has its default settings. Figures are medians, with the least and the most in brackets.',
		'Requests are those to the API: submits and questions, not downloads.',
		...(renewed.length > 0
			? ['', `Measured anew afterwards (\`--only\`): ${renewed.join(', ')}.`]
			: []),
	].join('\n');
}

function lagSection(results: Results): string {
	const seconds = lagTaskSeconds(PLANS[results.plan]);
	return `## How late the video arrives

From the end of the task at the service to the end of the workflow, with the file in n8n's store: one
item in each execution, ${seconds.length} tasks of ${Math.min(...seconds)} to ${Math.max(...seconds)} s spread over 30 s, so that every fixed interval
meets the end of a task at each of its phases. All of them run at the same time. No task tells an
estimate (\`eta\` is 0, as in captured answers).

${lagTable(results)}

![Lag of each task](plots/lag.svg)`;
}

const SEQUENTIAL_NOTE =
	'\nThe MiniMax and OpenAI nodes were not run with 50 items, which takes 25 minutes a round; `npm run benchmark -- --full` does.';

function itemsSection(results: Results): string {
	const plan = PLANS[results.plan];
	const isPeersShort = plan.sequentialItemCounts.length < plan.itemCounts.length;
	return `## Many items

Each task takes ${plan.itemTaskSeconds} s; from the start of the first node to the end of the last one. This node has 20 tasks
open at a time by default, so that 50 items take three rounds; with the option at 50 they take one.
This node and the loop that waits 5 s ran one at a time; the others sleep for most of their time, and
ran beside them.${isPeersShort ? SEQUENTIAL_NOTE : ''}

${itemsTable(results)}

![Time against the number of items](plots/items.svg)`;
}

function memorySection(results: Results): string {
	return `## Memory

Megabytes that the n8n process takes at most above what it takes before (idle: ${idleMemory(results)}), by the kernel's
own mark of its resident memory (\`VmHWM\`, set back before each run). n8n is started afresh for
large files; two small videos come first, so that code is loaded, and garbage is collected. Files are in
n8n's default store, on disk. The tasks are finished at once; the time includes what each node waits anyway.

${memoryTable(results)}`;
}

function filesSection({ files }: Results): string {
	return `## Large files in n8n's engine alone

This node in n8n's engine without the rest of n8n, beside a bare download and beside curl.

\`\`\`text
${files}
\`\`\``;
}

function faultsSection(results: Results): string {
	return `## When something goes wrong once

One video, one fault. Each task is paid for at its submit. Retry On Fail is that of n8n, three tries.

${faultsTable(results)}

Where no video came, n8n showed:

${faultMessages(results)}`;
}

function scheduleSection({ schedule }: Results): string {
	return `## The schedule

A simulation of the function that plans the questions, beside fixed intervals: 4000 tasks for each
column, requests that take 0.2 s (lognormal). Each cell: median lag in seconds / its 95th percentile /
requests for one task. \`eta\` is what the service says that a task takes still, true or not.

${scheduleTable(schedule)}

![Lag against requests](plots/schedule.svg)`;
}

function costSection({ packageCost: { packedBytes, requireMilliseconds } }: Results): string {
	return `## What the package costs

Loading the built node and its credential beyond n8n-workflow itself: ${withSpread(figureOf(requireMilliseconds))} ms, in
${requireMilliseconds.length} fresh processes. Packed size: ${(packedBytes / 1000).toFixed(1)} kB.`;
}

/** The whole report, as Markdown. */
export function writeReport(results: Results): string {
	const comparison = besideRunBefore(results);
	return `${[
		'# Benchmark',
		introduction(results),
		'![This node beside the others](plots/main.svg)',
		'## Targets',
		targetsTable(results),
		'## Where others are ahead',
		'In the median, each with its default settings: for this node, 20 tasks at a time.',
		whereOthersAreAhead(results),
		lagSection(results),
		itemsSection(results),
		memorySection(results),
		...(results.files ? [filesSection(results)] : []),
		faultsSection(results),
		scheduleSection(results),
		costSection(results),
		...(comparison ? ['## Beside the run before', comparison] : []),
	].join('\n\n')}\n`;
}
