import * as n8nWorkflow from 'n8n-workflow';

/** What n8n-workflow exports, by name. */
type Exports = object;

/*
 * Nothing tells a node on which version of n8n it runs, but what n8n-workflow exports grows with it. One of the
 * names is enough, so that a later n8n may drop another. Source: the published packages, compared name by name.
 */

/** Came with n8n 2.0. */
const SINCE_2_0 = ['calculateWorkflowChecksum', 'validateWorkflowHasTriggerLikeNode'];

/** Came after n8n 2.24, and not later than 2.27.3. */
const SINCE_2_27 = ['nodeIssuesToString', 'CRASHABLE_EXECUTION_STATUSES', 'isNodeClassInstance'];

/**
 * Whether a suspended run is woken with the items of the workflow that it waited in. Before n8n 2.0 it went on
 * with its own input, as if it had succeeded.
 */
export function wakesWithItems(exports: Exports = n8nWorkflow): boolean {
	return hasOneOf([...SINCE_2_0, ...SINCE_2_27], exports);
}

/**
 * Whether a suspended run fails where the workflow that it waited in failed. Before, it went on with its own
 * input, as if it had succeeded.
 */
export function wakesWithErrors(exports: Exports = n8nWorkflow): boolean {
	return hasOneOf(SINCE_2_27, exports);
}

function hasOneOf(names: readonly string[], exports: Exports): boolean {
	return names.some((name) => name in exports);
}
