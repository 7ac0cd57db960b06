import * as figures from '../figures.cts';
import { SCENARIOS } from '../measure/faults.cts';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { simulateLearned } from '../learning.cts';
import { POLICIES, simulate, TASK_TIMES, type Waiting } from '../schedule.cts';
import * as systems from '../systems.cts';

/** What stands in place of figures that the latest run did not measure. */
export const NOT_MEASURED = 'not measured';

/** A table in Markdown; the first column to the left, the others to the right. */
export function markdownTable(
	head: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const ruler = head.map((_, column) => (column === 0 ? '---' : '---:'));
	return [line(head), line(ruler), ...rows.map(line)].join('\n');
}

/** A column of a table: its head, and the cell of each system. */
type Column = readonly [head: string, cell: (system: systems.SystemId) => string];

function systemsTable(rows: readonly systems.System[], columns: readonly Column[]): string {
	return markdownTable(
		['', ...columns.map(([head]) => head)],
		rows.map(({ id, name }) => [name, ...columns.map(([, cell]) => cell(id))]),
	);
}

function column(results: Results, head: string, figure: figures.Figure): Column {
	const { size } = figure.unit;
	return [head, (system) => figures.withSpread(figures.summaryOf(results, system, figure), size)];
}

/** How late each system brings the file, and how many requests it sends. */
export function lagTable(results: Results): string {
	const own = figures.summaryOf(results, systems.THIS_NODE.id, figures.LAG);
	const share = (system: systems.SystemId) => {
		const lag = figures.summaryOf(results, system, figures.LAG);
		return own && lag ? figures.rounded(own.median / lag.median) : '';
	};
	return systemsTable(systems.SYSTEMS, [
		column(results, 'lag (s)', figures.LAG),
		["this node's share of it", share],
		column(results, 'requests for one task', figures.REQUESTS),
	]);
}

/** How long each system takes for a number of items. */
export function itemsTable(results: Results): string {
	const columns = PLANS[results.plan].itemCounts.flatMap((items): Column[] => {
		const requestsOf = (system: systems.SystemId) =>
			figures.summaryOf(results, system, figures.itemsRequests(items));
		const head = `${items} item${items === 1 ? '' : 's'} (s)`;
		const [, time] = column(results, head, figures.itemsTime(items));
		return [
			[head, (system) => (requestsOf(system) ? time(system) : '')],
			['requests', (system) => String(requestsOf(system)?.median ?? '')],
		];
	});
	return systemsTable(systems.SYSTEMS, columns);
}

/** What each system adds to the memory of n8n. */
export function memoryTable(results: Results): string {
	if (Object.keys(results.memory).length === 0) return 'Not measured: the figures need Linux.';
	const sizes = PLANS[results.plan].memorySizes.flat();
	const largest = sizes[sizes.length - 1];
	return systemsTable(systems.DISTINCT_SYSTEMS, [
		...sizes.map((size) => column(results, `${size} MB`, figures.videoMemory(size))),
		column(results, `time for ${largest} MB (s)`, figures.videoTime(largest)),
	]);
}

/** The resident memory of n8n itself, for comparison. */
export function idleMemory({ memory }: Results): string {
	const { name, unit } = figures.IDLE_MEMORY;
	const summary = figures.summarise(Object.values(memory).flatMap((values) => values[name]));
	return summary ? `${figures.withSpread(summary, unit.size)}${unit.sign}` : 'not measured';
}

/** What becomes of a paid video when one thing goes wrong. */
export function faultsTable({ faults }: Results): string {
	const columns = systems.DISTINCT_SYSTEMS;
	return markdownTable(
		['', ...columns.map(({ name }) => name)],
		Object.entries(SCENARIOS).map(([scenario, { title }]) => [
			title,
			...columns.map(({ id }) => {
				const run = faults.find((one) => one.system === id && one.scenario === scenario);
				if (!run) return 'not measured';
				const end = run.delivered ? 'delivered' : '**no video**';
				return `${end}, paid ${run.payments === 1 ? 'once' : `**${run.payments} times**`}`;
			}),
		]),
	);
}

/** What the user reads where no video came. */
export function faultMessages({ faults }: Results): string {
	const failed = faults.filter(({ delivered, message }) => !delivered && message);
	const lines = failed.map(({ system, scenario, message }) => {
		return `- ${SCENARIOS[scenario].title}; ${systems.nameOf(system)}: “${message ?? ''}”`;
	});
	return lines.join('\n');
}

/** How long a run takes with the task log and without it. */
export function taskLogTable({ taskLog = [] }: Results): string {
	const cell = (times: readonly number[]) =>
		figures.withSpread(figures.summarise(times), figures.SECONDS.size);
	return markdownTable(
		['items', 'with the task log (s)', 'without it (s)'],
		taskLog.map(({ items, on, off }) => [String(items), cell(on), cell(off)]),
	);
}

/** Each policy with tasks of each distribution: median lag / its 95th percentile / requests. */
export function scheduleTable(): string {
	return markdownTable(
		['', ...TASK_TIMES.map(({ name }) => name)],
		[
			...POLICIES.map((policy) => [
				policy.name,
				...TASK_TIMES.map((times) => waitingCell(simulate(policy, times))),
			]),
			[
				'this node, after ten such tasks',
				...TASK_TIMES.map((times) => {
					const known = [{ count: 10, times }];
					return waitingCell(simulateLearned({ known, times }));
				}),
			],
		],
	);
}

function waitingCell({ medianLag, lateLag, polls }: Waiting): string {
	const lags = [medianLag, lateLag].map((lag) => figures.rounded(lag / figures.SECONDS.size));
	return [...lags, polls.toFixed(0)].join(' / ');
}

/** A line for each figure in which another system did better in the median. */
function betterFigures(results: Results): string[] {
	return figures.comparedFigures(PLANS[results.plan]).flatMap((figure) => {
		const { size, sign } = figure.unit;
		const own = figures.summaryOf(results, systems.THIS_NODE.id, figure)?.median;
		const format = (median: number) => `${figures.rounded(median / size)}${sign}`;
		return systems.PEERS.flatMap(({ id, name }) => {
			const theirs = figures.summaryOf(results, id, figure)?.median;
			if (own === undefined || theirs === undefined || theirs >= own) return [];
			return [`- ${figure.name}: ${name} ${format(theirs)}, this node ${format(own)}`];
		});
	});
}

/** A line for each fault after which another system has a video and this node has none. */
function betterEnds({ faults }: Results): string[] {
	const lost = faults.filter(
		({ system, delivered }) => system === systems.THIS_NODE.id && !delivered,
	);
	return lost.flatMap(({ scenario }) => {
		const others = faults.filter((run) => run.scenario === scenario && run.delivered);
		return others.map(({ system, payments }) => {
			const paid = `for ${payments} payment${payments === 1 ? '' : 's'}`;
			const { title } = SCENARIOS[scenario];
			return `- ${title}: ${systems.nameOf(system)} brings a video ${paid}, this node none`;
		});
	});
}

/** Where a user would be better off with another system. */
export function whereOthersAreAhead(results: Results): string {
	const lines = [...betterFigures(results), ...betterEnds(results)];
	return lines.length > 0 ? lines.join('\n') : 'In none of the figures of this run.';
}

/** The figures of two runs of the same plan side by side. */
export function besideRunBefore(results: Results, before: figures.Measured): string {
	const compared = figures.comparedFigures(PLANS[results.plan]);
	const rows = systems.SYSTEMS.flatMap(({ id, name }) =>
		compared.flatMap((figure) => {
			const [now, then] = [results, before].map((run) => figures.summaryOf(run, id, figure));
			if (!now || !then) return [];
			const { size, sign } = figure.unit;
			const cells = [now, then].map((summary) => `${figures.withSpread(summary, size)}${sign}`);
			const isOverlapping = now.least <= then.most && then.least <= now.most;
			return [[`${name}: ${figure.name}`, ...cells, isOverlapping ? 'yes' : 'no']];
		}),
	);
	return markdownTable(['', 'this run', 'the run before', 'spreads overlap'], rows);
}
