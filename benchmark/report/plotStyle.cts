import type { TopLevelSpec } from 'vega-lite';
import { SYSTEMS, THIS_NODE } from '../systems.cts';

/** The language in which the plots are written. */
export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** With a background of its own, a plot is readable on a light page and on a dark one. */
export const CONFIG: TopLevelSpec['config'] = {
	background: 'white',
	padding: 12,
	font: 'system-ui, sans-serif',
	view: { stroke: null },
	axis: { grid: false, domain: false, ticks: false, labelFontSize: 12, titleFontWeight: 'normal' },
	title: { anchor: 'start', fontSize: 13, fontWeight: 'bold', subtitleFontSize: 12 },
};

/** The systems in the order of the report. */
export const NAMES = SYSTEMS.map(({ name }) => name);

/** The colour of this project's node in all plots, and of all others where they share one. */
export const [OWN_COLOUR, PEER_COLOUR] = ['#0f766e', '#b8c0cc'];

/** Colours the rows whose field `system` starts with this project's name. */
export const OWN_OR_PEER = {
	condition: { test: `indexof(datum.system, '${THIS_NODE.name}') === 0`, value: OWN_COLOUR },
	value: PEER_COLOUR,
};

/** One row for each system, named at the side. */
export const SYSTEM_ROWS = {
	field: 'system',
	type: 'nominal' as const,
	sort: NAMES,
	// Without a limit: the width of a text is only estimated, and a name might be cut by mistake.
	axis: { title: null, labelLimit: 0 },
};

/** Numbers along an axis with a grid. */
export const numbers = (field: string, title: string) => ({
	field,
	type: 'quantitative' as const,
	axis: { title, grid: true },
});
