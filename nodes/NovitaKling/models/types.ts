/** The operations that start a task, each with its own route per model. */
export type VideoOperation = 'textToVideo' | 'imageToVideo';

/** What every field of a request has: its parameter in the panel and its name on the wire. */
interface FieldBase {
	/** Name of the node parameter that holds the value. */
	readonly parameter: string;
	/** Name of the field in the request body. */
	readonly wireName: string;
	/** A required field stops the item when it is empty; any other empty field is left out. */
	readonly required?: boolean;
}

/** A text, limited in characters as people count them. */
export interface TextField extends FieldBase {
	readonly kind: 'text';
	readonly maxCharacters: number;
}

/** A number between two bounds, both allowed, on a grid of `step`. */
export interface NumberField extends FieldBase {
	readonly kind: 'number';
	readonly min: number;
	readonly max: number;
	readonly step: number;
	readonly default: number;
}

/** One value out of a few; sent as text. */
export interface ChoiceField extends FieldBase {
	readonly kind: 'choice';
	readonly choices: ReadonlyArray<{ readonly value: string; readonly label: string }>;
	readonly default: string;
}

/** A picture, either from the item's binary data or by its address. */
export interface ImageField extends FieldBase {
	readonly kind: 'image';
	/** Bytes of the file at most. */
	readonly maxBytes: number;
	/** Pixels of each side at least. */
	readonly minSidePixels: number;
}

/** One field of a model's request, as Novita documents it. */
export type ModelField = TextField | NumberField | ChoiceField | ImageField;

/** A model's request for one operation: where it goes and what it holds. */
export interface ModelRequest {
	/** Path below the base URL. */
	readonly path: string;
	readonly fields: readonly ModelField[];
}

/** A model as Novita documents it; the panel, the validation and the request body all walk this. */
export interface KlingModel {
	/** Value of the `model` parameter; saved in workflows, so it never changes. */
	readonly id: string;
	/** Name in Novita's own words. */
	readonly displayName: string;
	/** What it is good for, in one short sentence. */
	readonly description: string;
	readonly operations: { readonly [operation in VideoOperation]?: ModelRequest };
}
