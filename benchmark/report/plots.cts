import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { itemsTime, LAG, SECONDS, type Figure } from '../figures.cts';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { POLICIES, simulate, USUAL_TASKS } from '../schedule.cts';
import { nameOf, THIS_NODE_AT_ONCE, type SystemId } from '../systems.cts';
import { mainPlot } from './mainPlot.cts';
import * as style from './plotStyle.cts';

const { OWN_OR_PEER: color, SCHEMA: $schema, SYSTEM_ROWS } = style;

/** How this node is called where it works on all items at once. */
const ALL_AT_ONCE = 'this node, all at a time';

/** The systems in the plot of the items, each with a colour of its own. */
const SERIES_NAMES = [style.NAMES[0], ALL_AT_ONCE, ...style.NAMES.slice(1)];
const OTHER_COLOURS = ['#5eead4', '#c2410c', '#7c3aed', '#64748b'];
const SERIES_COLOURS = [style.OWN_COLOUR, ...OTHER_COLOURS, style.PEER_COLOUR];

/** Below the shortest task, so that no line starts at the edge. */
const LEAST_SECONDS = 5;

/** A point for each value of a system's figure. */
function points([id, figures]: [string, Record<string, number[]>], { name }: Figure) {
	const system = id === THIS_NODE_AT_ONCE.id ? ALL_AT_ONCE : nameOf(id as SystemId);
	return (figures[name] ?? []).map((value) => ({ system, seconds: value / SECONDS.size }));
}

/** Every single task of the lag runs. */
function lagPlot({ lag }: Results): TopLevelSpec {
	const values = Object.entries(lag).flatMap((system) => points(system, LAG));
	const x = style.numbers('seconds', 'seconds from the end of the task to the file in n8n');
	const median = { ...x, aggregate: 'median' as const };
	const y = SYSTEM_ROWS;
	return {
		$schema,
		title: 'How late the video arrives: each task, and the median',
		width: 560,
		height: { step: 30 },
		data: { values },
		layer: [
			{ mark: { type: 'point', filled: true, size: 60, opacity: 0.7 }, encoding: { y, x, color } },
			{
				mark: { type: 'tick', thickness: 3, size: 24, color: '#1f2937' },
				encoding: { y, x: median },
			},
		],
	};
}

/** Time against the number of items. */
function itemsPlot({ plan, items: measured }: Results): TopLevelSpec {
	const { itemCounts, itemTaskSeconds } = PLANS[plan];
	const values = Object.entries(measured).flatMap((system) =>
		itemCounts.flatMap((items) =>
			points(system, itemsTime(items)).map((point) => ({ ...point, items })),
		),
	);
	const logarithmic = (name: string, domainMin: number, ticks?: number[]) => ({
		field: name,
		type: 'quantitative' as const,
		scale: { type: 'log' as const, domainMin },
		axis: { title: name, grid: true, values: ticks },
	});
	const scale = { domain: SERIES_NAMES };
	const legend = { title: null, labelLimit: 0 };
	const series = { field: 'system', type: 'nominal' as const, scale, legend };
	return {
		$schema,
		title: `Time for a number of videos whose tasks take ${itemTaskSeconds} s each`,
		width: 560,
		height: 260,
		data: { values },
		// Dashes and shapes distinguish systems that take the same time.
		layer: [
			{ mark: { type: 'line', strokeWidth: 2 }, encoding: { strokeDash: series } },
			{ mark: { type: 'point', size: 90, strokeWidth: 2 }, encoding: { shape: series } },
		],
		encoding: {
			x: logarithmic('items', 1, itemCounts),
			y: { ...logarithmic('seconds', LEAST_SECONDS), aggregate: 'median' },
			color: { ...series, scale: { ...scale, range: SERIES_COLOURS } },
		},
	};
}

/** What a schedule costs, against how late it is. */
function schedulePlot(): TopLevelSpec {
	const all = POLICIES.map((policy) => {
		const { polls, lateLag } = simulate(policy, USUAL_TASKS);
		return { system: policy.name, polls, seconds: lateLag / SECONDS.size };
	});
	// An implausible estimate changes nothing: the same point is drawn once.
	const values = all.filter(
		(row, index) => index === all.findIndex(({ polls }) => polls === row.polls),
	);
	const x = style.numbers('polls', 'requests for one task');
	const y = style.numbers('seconds', 'lag, 95th percentile (s)');
	const text = { field: 'system', type: 'nominal' as const };
	return {
		$schema,
		title: `Simulated tasks of ${USUAL_TASKS.name}: lag against requests`,
		// So large that no name lies on another.
		width: 720,
		height: 440,
		data: { values },
		layer: [
			{ mark: { type: 'point', filled: true, size: 80 }, encoding: { x, y, color } },
			{ mark: { type: 'text', align: 'left', dx: 8, fontSize: 11 }, encoding: { x, y, text } },
		],
	};
}

const PLOTS = { main: mainPlot, lag: lagPlot, items: itemsPlot, schedule: schedulePlot };

/** Draws all plots into a folder, as SVG files of these names. */
export async function drawPlots(results: Results, folder: string): Promise<void> {
	// Both libraries are modules with a wait at their top, which only a dynamic import may load.
	const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
	for (const [name, plot] of Object.entries(PLOTS)) {
		const { spec } = compile({ ...plot(results), config: style.CONFIG });
		const view = new vega.View(vega.parse(spec), { renderer: 'none' });
		await writeFile(join(folder, `${name}.svg`), `${await view.toSVG()}\n`);
		view.finalize();
	}
}
