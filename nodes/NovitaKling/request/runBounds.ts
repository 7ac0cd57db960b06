import { needs } from '../errors/inputFailures';
import { OPTIONS } from '../parameters/options';
import type { ReadParameter } from './fieldOfItem';
import { type BoundOption, isBoundGiven, readChoiceOption, readNumberOption } from './optionValues';

/** What the Spending Limit is for. */
export type SpendingPeriod = (typeof OPTIONS)['spendingPeriod']['choices'][number]['value'];

/** What a run may spend. Amounts are in millionths of a US dollar. */
export interface RunBounds {
	/** Videos that are paid for at most. */
	readonly maxVideos: number;
	/** Undefined where there is none. */
	readonly spendingLimit: number | undefined;
	readonly spendingPeriod: SpendingPeriod;
	/** What the account must have for the run to start; undefined where it is not checked. */
	readonly minimumBalance: number | undefined;
}

/**
 * Reads what a run may spend.
 *
 * @param readParameter the parameters of the first item, which count for all
 * @throws ItemFailure of kind `invalidInput`
 */
export function readRunBounds(readParameter: ReadParameter): RunBounds {
	const numberOf = (name: Exclude<BoundOption, 'spendingPeriod'>) =>
		isBoundGiven(name, readParameter) ? readNumberOption(name, readParameter) : undefined;
	const spendingLimit = numberOf('spendingLimit');
	const spendingPeriod = isBoundGiven('spendingPeriod', readParameter)
		? readChoiceOption('spendingPeriod', readParameter)
		: OPTIONS.spendingPeriod.default;
	if (spendingPeriod !== 'run' && spendingLimit === undefined) {
		const { label } = OPTIONS.spendingPeriod;
		throw needs({ parameter: 'spendingPeriod', label }, OPTIONS.spendingLimit.label);
	}
	return {
		maxVideos: Math.floor(numberOf('maxVideos') ?? OPTIONS.maxVideos.default),
		spendingLimit,
		spendingPeriod,
		minimumBalance: numberOf('minimumBalance'),
	};
}
