import type { ModelRequest, Price } from './types';

/** What the videos of some routes cost, from the cheapest to the dearest. */
export interface PriceRange {
	/** Millionths of a US dollar. */
	readonly from: number;
	readonly to: number;
	/** The days on which the prices were read, in words. */
	readonly dates: readonly string[];
}

/** The range of the known prices of some routes; undefined where none is known. */
export function priceRange(routes: readonly ModelRequest[]): PriceRange | undefined {
	const priced = routes.filter(({ priceList }) => priceList !== undefined);
	if (priced.length === 0) return undefined;
	const costs = priced.flatMap(costsOf);
	const dates = [...new Set(priced.flatMap(({ priceList }) => priceList?.date ?? []))];
	return { from: Math.min(...costs), to: Math.max(...costs), dates };
}

/** What the videos of each length that a route offers cost. */
function costsOf({ fields, priceList }: ModelRequest): number[] {
	const lengths = fields.flatMap((field) =>
		field.kind === 'choice' && field.parameter === 'duration' ? field.choices : [],
	);
	const costs = (price: Price) =>
		'perVideo' in price
			? [price.perVideo]
			: lengths.map(({ value }) => price.perSecond * Number(value));
	return (priceList?.prices ?? []).flatMap(costs);
}
