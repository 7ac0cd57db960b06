import type { VideoOperation } from '../parameters/operations';
import type { FileParameter } from '../parameters/fileSources';
import type { FieldParameter } from '../parameters/texts';

/** What every field of a request has: its parameter in the panel and its name on the wire. */
interface FieldBase {
	/** Name of the node parameter that holds the value. */
	readonly parameter: FieldParameter;
	/** Name of the field in the request body. */
	readonly wireName: string;
	/** A required field stops the item when it is empty; any other empty field is left out. */
	readonly required?: boolean;
	/** A parameter that takes the place of this field: while it is filled in, this one is not sent. */
	readonly replacedBy?: FieldParameter;
	/** A parameter that must be empty when this field is filled in. */
	readonly excludes?: FieldParameter;
	/** The field counts only while another parameter has this value. */
	readonly onlyWith?: { readonly parameter: FieldParameter; readonly value: string };
}

/** A text of at most so many characters, as people count them. */
export interface TextField extends FieldBase {
	readonly kind: 'text';
	readonly maxCharacters: number;
}

/** A number between two bounds, both allowed. */
export interface NumberField extends FieldBase {
	readonly kind: 'number';
	readonly min: number;
	readonly max: number;
	/** The grid that values have to lie on; missing where Novita documents none. */
	readonly step?: number;
	readonly default: number;
}

/** One of the values of a field. */
export interface Choice {
	readonly value: string;
	readonly label: string;
	/** What it means for the video and the bill, where its label does not say so. */
	readonly description?: string;
}

/** One value out of a few. */
export interface ChoiceField extends FieldBase {
	readonly kind: 'choice';
	readonly choices: readonly Choice[];
	readonly default: string;
	/** How the value goes on the wire; as text where it is missing. */
	readonly wireType?: 'integer';
}

/** Yes or no. */
export interface SwitchField extends FieldBase {
	readonly kind: 'switch';
	readonly default: boolean;
}

/** What an image has to be; a rule is missing where Novita documents none. */
export interface ImageRules {
	/** Bytes of the file at most. */
	readonly maxBytes?: number;
	/** Pixels of each side at least. */
	readonly minSidePixels?: number;
	/** Longer side divided by shorter side at most. */
	readonly maxSideRatio?: number;
}

/** What a video has to be. */
export interface VideoRules {
	/** Bytes of the file at most. */
	readonly maxBytes: number;
	/** Pixels of each side at least. */
	readonly minSidePixels: number;
	/** Length in seconds, from and to. */
	readonly seconds: readonly [number, number];
}

/** The file that an address leads to. */
export type FileRules =
	| { readonly kind: 'image'; readonly rules: ImageRules }
	| { readonly kind: 'video'; readonly rules: VideoRules };

/** How a file of the input item can stand in for an address: n8n lends it to Novita. */
export interface Lending {
	/** The parameter that says where the file comes from. */
	readonly source: SourceParameter;
	/** The parameter that names the field of the input item. */
	readonly fileParameter: FileParameter;
	readonly file: FileRules;
}

/** The http or https address of a file that Novita opens. */
export interface AddressField extends FieldBase {
	readonly kind: 'address';
	/** Missing where the panel asks for an address alone. */
	readonly lending?: Lending;
}

/** A parameter that says where a file comes from. */
export type SourceParameter = Extract<FieldParameter, `${string}Source`>;

/** An image that goes along with the request as a file, or an address; the parameter says which. */
export interface ImageField extends FieldBase {
	readonly kind: 'image';
	readonly parameter: 'imageSource';
	readonly rules: ImageRules;
}

/** Several shots in a row, each with its own prompt. */
export interface ShotsField extends FieldBase {
	readonly kind: 'shots';
	readonly prompt: TextField;
	/** Seconds of each shot; where it is missing, the shots go on the wire as a list of prompts. */
	readonly duration?: NumberField;
}

/** One field of a model's request, as Novita documents it. */
export type ModelField =
	| TextField
	| NumberField
	| ChoiceField
	| SwitchField
	| AddressField
	| ImageField
	| ShotsField;

/** What one video costs, in millionths of a US dollar, so that sums are exact. */
export type Price = {
	/** The fields, by their wire names, that must have these values for the price to hold. */
	readonly when: Readonly<Record<string, string | boolean>>;
} & ({ readonly perVideo: number } | { readonly perSecond: number });

/** The prices of a route, and where they were read. */
export interface PriceList {
	readonly source: string;
	/** The day on which they were read, in words. */
	readonly date: string;
	readonly prices: readonly Price[];
}

/** A model's request for one operation: where it goes and what it holds. */
export interface ModelRequest {
	/** Path below the base URL. */
	readonly path: string;
	readonly fields: readonly ModelField[];
	/** Fields whose value the model itself decides. */
	readonly constants?: Readonly<Record<string, string>>;
	/** Missing where no price was published that could be read: it is then unknown. */
	readonly priceList?: PriceList;
}

/** A model as Novita documents it; the panel, the validation and the request body all walk this. */
export interface KlingModel {
	/** Value of the `model` parameter; saved in workflows, so it never changes. */
	readonly id: string;
	/** Name in Novita's own words. */
	readonly displayName: string;
	/** What it is good for, and how its price compares with the others. */
	readonly description: string;
	readonly operations: { readonly [operation in VideoOperation]?: ModelRequest };
}
