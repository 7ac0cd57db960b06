import type { TopLevelSpec } from 'vega-lite';
import { itemsTime, LAG, rounded, summaryOf, videoMemory, type Figure } from '../figures.cts';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { SYSTEMS } from '../systems.cts';
import { NAMES, OWN_OR_PEER, SCHEMA, SYSTEM_ROWS } from './plotStyle.cts';

/** One panel of bars; the shorter, the better. Only the first panel has the names of the systems. */
function barPanel(results: Results, figure: Figure, text: string, subtitle: string) {
	const { size, sign } = figure.unit;
	const values = SYSTEMS.flatMap(({ id, name }) => {
		const value = (summaryOf(results, id, figure)?.median ?? NaN) / size;
		return Number.isNaN(value) ? [] : [{ system: name, value, label: `${rounded(value)}${sign}` }];
	});
	const axis = figure === LAG ? SYSTEM_ROWS.axis : null;
	const y = { ...SYSTEM_ROWS, scale: { domain: NAMES }, axis };
	const x = { field: 'value', type: 'quantitative' as const, axis: null };
	const label = { field: 'label', type: 'nominal' as const };
	return {
		title: { text, subtitle },
		width: 190,
		height: { step: 30 },
		data: { values },
		layer: [
			{ mark: { type: 'bar' as const, height: 18 }, encoding: { y, x, color: OWN_OR_PEER } },
			{
				mark: { type: 'text' as const, align: 'left' as const, dx: 5, fontSize: 12 },
				encoding: { y, x, text: label },
			},
		],
	};
}

/** The three comparisons of the README in one picture; what was not measured is left out. */
export function mainPlot(results: Results): TopLevelSpec {
	const { itemCounts, itemTaskSeconds, memorySizes } = PLANS[results.plan];
	const isMeasured = (figure: Figure) => SYSTEMS.every(({ id }) => summaryOf(results, id, figure));
	const items = itemCounts.findLast((count) => isMeasured(itemsTime(count)));
	const largest = Math.max(...memorySizes.flat());
	const lag = ['How late the video arrives', 'after the task has ended; median'] as const;
	const time = [
		`${items} videos, ${itemTaskSeconds} s each`,
		'from start to last file; median',
	] as const;
	const memory = [`Memory for a ${largest} MB video`, 'peak above idle n8n; median'] as const;
	const hasMemory = Object.keys(results.memory).length > 0;
	const hconcat = [
		barPanel(results, LAG, ...lag),
		...(items === undefined ? [] : [barPanel(results, itemsTime(items), ...time)]),
		...(hasMemory ? [barPanel(results, videoMemory(largest), ...memory)] : []),
	];
	return { $schema: SCHEMA, spacing: 45, hconcat };
}
