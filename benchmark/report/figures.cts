import { max, median, min } from 'simple-statistics';

/** Several runs of one measurement. */
export interface Figure {
	readonly median: number;
	readonly least: number;
	readonly most: number;
	readonly runs: number;
}

/** @throws Error where there are no values */
export function figureOf(values: readonly number[]): Figure {
	const list = [...values];
	return { median: median(list), least: min(list), most: max(list), runs: list.length };
}

/** The figure, or undefined where nothing was measured. */
export function figureIfAny(values: readonly number[]): Figure | undefined {
	return values.length > 0 ? figureOf(values) : undefined;
}

const SECOND = 1000;
const MEGABYTE = 1_000_000;

/** A number with so many digits that the last one still means something. */
export function rounded(value: number): string {
	if (Number.isInteger(value)) return String(value);
	const size = Math.abs(value);
	return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** `1.23 (0.90 to 2.10)`, or only the one value of a single run. */
export function withSpread(figure: Figure | undefined, unit = 1): string {
	if (!figure) return 'not measured';
	const middle = rounded(figure.median / unit);
	if (figure.runs === 1) return middle;
	return `${middle} (${rounded(figure.least / unit)} to ${rounded(figure.most / unit)})`;
}

/** Milliseconds, told in seconds. */
export const inSeconds = (figure: Figure | undefined) => withSpread(figure, SECOND);

/** Bytes, told in megabytes. */
export const inMegabytes = (figure: Figure | undefined) => withSpread(figure, MEGABYTE);

/** A table in Markdown; the first column to the left, the others to the right. */
export function markdownTable(
	head: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const ruler = head.map((_, column) => (column === 0 ? '---' : '---:'));
	return [line(head), line(ruler), ...rows.map(line)].join('\n');
}
