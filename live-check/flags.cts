import { Command, Option } from 'commander';
import { seconds } from '../demo/seconds.cts';
import { DEFAULT_BASE_URL } from '../nodes/NovitaKling/transport/address';
import { FREE_CHECKS } from './freeChecks.cts';
import { LINK_CHECK } from './link.cts';
import { PAID_CHECKS } from './paidChecks.cts';

/** The command line. */
export interface Flags {
	readonly pay: boolean;
	/** A task that was paid for before. */
	readonly task?: string;
	/** The report. */
	readonly output: string;
	readonly baseUrl: string;
	/** Seconds until the balance is read after a task. */
	readonly settleSeconds: number;
}

/** Long enough for a charge or a refund that does not come at once. */
const SETTLE_SECONDS = 60;

const titles = (checks: ReadonlyArray<{ readonly title: string }>) =>
	checks.map(({ title }) => `  ${title}`).join('\n');

const EXPLANATION = `
Asks Novita itself what no document settles. NOVITA_API_KEY holds the key.

Always, free of charge:
${titles(FREE_CHECKS)}

With --task, free of charge:
${titles([LINK_CHECK])}

With --pay, each payment after a question that shows its price; no answer means no:
${titles(PAID_CHECKS)}`;

/**
 * Reads the command line. For `--help` and for a wrong flag it prints a text and ends the process, with
 * exit code 0 and 1.
 */
export function readFlags(argv: readonly string[]): Flags {
	return new Command('npm run check:live --')
		.description('Checks what the node relies on against Novita itself.')
		.option('--pay', 'ask for the paid checks too', false)
		.option('--task <id>', 'a task of yours that was paid for, to look at its link again')
		.option('--output <file>', 'the report', 'docs/live-check.md')
		.addOption(
			new Option('--base-url <url>', 'where the key is sent')
				.env('NOVITA_BASE_URL')
				.default(DEFAULT_BASE_URL),
		)
		.option(
			'--settle-seconds <seconds>',
			'time after a task until the balance is read',
			seconds,
			SETTLE_SECONDS,
		)
		.helpOption('--help', 'show this text')
		.addHelpText('after', EXPLANATION)
		.allowExcessArguments(false)
		.showHelpAfterError('(npm run check:live -- --help explains the flags)')
		.parse(argv)
		.opts<Flags>();
}
