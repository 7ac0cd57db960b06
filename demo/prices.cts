import { MILLIONTHS } from '../nodes/NovitaKling/errors/dollars';
import { MODELS } from '../nodes/NovitaKling/models';
import type { VideoOperation } from '../nodes/NovitaKling/parameters/operations';
import { estimatedCost } from '../nodes/NovitaKling/request/estimatedCost';

/** What a video probably costs: an estimate from a published price, never Novita's word on the bill. */
export interface Price {
	/** US dollars. */
	readonly dollars: number;
	/** Where and when the price was read. */
	readonly source: string;
}

/**
 * Estimates the price of a video from the node's own table.
 *
 * @param modelId the value of the node's parameter Model
 * @param body the request by the service's field names; what is missing has Novita's default
 * @returns undefined where no price is known
 */
export function priceOf(
	modelId: string,
	operation: VideoOperation,
	body: Parameters<typeof estimatedCost>[1],
): Price | undefined {
	const route = MODELS.find(({ id }) => id === modelId)?.operations[operation];
	const cost = route && estimatedCost(route, body);
	if (!route?.priceList || cost === undefined) return undefined;
	const { source, date } = route.priceList;
	return { dollars: cost / MILLIONTHS, source: `${source}, as quoted on ${date}` };
}
