import { SYSTEMS, THIS_NODE } from '../systems/index.cts';

/** The language in which the plots are written. */
export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** This project's colour in all plots. */
export const OWN_COLOUR = '#0f766e';

/** The colour of all others where they need not be told apart. */
export const PEER_COLOUR = '#b8c0cc';

/** The systems in the order of the report. */
export const NAMES = SYSTEMS.map(({ name }) => name);

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
	// No limit: the width of a text is only estimated, and a name may look too long by mistake.
	axis: { title: null, labelLimit: 0 },
};
