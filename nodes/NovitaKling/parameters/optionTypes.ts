import type { Operation } from './operations';

interface OptionBase {
	/** Name in the panel and in messages, without the unit. */
	readonly label: string;
	readonly description: string;
	/** The operations that the option is for; missing where it is for all that make or get a video. */
	readonly operations?: readonly Operation[];
	/** Whether it says what becomes of the file, which a tool of an AI agent does not get. */
	readonly isForFile?: boolean;
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

/** Yes or no. */
export interface SwitchOption extends OptionBase {
	readonly kind: 'switch';
	/** What counts where the user does not add the option. */
	readonly default: boolean;
}

/** A text. */
export interface TextOption extends OptionBase {
	readonly kind: 'text';
	readonly hint?: string;
	readonly placeholder: string;
	readonly default: string;
}

/** One of the options at the end of the panel. */
export type Option = NumberOption | ChoiceOption | SwitchOption | TextOption;

/** What the panel calls an option. */
export function optionDisplayName({ label, ...option }: Option): string {
	return option.kind === 'number' && option.unit ? `${label} (${option.unit.label})` : label;
}
