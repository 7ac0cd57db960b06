/** The figures by which the systems are compared: what they are called, their units, their values. */
import { max, median, min } from 'simple-statistics';
import type { BenchmarkPlan } from './plan.cts';
import type { SystemId } from './systems.cts';

/** How a stored value is shown: divided by the size, followed by the sign. */
interface Unit {
	readonly size: number;
	readonly sign: string;
}

export const SECONDS: Unit = { size: 1000, sign: ' s' };
export const MEGABYTES: Unit = { size: 1_000_000, sign: ' MB' };
const COUNT: Unit = { size: 1, sign: '' };

/** One value for each run, by system and by the name of the figure. */
export type Values = Partial<Record<SystemId, Record<string, number[]>>>;

/** The parts of the benchmark that measure every system. */
export type Measured = Readonly<Record<'lag' | 'items' | 'memory', Values>>;

/** Something that is measured of a system. The smaller, the better. */
export interface Figure {
	readonly part: keyof Measured;
	readonly name: string;
	readonly unit: Unit;
}

const figure = (part: Figure['part'], name: string, unit: Unit): Figure => ({ part, name, unit });
const inWords = (items: number) => `${items} item${items === 1 ? '' : 's'}`;

/** From the end of a task at the service to the end of the workflow with the file in n8n. */
export const LAG = figure('lag', 'lag', SECONDS);

/** Requests to the API for one of these tasks. */
export const REQUESTS = figure('lag', 'requests for one task', COUNT);

/** From the start of the first node to the end of the last one. */
export const itemsTime = (items: number) => figure('items', `time for ${inWords(items)}`, SECONDS);

/** Requests to the API in the same time. */
export const itemsRequests = (items: number) =>
	figure('items', `requests for ${inWords(items)}`, COUNT);

/** What the n8n process takes before a video. */
export const IDLE_MEMORY = figure('memory', 'idle memory', MEGABYTES);

/** The most that it takes above that. */
export const videoMemory = (megabytes: number) =>
	figure('memory', `memory for a video of ${megabytes} MB`, MEGABYTES);

/** From the start of the first node to the file in n8n, what each node waits included. */
export const videoTime = (megabytes: number) =>
	figure('memory', `time for a video of ${megabytes} MB`, SECONDS);

/** The figures that are held against those of other systems and of other runs. */
export function comparedFigures({ itemCounts, memorySizes }: BenchmarkPlan): Figure[] {
	const ofVideos = memorySizes.flat().flatMap((size) => [videoMemory(size), videoTime(size)]);
	return [LAG, REQUESTS, ...itemCounts.map(itemsTime), ...ofVideos];
}

/** Adds the value of one more run. */
export function addValue(values: Values, system: SystemId, { name }: Figure, value: number): void {
	((values[system] ??= {})[name] ??= []).push(value);
}

/** Sums several runs of one measurement up. @returns undefined where nothing was measured */
export function summarise(values: readonly number[] = []) {
	if (values.length === 0) return undefined;
	const list = [...values];
	return { median: median(list), least: min(list), most: max(list), runs: list.length };
}

/** The runs of one system. @returns undefined where nothing was measured */
export function summaryOf(measured: Measured, system: SystemId, { part, name }: Figure) {
	return summarise(measured[part][system]?.[name]);
}

/** A number with so many digits that the last one still means something. */
export function rounded(value: number): string {
	if (Number.isInteger(value)) return String(value);
	const size = Math.abs(value);
	return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** `1.23 (0.90 to 2.10)`, or only the one value of a single run. */
export function withSpread(summary: ReturnType<typeof summarise>, unit = 1): string {
	if (!summary) return 'not measured';
	const middle = rounded(summary.median / unit);
	if (summary.runs === 1) return middle;
	return `${middle} (${rounded(summary.least / unit)} to ${rounded(summary.most / unit)})`;
}
