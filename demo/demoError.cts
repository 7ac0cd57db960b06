/** A problem that the user of the demo can solve; shown without a stack. */
export class DemoError extends Error {
	/**
	 * @param message what happened, in one sentence
	 * @param advice what the user can do about it
	 */
	constructor(
		message: string,
		readonly advice?: string,
	) {
		super(message);
		this.name = 'DemoError';
	}
}
