import { styleText } from 'node:util';

const SECONDS_IN_A_MINUTE = 60;
const KILOBYTE = 1000;
const MEGABYTE = 1_000_000;

/** Time so far, e.g. `4:07`. */
export function clock(milliseconds: number): string {
	const seconds = Math.floor(milliseconds / 1000);
	const rest = String(seconds % SECONDS_IN_A_MINUTE).padStart(2, '0');
	return `${Math.floor(seconds / SECONDS_IN_A_MINUTE)}:${rest}`;
}

/** A duration, e.g. `6.4 s`. */
export function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A file's size as n8n shows it, e.g. `30.1 kB`. */
export function fileSize(bytes: number): string {
	return bytes < MEGABYTE
		? `${(bytes / KILOBYTE).toFixed(1)} kB`
		: `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

/** A number with its noun, e.g. `1 video`, `2 videos`. */
export function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Text in columns, each as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): string[] {
	const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return rows.map((row) => {
		const cells = row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0));
		return indent + cells.join('   ').trimEnd();
	});
}

/** Colours, where standard output is a terminal that shows them. */
export const bold = (text: string) => styleText('bold', text);
export const dim = (text: string) => styleText('dim', text);
export const green = (text: string) => styleText('green', text);
export const red = (text: string) => styleText('red', text);
export const yellow = (text: string) => styleText('yellow', text);
