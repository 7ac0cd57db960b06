/** A number as it is written, to its last digit: the digits, and how many of them are decimals. */
export interface Decimal {
	readonly digits: bigint;
	readonly decimals: number;
}

/** The last part is what programs write for very small and very large numbers. */
const FORM = /^([-+]?\d+)(?:\.(\d+))?(?:e([-+]?\d{1,2}))?$/i;

/** Nothing. */
export const ZERO: Decimal = { digits: BigInt(0), decimals: 0 };

/**
 * Reads a number from a text, such as 0.0840 or 1e-7.
 *
 * @returns undefined for anything else
 */
export function readDecimal(text: unknown): Decimal | undefined {
	if (typeof text !== 'string') return undefined;
	const [, whole, decimals = '', exponent = '0'] = FORM.exec(text.trim()) ?? [];
	if (whole === undefined) return undefined;
	const places = decimals.length - Number(exponent);
	const digits = BigInt(whole + decimals + '0'.repeat(Math.max(0, -places)));
	return { digits, decimals: Math.max(0, places) };
}

/** A tenth of a tenth of … a number. @param places how many times it is divided by ten */
export function dividedByTen({ digits, decimals }: Decimal, places: number): Decimal {
	return { digits, decimals: decimals + places };
}

/** The sum of numbers, without rounding. */
export function sumOf(numbers: readonly Decimal[]): Decimal {
	const decimals = Math.max(0, ...numbers.map((number) => number.decimals));
	const digits = numbers.map(
		(number) => number.digits * BigInt(10) ** BigInt(decimals - number.decimals),
	);
	return { digits: digits.reduce((sum, part) => sum + part, BigInt(0)), decimals };
}

/** A number as text, without zeros at the end of its decimals. */
export function decimalText({ digits, decimals }: Decimal): string {
	const isNegative = digits < BigInt(0);
	const text = String(isNegative ? -digits : digits).padStart(decimals + 1, '0');
	const whole = text.slice(0, text.length - decimals);
	const rest = text.slice(text.length - decimals).replace(/0+$/, '');
	return `${isNegative ? '-' : ''}${whole}${rest && `.${rest}`}`;
}
