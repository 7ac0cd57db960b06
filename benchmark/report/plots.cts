import { join } from 'node:path';
import type { Results } from '../results.cts';
import { itemsPlot, lagPlot, schedulePlot } from './detailPlots.cts';
import { draw } from './draw.cts';
import { mainPlot } from './mainPlot.cts';

const PLOTS = { main: mainPlot, lag: lagPlot, items: itemsPlot, schedule: schedulePlot };

/** Draws all plots into a folder, as SVG files of these names. */
export async function drawPlots(results: Results, folder: string): Promise<void> {
	for (const [name, plot] of Object.entries(PLOTS)) {
		await draw(plot(results), join(folder, `${name}.svg`));
	}
}
