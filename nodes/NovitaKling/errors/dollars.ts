/** Money is counted in whole millionths of a US dollar, so that sums are exact. */
export const MILLIONTHS = 1_000_000;

/** An amount as people read it: cents at least, and not a digit more than it has. */
export function dollarsText(millionths: number): string {
	const text = (millionths / MILLIONTHS).toFixed(6);
	return text.replace(/(\.\d\d\d*?)0+$/, '$1');
}
