/** Units of the options: as the panel calls them, and how many of the node's own one is. Milliseconds. */
export const SECONDS = { label: 'Seconds', size: 1000 };
export const MINUTES = { label: 'Minutes', size: 60_000 };
/** Decimal, as n8n shows file sizes. */
export const MEGABYTES = { label: 'MB', size: 1_000_000 };

/** Millionths, as everywhere in the node. */
export const US_DOLLARS = { label: 'US Dollars', size: 1_000_000 };
