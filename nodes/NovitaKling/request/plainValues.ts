/** A value as text without the white space around it; empty for anything that has no plain text. */
export function plainText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	const isPlain =
		typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
	return isPlain ? String(value) : '';
}

/** Whether the user left a value empty. */
export function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

/** Whether a collection of the panel, or a list from an expression, holds nothing. */
export function isEmptyCollection(value: unknown): boolean {
	if (Array.isArray(value)) return value.length === 0;
	const isCollection = Object.prototype.toString.call(value) === '[object Object]';
	return isCollection && Object.values(value as object).every(isEmptyListOrValue);
}

const isEmptyListOrValue = (value: unknown) =>
	isEmpty(value) || (Array.isArray(value) && value.length === 0);

/** Yes or no, also as text; undefined for anything else. */
export function plainSwitch(value: unknown): boolean | undefined {
	const text = plainText(value).toLowerCase();
	return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

/** A number, also when it came as text with white space around it; otherwise not a number. */
export function plainNumber(value: unknown): number {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string' || !value.trim()) return Number.NaN;
	return Number(value.trim());
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
