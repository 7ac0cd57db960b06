import { median } from 'simple-statistics';

/** All runs with files of one size. */
export interface FileCase {
	readonly what: string;
	readonly bytes: number;
	/** What a file may take at most above idle. */
	readonly targetBytes: number;
	/** By the names of the columns; what was not measured is left out. */
	readonly values: Record<string, number[]>;
}

/** The columns of the node: memory for the first file and for the next one, time of both. */
export const NODE_COLUMNS = {
	idle: 'idle',
	first: 'first +',
	next: 'next +',
	time: 'node',
	cpu: 'node CPU',
};

export type Columns = typeof NODE_COLUMNS;

/** The same by n8n's functions alone. */
export const BARE_COLUMNS: Columns = {
	idle: 'bare idle',
	first: 'bare first +',
	next: 'bare next +',
	time: 'bare',
	cpu: 'bare CPU',
};

/** Memory above idle, of which the worst round counts. */
const PEAKS = [NODE_COLUMNS, BARE_COLUMNS].flatMap(({ first, next }) => [first, next]);

/** Times, of which the median counts. */
const TIMES = ['node', 'bare', 'Node.js', 'curl', 'node CPU', 'bare CPU'];

/** The share of curl's speed that the node should have at least. */
const SPEED_TARGET = 0.8;

const MEGABYTE = 1_000_000;

const verdict = (isMet: boolean) => (isMet ? 'met' : 'MISSED');
const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(0);
const digits = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(2));

function memoryRow({ what, targetBytes, values }: FileCase): string[] {
	const peaks = PEAKS.map((name) => (name in values ? Math.max(...values[name]) : undefined));
	const [first = 0, next = 0] = peaks;
	return [
		what,
		megabytes(median(values.idle)),
		...peaks.map((bytes) => (bytes === undefined ? '-' : megabytes(bytes))),
		`< ${megabytes(targetBytes)}`,
		`${verdict(first < targetBytes)}, next ${verdict(next < targetBytes)}`,
	];
}

function speedRow({ what, bytes, values }: FileCase): string[] {
	const times = TIMES.map((name) => (name in values ? median(values[name]) : NaN));
	const [node, bare, , curl] = times;
	return [
		what,
		...times.map(digits),
		megabytes(bytes / node),
		digits(bare / node),
		digits(curl / node),
		Number.isNaN(curl) ? 'no curl' : verdict(curl / node >= SPEED_TARGET),
	];
}

/** Text in columns: the first to the left, the others to the right. */
function columns(rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const cell = (text: string, column: number) =>
		column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]);
	return rows.map((row) => row.map(cell).join('   ').trimEnd());
}

/** Memory of all cases and speed of the videos beside their targets, as lines of plain text. */
export function filesTables(videos: readonly FileCase[], image: FileCase): string[] {
	const memoryHead = ['Memory (MB)', 'idle', ...PEAKS, 'target', ''];
	const shares = ['node MB/s', 'of bare', `of curl (>= ${SPEED_TARGET})`, ''];
	const memory = columns([memoryHead, ...[...videos, image].map(memoryRow)]);
	return [...memory, '', ...columns([['Time (s)', ...TIMES, ...shares], ...videos.map(speedRow)])];
}
