/** A value as text without the white space around it; empty for anything that has no plain text. */
export function plainText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return '';
}

/** Whether the user left a value empty, in any of the ways a field or an expression can. */
export function isEmpty(value: unknown): boolean {
	if (typeof value === 'string') return !value.trim();
	if (typeof value !== 'object' || value === null) return value === undefined || value === null;
	return Object.values(value).every(isEmpty);
}

/** A number, also when it came as text with white space around it; otherwise not a number. */
export function plainNumber(value: unknown): number {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string' || !value.trim()) return Number.NaN;
	return Number(value.trim());
}

/** A value as it is shown in a message: short, and on one line. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	const line = text.replace(/\s+/g, ' ');
	const maxShown = 60;
	return line.length > maxShown ? `${line.slice(0, maxShown)}…` : line;
}

/**
 * An http or https address, normalised.
 *
 * @returns undefined for anything else
 */
export function webAddress(text: string): URL | undefined {
	const address = URL.canParse(text) ? new URL(text) : undefined;
	return address?.protocol === 'http:' || address?.protocol === 'https:' ? address : undefined;
}
