import { red } from './texts.cts';

/** A problem that the user of a command can solve; shown without a stack. */
export class UserError extends Error {
	/**
	 * @param message what happened, in one sentence
	 * @param advice what the user can do about it
	 */
	constructor(
		message: string,
		readonly advice?: string,
	) {
		super(message);
		this.name = 'UserError';
	}
}

/**
 * Runs a command to its end.
 *
 * @param command gives the exit code; a `UserError` that it throws is shown, and the exit code is 1
 */
export function runToEnd(command: () => Promise<number>): void {
	command().then(
		(exitCode) => {
			process.exitCode = exitCode;
		},
		(thrown: unknown) => {
			const isForUser = thrown instanceof UserError;
			console.error(isForUser ? `${red('✖')} ${thrown.message}` : thrown);
			if (isForUser && thrown.advice) console.error(`  ${thrown.advice}`);
			process.exitCode = 1;
		},
	);
}
