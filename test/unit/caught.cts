import { ItemFailure } from '../../nodes/NovitaKling/errors/failure';

/**
 * The failure that a step throws.
 *
 * @throws whatever else the step throws, and when it throws nothing
 */
export async function caughtFailure(step: () => unknown): Promise<ItemFailure> {
	try {
		await step();
	} catch (error) {
		if (error instanceof ItemFailure) return error;
		throw error;
	}
	throw new Error('The step ended without a failure');
}

/** Words that n8n's reviewers do not want to read in a message. */
export const UNWANTED_WORDS = /\b(error|problem|failure|mistake)s?\b/i;
