import type { TopLevelSpec } from 'vega-lite';
import { PLANS } from '../plan.cts';
import type { Results } from '../results.cts';
import { SYSTEMS, type SystemId } from '../systems/index.cts';
import { rounded, type Figure } from './figures.cts';
import { itemCounts, lagOf, memoryOf, memorySizes, wallOf } from './measured.cts';
import { NAMES, OWN_OR_PEER, SCHEMA, SYSTEM_ROWS } from './plotStyle.cts';

const SECOND = 1000;
const MEGABYTE = 1_000_000;

interface Bar {
	readonly system: string;
	readonly value: number;
	readonly label: string;
}

function bars(unit: number, sign: string, figureOf: (id: SystemId) => Figure | undefined) {
	return SYSTEMS.flatMap(({ id, name }): Bar[] => {
		const figure = figureOf(id);
		if (!figure) return [];
		const value = figure.median / unit;
		return [{ system: name, value, label: `${rounded(value)} ${sign}` }];
	});
}

/** One panel of bars; the shorter, the better. Names stand at the first panel only. */
function barPanel(title: string, subtitle: string, values: readonly Bar[], hasNames: boolean) {
	const y = {
		...SYSTEM_ROWS,
		scale: { domain: NAMES },
		axis: hasNames ? SYSTEM_ROWS.axis : null,
	};
	const x = { field: 'value', type: 'quantitative' as const, axis: null };
	return {
		title: { text: title, subtitle },
		width: 190,
		height: { step: 30 },
		data: { values: [...values] },
		layer: [
			{ mark: { type: 'bar' as const, height: 18 }, encoding: { y, x, color: OWN_OR_PEER } },
			{
				mark: { type: 'text' as const, align: 'left' as const, dx: 5, fontSize: 12 },
				encoding: { y, x, text: { field: 'label', type: 'nominal' as const } },
			},
		],
	};
}

/** The three comparisons of the README in one picture. */
export function mainPlot(results: Results): TopLevelSpec {
	const panels = [
		barPanel(
			'How late the video arrives',
			'after the task has ended; median',
			bars(SECOND, 's', (id) => lagOf(results, id)),
			true,
		),
	];
	// The largest number of items that every system was measured at.
	const items = itemCounts(results)
		.filter((count) => SYSTEMS.every(({ id: system }) => wallOf(results, { system, items: count })))
		.pop();
	if (items !== undefined) {
		const title = `${items} videos, ${PLANS[results.plan].itemTaskSeconds} s each`;
		const wall = bars(SECOND, 's', (system) => wallOf(results, { system, items }));
		panels.push(barPanel(title, 'from start to last file; median', wall, false));
	}
	const largest = memorySizes(results).pop();
	if (largest !== undefined) {
		const title = `Memory for a ${largest} MB video`;
		const memory = bars(MEGABYTE, 'MB', (id) => memoryOf(results, id, largest));
		panels.push(barPanel(title, 'peak above idle n8n; median', memory, false));
	}
	return { $schema: SCHEMA, spacing: 45, hconcat: panels };
}
