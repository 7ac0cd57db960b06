import type { TopLevelSpec } from 'vega-lite';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { USUAL_TASK } from '../schedule/taskTimes.cts';
import { nameOf } from './comparison.cts';
import { itemCounts } from './measured.cts';
import { NAMES, OWN_COLOUR, OWN_OR_PEER, PEER_COLOUR, SCHEMA, SYSTEM_ROWS } from './plotStyle.cts';

const SECOND = 1000;

/** Every single task of the lag runs. */
export function lagPlot({ lag }: Results): TopLevelSpec {
	const values = lag.map(({ system, lagMilliseconds }) => ({
		system: nameOf(system),
		seconds: lagMilliseconds / SECOND,
	}));
	const axis = { title: 'seconds from the end of the task to the file in n8n', grid: true };
	const x = { field: 'seconds', type: 'quantitative' as const, axis };
	return {
		$schema: SCHEMA,
		title: 'How late the video arrives: each task, and the median',
		width: 560,
		height: { step: 30 },
		data: { values },
		layer: [
			{
				mark: { type: 'point', filled: true, size: 60, opacity: 0.7 },
				encoding: { y: SYSTEM_ROWS, x, color: OWN_OR_PEER },
			},
			{
				mark: { type: 'tick', thickness: 3, size: 24, color: '#1f2937' },
				encoding: { y: SYSTEM_ROWS, x: { ...x, aggregate: 'median' } },
			},
		],
	};
}

/** How this node is called where it works on all items at once. */
const ALL_AT_ONCE = 'this node, all at a time';

const PEER_COLOURS = ['#c2410c', '#7c3aed', '#64748b', PEER_COLOUR];

const SERIES = [
	{ name: NAMES[0], colour: OWN_COLOUR },
	{ name: ALL_AT_ONCE, colour: '#5eead4' },
	...NAMES.slice(1).map((name, index) => ({ name, colour: PEER_COLOURS[index] })),
];

/** Below the shortest task, so that no line starts at the edge. */
const LEAST_SECONDS = 5;

/** Time against the number of items. */
export function itemsPlot(results: Results): TopLevelSpec {
	const values = results.items.map(({ system, items, maxConcurrentTasks, wallMilliseconds }) => ({
		system: maxConcurrentTasks === undefined ? nameOf(system) : ALL_AT_ONCE,
		items,
		seconds: wallMilliseconds / SECOND,
	}));
	const logarithmic = (name: string, title: string, least: number, ticks?: number[]) => ({
		field: name,
		type: 'quantitative' as const,
		scale: { type: 'log' as const, domainMin: least },
		axis: { title, grid: true, values: ticks },
	});
	const series = {
		field: 'system',
		type: 'nominal' as const,
		scale: { domain: SERIES.map(({ name }) => name) },
		legend: { title: null, labelLimit: 0 },
	};
	return {
		$schema: SCHEMA,
		title: `Time for a number of videos whose tasks take ${PLANS[results.plan].itemTaskSeconds} s each`,
		width: 560,
		height: 260,
		data: { values },
		// Systems that take the same time are told apart by their dashes and shapes.
		layer: [
			{ mark: { type: 'line', strokeWidth: 2 }, encoding: { strokeDash: series } },
			{ mark: { type: 'point', size: 90, strokeWidth: 2 }, encoding: { shape: series } },
		],
		encoding: {
			x: logarithmic('items', 'items', 1, itemCounts(results)),
			y: { ...logarithmic('seconds', 'seconds', LEAST_SECONDS), aggregate: 'median' },
			color: {
				...series,
				scale: { ...series.scale, range: SERIES.map(({ colour }) => colour) },
			},
		},
	};
}

/** What a schedule costs, against how late it is. */
export function schedulePlot({ schedule }: Results): TopLevelSpec {
	const usual = `${USUAL_TASK / SECOND} s`;
	const values = schedule
		.filter(({ tasks }) => tasks === usual)
		.map(({ policy, polls, lateLag }) => ({ system: policy, polls, seconds: lateLag / SECOND }))
		// An estimate that is not believed changes nothing; one point tells of both.
		.filter((row, index, rows) => index === rows.findIndex(({ polls }) => polls === row.polls));
	const x = {
		field: 'polls',
		type: 'quantitative' as const,
		axis: { title: 'requests for one task', grid: true },
	};
	const y = {
		field: 'seconds',
		type: 'quantitative' as const,
		axis: { title: 'lag, 95th percentile (s)', grid: true },
	};
	return {
		$schema: SCHEMA,
		title: `Simulated tasks of ${usual}: lag against requests`,
		// So large that no name lies on another.
		width: 720,
		height: 440,
		data: { values },
		layer: [
			{
				mark: { type: 'point', filled: true, size: 80 },
				encoding: {
					x,
					y,
					color: OWN_OR_PEER,
				},
			},
			{
				mark: { type: 'text', align: 'left', dx: 8, fontSize: 11 },
				encoding: { x, y, text: { field: 'system', type: 'nominal' } },
			},
		],
	};
}
