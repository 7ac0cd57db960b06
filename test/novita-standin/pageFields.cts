/** The kinds of fields on Novita's pages, each with a function that writes one down in a line. */

/** What an image may be like. */
export interface ImageRules {
	/** As sharp names them. */
	readonly formats: readonly string[];
	readonly maximumBytes: number;
	/** Shortest allowed side, in pixels. */
	readonly minimumSide: number;
	/** Largest allowed ratio of the longer to the shorter side; any where left out. */
	readonly widestRatio?: number;
}

/** A string of so many characters. */
export const text = (shortest: number, longest: number) =>
	({ kind: 'text', shortest, longest }) as const;

/** One of a few strings or integers. */
export const choice = <Value extends string | number>(
	values: readonly Value[],
	byDefault?: NoInfer<Value>,
) => ({ kind: 'choice', values, default: byDefault }) as const;

export const integer = (min: number, max: number, byDefault: number) =>
	({ kind: 'integer', min, max, default: byDefault }) as const;

/** Any number between the two, or only multiples of the step. */
export const number = (min: number, max: number, byDefault: number, step?: number) =>
	({ kind: 'number', min, max, default: byDefault, step }) as const;

export const boolean = (byDefault: boolean) => ({ kind: 'boolean', default: byDefault }) as const;

/** The http or https address of a file. */
export const url = { kind: 'url' } as const;

/** An image by its URL or as base64. */
export const image = (rules: ImageRules) => ({ kind: 'image', rules }) as const;

/** A list of strings. */
export const strings = (item: ReturnType<typeof text>) => ({ kind: 'strings', item }) as const;

/** A list of objects. */
export const objects = (fields: Readonly<Record<string, PlainField>>) =>
	({ kind: 'objects', fields }) as const;

type PlainKind =
	| ReturnType<typeof text | typeof choice<string | number> | typeof integer | typeof number>
	| ReturnType<typeof boolean | typeof image | typeof strings>
	| typeof url;

interface Conditions {
	readonly required?: true;
	/** The field that must not be there together with this one. */
	readonly excludes?: string;
	/** The field may be there only while another one has this value. */
	readonly onlyWith?: { readonly field: string; readonly value: string };
}

type PlainField = PlainKind & Conditions;

/** What a field takes. */
export type Kind = PlainKind | ReturnType<typeof objects>;

/** The kind of a field, by its name. */
export type KindOf<Name extends Kind['kind']> = Extract<Kind, { kind: Name }>;

/** A field of a request body. */
export type Field = Kind & Conditions;

/** The fields of a body by their wire names. */
export type Fields = Readonly<Record<string, Field>>;

export const required = <F extends Field>(field: F) => ({ ...field, required: true }) as const;

/** Enough digits for every step, and few enough to drop what floating point adds to a product. */
const DIGITS = 10;

/**
 * Tells whether a number is a multiple of the step. The remainder of a division will not do: that of
 * 0.7 by 0.1 is not 0 in floating point, and 0.30000000000000004 must not pass for 0.3.
 */
export function isOnStep(value: number, step: number): boolean {
	return Number((Math.round(value / step) * step).toFixed(DIGITS)) === value;
}
