/** What a video probably costs: an estimate from a published price, never Novita's word on the bill. */
export interface Price {
	/** US dollars. */
	readonly dollars: number;
	/** Where and when the price was read. */
	readonly source: string;
}

interface ModelPrice {
	/** US dollars for each second of video without sound. */
	readonly perSecond: number;
	readonly source: string;
}

const PRICE_PAGE = 'novita.ai/pricing, as quoted on 7 October 2026';

/** The prices that were found, by the ID of the model. Of the others no number was found. */
const PRICES: Readonly<Record<string, ModelPrice>> = {
	// 1.17 dollars for 5 seconds, 2.34 for 10.
	'kling-v2.1-master': {
		perSecond: 0.234,
		source: 'the page of the model at novita.ai, as quoted on 7 October 2026',
	},
	'kling-v3.0-std': { perSecond: 0.084, source: PRICE_PAGE },
	'kling-v3.0-pro': { perSecond: 0.112, source: PRICE_PAGE },
};

/**
 * Estimates the price of a video without sound.
 *
 * @param modelId the value of the node's parameter Model
 * @returns undefined where no price is known
 */
export function priceOf(modelId: string, seconds: number): Price | undefined {
	const price = PRICES[modelId];
	return price && { dollars: price.perSecond * seconds, source: price.source };
}
