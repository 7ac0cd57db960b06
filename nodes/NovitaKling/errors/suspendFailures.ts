import { ItemFailure } from './failure';
import { NOT_PAID } from './submitFailures';

/** What to do on any n8n that cannot suspend the node. */
const KEEP_RUNNING = 'set Wait Mode to Keep Running Until Ready';

/*
 * Why a run cannot be suspended, found out before anything was sent.
 */

/** n8n before 2.0 would go on without the videos when it wakes the run. */
export function cannotSuspend(): ItemFailure {
	return new ItemFailure(
		'This version of n8n cannot suspend the node: the workflow would go on without the videos',
		`${NOT_PAID} In the node, ${KEEP_RUNNING} or to Do Not Wait; or update n8n to version 2.0 or later.`,
		{ kind: 'invalidInput', parameter: 'waitMode' },
	);
}

/** n8n before 2.27 would go on without a word when the run has failed, unless the node is set to continue. */
export function cannotStopSuspended(): ItemFailure {
	return new ItemFailure(
		'This version of n8n cannot stop a suspended run whose video fails: the workflow would go on without it',
		`${NOT_PAID} In the node's Settings, choose to continue when an item fails; or ${KEEP_RUNNING}, or update n8n to version 2.27 or later.`,
		{ kind: 'invalidInput', parameter: 'waitMode' },
	);
}

/** n8n wakes saved workflows only. */
export function notSaved(): ItemFailure {
	return new ItemFailure(
		'This workflow cannot be suspended because it has not been saved',
		`${NOT_PAID} Save the workflow and run it again, or ${KEEP_RUNNING}.`,
		{ kind: 'invalidInput', parameter: 'waitMode' },
	);
}

/** n8n lets nobody run by hand what a node brings along with a credential that they may not use. */
export function mayNotSuspend({ message }: ItemFailure): ItemFailure {
	return new ItemFailure(
		`n8n does not let you suspend this run: ${message}`,
		`${NOT_PAID} Ask the owner of the credential to share it with you, let the workflow's own trigger start it, or ${KEEP_RUNNING}.`,
		{ kind: 'invalidInput', parameter: 'waitMode' },
	);
}
