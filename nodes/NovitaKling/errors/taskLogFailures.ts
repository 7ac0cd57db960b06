import { ItemFailure } from './failure';
import { NOT_PAID } from './submitFailures';

/** How the task log comes into being. */
export const WAY_TO_A_LOG =
	'Give the option Task Log a name, save the workflow, and use n8n 2.16 or later with its data tables';

/**
 * Why there is no task log.
 *
 * @param fault what n8n says, where the log is on
 */
export function whyNoLog(fault: string | undefined): string {
	return fault === undefined ? 'which is off' : `which cannot be read (${fault})`;
}

/** An order may have been paid for before, but there is no task log that would know it. */
export function noLogForKey(fault: string | undefined): ItemFailure {
	return new ItemFailure(
		`The Idempotency Key cannot be checked without the task log, ${whyNoLog(fault)}`,
		`${NOT_PAID} ${WAY_TO_A_LOG}; or remove the option Idempotency Key.`,
		{ kind: 'notSent', parameter: 'taskLog' },
	);
}
