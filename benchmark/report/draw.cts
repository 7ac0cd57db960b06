import { writeFile } from 'node:fs/promises';
import type { TopLevelSpec } from 'vega-lite';

/** Looks right on a light and on a dark page: a ground of its own. */
const CONFIG: TopLevelSpec['config'] = {
	background: 'white',
	padding: 12,
	font: 'system-ui, sans-serif',
	view: { stroke: null },
	axis: { grid: false, domain: false, ticks: false, labelFontSize: 12, titleFontWeight: 'normal' },
	title: { anchor: 'start', fontSize: 13, fontWeight: 'bold', subtitleFontSize: 12 },
};

/** Draws a plot and writes it as an SVG file. */
export async function draw(spec: TopLevelSpec, file: string): Promise<void> {
	// Both libraries are modules with a wait at their top, which only a dynamic import may load.
	const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
	const compiled = compile({ ...spec, config: { ...CONFIG, ...spec.config } });
	const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none' });
	await writeFile(file, `${await view.toSVG()}\n`);
	view.finalize();
}
