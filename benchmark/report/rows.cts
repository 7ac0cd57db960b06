import { rounded } from '../figures.cts';

/** One target beside what was measured. */
export type Row = readonly [what: string, limit: string, measured: string, verdict: string];

/** Whether a target is met, in a word. */
export const verdict = (isMet: boolean) => (isMet ? 'met' : '**missed**');

/**
 * A target that is a number.
 *
 * @param value undefined where this run did not measure it, as the limit may be
 */
export function numberRow(
	what: string,
	words: string,
	limit: number | undefined,
	value: number | undefined,
	format: (value: number) => string,
): Row {
	const wanted = limit === undefined ? words : `${words} ${format(limit)}`;
	if (limit === undefined || value === undefined) return [what, wanted, 'not measured', ''];
	return [what, wanted, format(value), verdict(value <= limit)];
}

/** How many times as much. @returns undefined where one of both was not measured */
export function ratio(one?: number, other?: number): number | undefined {
	return one === undefined || other === undefined ? undefined : one / other;
}

/** How a ratio is shown. */
export const times = (value: number) => `${Number(rounded(value))} times`;
