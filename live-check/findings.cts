import { green, red, yellow } from '../demo/texts.cts';
import type { Exchange } from './novita.cts';

/** What a finding means, as the report and the terminal say it. */
export const VERDICTS = {
	expected: { title: 'As the node expects', symbol: green('✔') },
	different: { title: 'Not as the node expects', symbol: red('✖') },
	settled: { title: 'Settled', symbol: green('✔') },
	open: { title: 'Not settled', symbol: yellow('?') },
} as const;

/** An answer to one question. */
export interface Finding {
	readonly verdict: keyof typeof VERDICTS;
	/** One line. */
	readonly text: string;
	/** The answers that it is drawn from. */
	readonly exchanges: readonly Exchange[];
}

/** Takes each finding as it is made, or undefined where nothing was asked. */
export type Note = (finding: Finding | undefined) => void;

/** Some questions that are asked together. */
export interface Check<Context> {
	/** Its heading in the report; a new answer takes the place of an older one under the same heading. */
	readonly title: string;
	/** What whoever reads the findings has to know before. */
	readonly explanation?: string;
	run(context: Context, note: Note): Promise<void>;
}
