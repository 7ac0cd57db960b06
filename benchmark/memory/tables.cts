import { loadavg, cpus } from 'node:os';
import type { RunReport } from './messages.cts';

/** Two runs in one engine: the first large video after the start, and the next one. */
export type TwoRuns = readonly [first: RunReport, next: RunReport];

/** All rounds with videos of one size. */
export interface VideoCase {
	readonly bytes: number;
	/** What a video may take at most above idle; bytes. */
	readonly targetBytes: number;
	readonly node: readonly TwoRuns[];
	/** The same by n8n's helpers alone. */
	readonly bare: readonly TwoRuns[];
	/** Seconds of Node.js alone, without n8n. */
	readonly nodeAlone: readonly number[];
	/** Seconds of curl; empty where there is none. */
	readonly curl: readonly number[];
}

/** All rounds with an image. */
export interface ImageCase {
	readonly bytes: number;
	/** What an image may take at most above idle; bytes. */
	readonly targetBytes: number;
	readonly node: readonly TwoRuns[];
}

const MEGABYTE = 1_000_000;

/** The share of curl's speed that the node should have at least. */
const SPEED_TARGET = 0.8;

const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(0);

function median(values: readonly number[]): number {
	const sorted = values.toSorted((left, right) => left - right);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Text in columns: the first to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): string {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const cell = (text: string, column: number) =>
		column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
	return rows.map((row) => row.map(cell).join('   ').trimEnd()).join('\n');
}

/** The higher of the two ways to see a peak. */
const peakAbove = ({ sampledPeakBytes, exactPeakBytes = 0, idleBytes }: RunReport) =>
	Math.max(sampledPeakBytes, exactPeakBytes) - idleBytes;

const worst = (reports: readonly RunReport[]) => Math.max(...reports.map(peakAbove));

/** The worst of the first runs, and of the next ones. */
const worstOfTwo = (runs: readonly TwoRuns[]): [first: number, next: number] => [
	worst(runs.map(([run]) => run)),
	worst(runs.map(([, run]) => run)),
];

interface MemoryCase {
	readonly what: string;
	readonly targetBytes: number;
	readonly node: readonly TwoRuns[];
	readonly bare?: readonly TwoRuns[];
}

function memoryRow({ what, targetBytes, node, bare }: MemoryCase): string[] {
	const [first, next] = worstOfTwo(node);
	const verdict = (bytes: number) => (bytes < targetBytes ? 'met' : 'MISSED');
	return [
		what,
		megabytes(median(node.map(([{ idleBytes }]) => idleBytes))),
		megabytes(first),
		megabytes(next),
		...(bare ? worstOfTwo(bare).map(megabytes) : ['-', '-']),
		`< ${megabytes(targetBytes)}`,
		`${verdict(first)}, next ${verdict(next)}`,
	];
}

/** Memory of each case beside its target. */
export function memoryTable(videos: readonly VideoCase[], image: ImageCase): string {
	return columns([
		['Memory (MB)', 'idle', 'first +', 'next +', 'bare first +', 'bare next +', 'target', ''],
		...videos.map((video) =>
			memoryRow({ ...video, what: `video of ${megabytes(video.bytes)} MB` }),
		),
		memoryRow({ ...image, what: `image of ${(image.bytes / MEGABYTE).toFixed(1)} MB` }),
	]);
}

const secondsOf = (runs: readonly TwoRuns[]) =>
	median(runs.flat().map(({ milliseconds }) => milliseconds)) / 1000;

const cpuOf = (runs: readonly TwoRuns[]) => median(runs.flat().map(({ cpuSeconds }) => cpuSeconds));

function speedRow({ bytes, node, bare, nodeAlone, curl }: VideoCase): string[] {
	const share = median(curl) / secondsOf(node);
	return [
		`video of ${megabytes(bytes)} MB`,
		secondsOf(node).toFixed(2),
		secondsOf(bare).toFixed(2),
		median(nodeAlone).toFixed(2),
		curl.length > 0 ? median(curl).toFixed(2) : 'no curl',
		cpuOf(node).toFixed(2),
		cpuOf(bare).toFixed(2),
		megabytes(bytes / secondsOf(node)),
		(secondsOf(bare) / secondsOf(node)).toFixed(2),
		Number.isNaN(share) ? '-' : share.toFixed(2),
		Number.isNaN(share) ? '' : share >= SPEED_TARGET ? 'met' : 'MISSED',
	];
}

/** Speed of each case beside curl and beside n8n alone. */
export function speedTable(videos: readonly VideoCase[]): string {
	return columns([
		[
			'Time (s)',
			'node',
			'bare',
			'Node.js',
			'curl',
			'node CPU',
			'bare CPU',
			'node MB/s',
			'of bare',
			`of curl (>= ${SPEED_TARGET})`,
			'',
		],
		...videos.map(speedRow),
	]);
}

/** What the figures mean, for the reader of a report. */
export function howItWasMeasured(rounds: number): string {
	const load = loadavg()[0]!.toFixed(1);
	return [
		`How: ${rounds} rounds. Each starts n8n's engine with the built package in a process of its own and lets`,
		'it fetch a video of 1 MB, or send a small image, so that code is loaded. Before each run garbage is',
		'collected and resident memory noted: that is idle. The peak is the higher of a sample every 5 ms and the',
		"kernel's own high-water mark of the run (getrusage maxRSS, set back before it; Linux only); the worst",
		'round counts.',
		'"first" is the first large file after the start, "next" the same again in the same process. "bare" is',
		"a node of ten lines that fetches the same link with n8n's httpRequest and prepareBinaryData and does",
		'nothing else: what n8n and Node.js take by themselves. The video host runs in another process on the',
		'same machine, n8n stores files on disk. "Node.js" is http.get piped into a file by a process without n8n:',
		'what no node can be faster than. Most of what is between it and bare is garbage collection: Node.js takes',
		'a new buffer for each read of a socket, and goes through all that n8n has in memory about 45 times while',
		"1000 MB pass (seen with --trace-gc). Times are medians: the node's and bare's of the whole workflow run,",
		'those of Node.js and curl of the transfer alone, into the same folder.',
		`The machine: ${cpus().length} processors, load ${load} at the end; a load of others makes times useless.`,
	].join('\n');
}
