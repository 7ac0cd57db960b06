import { median } from 'simple-statistics';
import {
	itemsTime,
	LAG,
	MEGABYTES,
	rounded,
	SECONDS,
	summarise,
	summaryOf,
	videoMemory,
	type Figure,
} from '../figures.cts';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { PEERS, THIS_NODE, type SystemId } from '../systems.cts';
import { manyRows } from './many.cts';
import { markdownTable } from './tables.cts';
import { numberRow, ratio, times, type Row } from './rows.cts';
import { waitingRows } from './waitingTargets.cts';

/** What the project has promised. */
const ITEMS = { count: 50, seconds: 20, ratio: 1.15 };
const LAG_SHARE = 0.2;
const LARGE_VIDEO = 1000;
const LOADING_MILLISECONDS = 10;
const PACKED_KILOBYTES = 60;

/** Milliseconds that the task log may add to a run, by its number of items. */
const TASK_LOG_LIMITS = [
	{ items: 1, limit: 300 },
	{ items: 50, limit: 1000 },
];

const KILOBYTE = 1000;

function taskLogRows({ taskLog = [] }: Results): Row[] {
	return TASK_LOG_LIMITS.map(({ items, limit }) => {
		const cost = taskLog.find((one) => one.items === items);
		const added = cost && median([...cost.on]) - median([...cost.off]);
		const format = (milliseconds: number) => `${rounded(milliseconds / SECONDS.size)} s`;
		const what = `time that the task log adds to ${items} item${items === 1 ? '' : 's'}`;
		return numberRow(what, 'at most', limit, added, format);
	});
}

/** What the project has promised, beside what this run has measured. */
export function targetsTable(results: Results): string {
	const medianOf = (system: SystemId, figure: Figure) => summaryOf(results, system, figure)?.median;
	const own = (figure: Figure) => medianOf(THIS_NODE.id, figure);
	const { packedBytes, requireMilliseconds } = results.packageCost ?? {};
	const isTargetTask = PLANS[results.plan].itemTaskSeconds === ITEMS.seconds;
	const peersMemory = PEERS.flatMap(({ id }) => medianOf(id, videoMemory(LARGE_VIDEO)) ?? []);
	return markdownTable(
		['Target', 'wanted', 'this run', ''],
		[
			numberRow(
				`${ITEMS.count} items of ${ITEMS.seconds} s, beside one item`,
				'at most',
				ITEMS.ratio,
				isTargetTask ? ratio(own(itemsTime(ITEMS.count)), own(itemsTime(1))) : undefined,
				times,
			),
			...manyRows(results),
			...PEERS.map(({ id, name }) => {
				const share = ratio(own(LAG), medianOf(id, LAG));
				const format = (value: number) => `${rounded(value)} of it`;
				return numberRow(`lag beside ${name}`, 'at most', LAG_SHARE, share, format);
			}),
			...waitingRows(results),
			numberRow(
				`memory above idle for a video of ${LARGE_VIDEO} MB`,
				"the best peer's",
				summarise(peersMemory)?.least,
				own(videoMemory(LARGE_VIDEO)),
				(bytes) => `${rounded(bytes / MEGABYTES.size)} MB`,
			),
			...taskLogRows(results),
			numberRow(
				'loading the node beyond n8n-workflow',
				'at most',
				LOADING_MILLISECONDS,
				summarise(requireMilliseconds)?.median,
				(milliseconds) => `${rounded(milliseconds)} ms`,
			),
			numberRow(
				'size of the packed package',
				'at most',
				PACKED_KILOBYTES,
				packedBytes && packedBytes / KILOBYTE,
				(kilobytes) => `${rounded(kilobytes)} kB`,
			),
		],
	);
}
