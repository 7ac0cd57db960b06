import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import {
	itemsTime,
	LAG,
	rounded,
	SECONDS,
	summaryOf,
	videoMemory,
	type Figure,
} from '../figures.cts';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { POLICIES, simulate, USUAL_TASKS } from '../schedule.cts';
import { nameOf, SYSTEMS, type SystemId } from '../systems.cts';

/** The plots in the language Vega-Lite; names in double braces stand for values. */
const TEMPLATES = JSON.parse(readFileSync(join(__dirname, 'plots.json'), 'utf8')) as Readonly<
	Record<string, object>
>;

/** The systems in the order of the report. */
const NAMES = SYSTEMS.map(({ name }) => name);

const [OWN_COLOUR, PEER_COLOUR] = ['#0f766e', '#b8c0cc'];

/** The colours of the systems where they must differ. */
const COLOURS = [OWN_COLOUR, '#c2410c', '#7c3aed', '#64748b', PEER_COLOUR];

/** Values for all plots. */
const SHARED = {
	names: NAMES,
	// Without a limit: the width of a text is only estimated, and a name might be cut by mistake.
	axis: { title: null, labelLimit: 0 },
	// Rows whose system starts with this node's name, beside all others.
	colour: {
		condition: { test: `indexof(datum.system, '${NAMES[0]}') === 0`, value: OWN_COLOUR },
		value: PEER_COLOUR,
	},
};

/** Puts values in the place of their names. */
function fill(template: string, values: Readonly<Record<string, unknown>>): TopLevelSpec {
	const all: Readonly<Record<string, unknown>> = { ...SHARED, ...values };
	const filled: unknown = JSON.parse(
		JSON.stringify(TEMPLATES[template]),
		(_key, value: unknown) => {
			const name = typeof value === 'string' && /^\{\{(\w+)\}\}$/.exec(value)?.[1];
			return name ? all[name] : value;
		},
	);
	return filled as TopLevelSpec;
}

/** Bars of one figure; the shorter, the better. Only the first panel has the names of the systems. */
function panel(results: Results, figure: Figure, title: string, subtitle: string) {
	const { size, sign } = figure.unit;
	const values = SYSTEMS.flatMap(({ id, name }) => {
		const value = (summaryOf(results, id, figure)?.median ?? NaN) / size;
		return Number.isNaN(value) ? [] : [{ system: name, value, label: `${rounded(value)}${sign}` }];
	});
	const axis = figure === LAG ? SHARED.axis : null;
	return values.length > 0 ? [fill('panel', { title, subtitle, values, axis })] : [];
}

/** The three comparisons of the README in one picture; what was not measured is left out. */
function mainPlot(results: Results): TopLevelSpec {
	const { itemCounts, itemTaskSeconds, memorySizes } = PLANS[results.plan];
	const isComplete = (count: number) =>
		SYSTEMS.every(({ id }) => summaryOf(results, id, itemsTime(count)));
	const items = itemCounts.findLast(isComplete) ?? 0;
	const time = `${items} videos, ${itemTaskSeconds} s each`;
	const size = Math.max(...memorySizes.flat());
	const memory = `Memory for a ${size} MB video`;
	const hconcat = [
		...panel(results, LAG, 'How late the video arrives', 'after the task has ended; median'),
		...panel(results, itemsTime(items), time, 'from start to last file; median'),
		...panel(results, videoMemory(size), memory, 'peak above idle n8n; median'),
	];
	return { spacing: 45, hconcat } as TopLevelSpec;
}

/** A point for each value of a system's figure. */
function points([id, figures]: [string, Record<string, number[]>], { name }: Figure) {
	const system = nameOf(id as SystemId);
	return (figures[name] ?? []).map((value) => ({ system, seconds: value / SECONDS.size }));
}

/** Every single task of the lag runs. */
function lagPlot({ lag }: Results): TopLevelSpec {
	return fill('lag', { values: Object.entries(lag).flatMap((system) => points(system, LAG)) });
}

/** Time against the number of items. Dashes and shapes distinguish systems that take the same time. */
function itemsPlot({ plan, items: measured }: Results): TopLevelSpec {
	const { itemCounts: counts, itemTaskSeconds } = PLANS[plan];
	const values = Object.entries(measured).flatMap((system) =>
		counts.flatMap((items) =>
			points(system, itemsTime(items)).map((point) => ({ ...point, items })),
		),
	);
	const title = `Time for a number of videos whose tasks take ${itemTaskSeconds} s each`;
	const legend = { title: null, labelLimit: 0 };
	const series = { field: 'system', type: 'nominal', scale: { domain: NAMES }, legend };
	return fill('items', { values, title, series, counts, colours: COLOURS });
}

/** What a schedule costs, against how late it is. */
function schedulePlot(): TopLevelSpec {
	const all = POLICIES.map((policy) => {
		const { polls, lateLag } = simulate(policy, USUAL_TASKS);
		return { system: policy.name, polls, seconds: lateLag / SECONDS.size };
	});
	// An implausible estimate changes nothing: the same point is drawn once.
	const isFirst = (row: (typeof all)[number], index: number) =>
		index === all.findIndex(({ polls }) => polls === row.polls);
	const title = `Simulated tasks of ${USUAL_TASKS.name}: lag against requests`;
	return fill('schedule', { values: all.filter(isFirst), title });
}

const PLOTS = { main: mainPlot, lag: lagPlot, items: itemsPlot, schedule: schedulePlot };

/** Draws all plots into a folder, as SVG files of these names. */
export async function drawPlots(results: Results, folder: string): Promise<void> {
	// Both libraries are modules with a wait at their top, which only a dynamic import may load.
	const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
	for (const [name, plot] of Object.entries(PLOTS)) {
		const { spec } = compile({ ...plot(results), config: TEMPLATES.config });
		const view = new vega.View(vega.parse(spec), { renderer: 'none' });
		await writeFile(join(folder, `${name}.svg`), `${await view.toSVG()}\n`);
		view.finalize();
	}
}
