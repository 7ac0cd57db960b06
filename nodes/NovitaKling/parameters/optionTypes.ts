import type { Operation } from './operations';

interface OptionBase {
	/** Name in the panel and in messages, without the unit. */
	readonly label: string;
	readonly description: string;
	/** The operations that the option is for; missing where it is for all that make or get a video. */
	readonly operations?: readonly Operation[];
}

/** A number among the options, with its bounds in the unit that the panel shows. */
export interface NumberOption extends OptionBase {
	readonly kind: 'number';
	readonly min: number;
	readonly max: number;
	/** Decimals that the panel lets users type. */
	readonly decimals: number;
	/** The unit in the panel, and what one of it is inside the node: milliseconds, bytes or millionths of a
	 * dollar. */
	readonly unit?: { readonly label: string; readonly size: number };
	readonly default: number;
}

/** One value out of a few. */
export interface ChoiceOption extends OptionBase {
	readonly kind: 'choice';
	readonly choices: ReadonlyArray<{
		readonly value: string;
		readonly label: string;
		readonly description: string;
	}>;
	readonly default: string;
}

/** Yes or no; off where the user does not add it. */
export interface SwitchOption extends OptionBase {
	readonly kind: 'switch';
	readonly default: false;
}

/** A text. */
export interface TextOption extends OptionBase {
	readonly kind: 'text';
	readonly placeholder: string;
	readonly default: string;
}

/** One of the options at the end of the panel. */
export type Option = NumberOption | ChoiceOption | SwitchOption | TextOption;
