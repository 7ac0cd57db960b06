import type { Results } from '../results.cts';
import { DEFAULT_CONCURRENT_TASKS } from '../measure/items.cts';
import { SCENARIOS } from '../measure/faults.cts';
import { SYSTEMS } from '../systems/index.cts';
import { nameOf } from './comparison.cts';
import {
	figureOf,
	inMegabytes,
	inSeconds,
	markdownTable,
	rounded,
	withSpread,
} from './figures.cts';
import {
	itemCounts,
	itemsRequestsOf,
	lagOf,
	largeFileTimeOf,
	memoryOf,
	memorySizes,
	requestsOf,
	wallOf,
} from './measured.cts';

/** How late each system brings the file, and how often it asks. */
export function lagTable(results: Results): string {
	const own = lagOf(results, 'thisNode')?.median;
	return markdownTable(
		['', 'lag (s)', "this node's share of it", 'requests for one task'],
		SYSTEMS.map(({ id, name }) => {
			const lag = lagOf(results, id);
			const share = own !== undefined && lag ? rounded(own / lag.median) : '';
			return [name, inSeconds(lag), share, withSpread(requestsOf(results, id))];
		}),
	);
}

/** How long each system takes for a number of items. */
export function itemsTable(results: Results): string {
	const counts = itemCounts(results);
	const row = (name: string, system: (typeof SYSTEMS)[number], allAtOnce: boolean) => [
		name,
		...counts.flatMap((items) => {
			const maxConcurrentTasks = allAtOnce ? items : undefined;
			const question = { system: system.id, items, maxConcurrentTasks };
			const requests = itemsRequestsOf(results, question);
			if (!requests) return ['', ''];
			return [inSeconds(wallOf(results, question)), String(requests.median)];
		}),
	];
	return markdownTable(
		['', ...counts.flatMap((items) => [`${items} item${items === 1 ? '' : 's'} (s)`, 'requests'])],
		SYSTEMS.flatMap((system) => {
			const plain = row(system.name, system, false);
			if (system.id !== 'thisNode') return [plain];
			const most = counts[counts.length - 1];
			return most > DEFAULT_CONCURRENT_TASKS
				? [plain, row(`${system.name}, Max Concurrent Tasks ${most}`, system, true)]
				: [plain];
		}),
	);
}

/** What each system adds to the memory of n8n. */
export function memoryTable(results: Results): string {
	const sizes = memorySizes(results);
	if (sizes.length === 0) return 'Not measured: the figures need Linux.';
	const measured = SYSTEMS.filter(({ id }) => results.memory.some(({ system }) => system === id));
	const largest = sizes[sizes.length - 1];
	return markdownTable(
		['', ...sizes.map((megabytes) => `${megabytes} MB`), `time for ${largest} MB (s)`],
		measured.map(({ id, name }) => [
			name,
			...sizes.map((megabytes) => inMegabytes(memoryOf(results, id, megabytes))),
			inSeconds(largeFileTimeOf(results, id, largest)),
		]),
	);
}

/** The resident memory of n8n itself, for comparison. */
export function idleMemory({ memory }: Results): string {
	return memory.length === 0
		? 'not measured'
		: `${inMegabytes(figureOf(memory.map(({ idleBytes }) => idleBytes)))} MB`;
}

/** What becomes of a paid video when one thing goes wrong. */
export function faultsTable({ faults }: Results): string {
	const systems = [...new Set(faults.map(({ system }) => system))];
	return markdownTable(
		['', ...systems.map(nameOf)],
		SCENARIOS.map(({ id, title }) => [
			title,
			...systems.map((system) => {
				const run = faults.find((one) => one.system === system && one.scenario === id);
				if (!run) return 'not measured';
				const outcome = run.delivered ? 'delivered' : '**no video**';
				return `${outcome}, paid ${run.payments === 1 ? 'once' : `**${run.payments} times**`}`;
			}),
		]),
	);
}

/** What the user reads where no video came. */
export function faultMessages({ faults }: Results): string {
	return faults
		.filter(({ delivered, message }) => !delivered && message)
		.map(({ system, scenario, message }) => {
			const { title = scenario } = SCENARIOS.find(({ id }) => id === scenario) ?? {};
			return `- ${title}; ${nameOf(system)}: “${message}”`;
		})
		.join('\n');
}
