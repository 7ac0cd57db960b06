import { ItemFailure } from './itemFailure';
import { withoutAddresses } from './text';
import { getResultStep } from './taskFailures';

/** How a step ended for an item. */
export type Outcome<T> = { readonly value: T } | { readonly failure: ItemFailure };

/** Takes a step and catches whatever it throws as a failure. */
export async function outcomeOf<T>(step: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { value: await step() };
	} catch (error) {
		return { failure: failureOf(error) };
	}
}

/**
 * Any thrown thing as a failure, without addresses: a signed one opens the video to anybody.
 *
 * @param taskId the task that was under way
 */
export function failureOf(error: unknown, taskId?: string): ItemFailure {
	if (error instanceof ItemFailure) return error;
	const words = error instanceof Error ? withoutAddresses(error.message) : '';
	return new ItemFailure(
		words || 'The node came to a stop that it did not expect',
		taskId
			? `Task ${taskId} may go on at Novita. ${getResultStep(taskId)}`
			: 'Report it with the steps that lead there.',
		{ kind: 'unexpected', taskId },
	);
}
