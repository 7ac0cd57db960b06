import type { ModelField, ModelRequest, ShotsField } from '../models';
import type { VideoOperation } from '../parameters/operations';
import type { WireValue } from './fields';
import type { VideoRequest } from './videoRequest';

/** A request as it is sent, by wire names; what is missing has Novita's default. */
type Body = Readonly<Record<string, WireValue | undefined>>;

/** What a video probably costs. */
export interface Estimate {
	/** Millionths of a US dollar. */
	readonly cost: number;
	/** What the estimate is made by, in words. */
	readonly basis: string;
}

/**
 * Estimates what a request costs.
 *
 * @param pricePerVideo the user's own price in millionths of a US dollar, which counts before the list
 * @returns undefined where no price is known
 */
export function estimateOf(
	{ model, body }: Pick<VideoRequest, 'model' | 'body'>,
	operation: VideoOperation,
	pricePerVideo: number | undefined,
): Estimate | undefined {
	if (pricePerVideo !== undefined) {
		return { cost: pricePerVideo, basis: 'the option Price per Video' };
	}
	const route = model.operations[operation];
	const cost = route && estimatedCost(route, body);
	if (cost === undefined) return undefined;
	return { cost, basis: `the prices of ${route?.priceList?.date}` };
}

/**
 * Estimates what a video costs, from the published prices. The bill is Novita's.
 *
 * @param route where the request goes, with its price list
 * @param body the request
 * @returns millionths of a US dollar; undefined where no price is known
 */
export function estimatedCost(
	{ fields, priceList }: Pick<ModelRequest, 'fields' | 'priceList'>,
	body: Body,
): number | undefined {
	const isSent = ([wireName, value]: [string, string | boolean]) =>
		String(valueOf(wireName, fields, body)) === String(value);
	const price = priceList?.prices.find(({ when }) => Object.entries(when).every(isSent));
	if (!price) return undefined;
	if ('perVideo' in price) return price.perVideo;
	const seconds = secondsOf(fields, body);
	return Number.isInteger(seconds) ? price.perSecond * seconds : undefined;
}

function valueOf(wireName: string, fields: readonly ModelField[], body: Body): unknown {
	const field = fields.find((candidate) => candidate.wireName === wireName);
	return body[wireName] ?? (field && 'default' in field ? field.default : undefined);
}

/**
 * Seconds of video that are ordered. No document says which counts where the shots are longer together
 * than the duration, so the longer of the two does.
 */
function secondsOf(fields: readonly ModelField[], body: Body): number {
	const duration = fields.find(({ parameter }) => parameter === 'duration');
	const seconds = Number(duration && valueOf(duration.wireName, fields, body));
	const shots = fields.find((field) => field.kind === 'shots');
	return shots?.duration ? Math.max(seconds, secondsOfShots(shots, body)) : seconds;
}

function secondsOfShots({ wireName, duration }: ShotsField, body: Body): number {
	const shots = body[wireName];
	if (!duration || !Array.isArray(shots)) return 0;
	return shots.reduce((sum, shot) => {
		const own = typeof shot === 'string' ? undefined : shot[duration.wireName];
		return sum + Number(own ?? duration.default);
	}, 0);
}
