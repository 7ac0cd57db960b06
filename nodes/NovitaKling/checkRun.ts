import type { IExecuteFunctions } from 'n8n-workflow';

import { unpaidItems } from './checkItems';
import type { Result } from './errors/result';
import { executionEndsFirst, unknownWaitMode } from './errors/runFailures';
import { cannotStopSuspended, cannotSuspend, notSaved } from './errors/suspendFailures';
import { executionTimeout } from './n8n/executionTimeout';
import { isOfSavedWorkflow } from './n8n/savedWorkflow';
import { wakesWithErrors, wakesWithItems } from './n8n/suspension';
import { isTool } from './n8n/toolUse';
import { type WaitMode, isWaitMode } from './parameters/waitModes';
import type { PreparedItem } from './request/preparedItem';
import type { Ledger } from './submit/ledger';

/**
 * Milliseconds that a suspended run may go on after the option Timeout: it is woken a little more than a
 * minute later at the latest, polls once more and downloads.
 */
const WAKING_MARGIN = 2 * 60_000;

/**
 * Checks the run as a whole before anything is sent: whether it can wait as its user wants.
 *
 * @returns how it waits
 * @throws ItemFailure of kind `invalidInput`
 */
export function checkRun(
	checked: ReadonlyArray<Result<PreparedItem>>,
	context: IExecuteFunctions,
	ledger: Ledger,
): WaitMode {
	const waitMode = waitModeOf(context);
	const margin = waitMode === 'suspend' ? WAKING_MARGIN : 0;
	if (waitMode !== 'none') checkExecutionTimeout(checked, margin, context, ledger);
	return waitMode;
}

/** How this run waits. An AI agent cannot be suspended while it uses a tool, so there the node polls. */
function waitModeOf(context: IExecuteFunctions): WaitMode {
	const waitMode: unknown = context.getNodeParameter('waitMode', 0, 'poll');
	if (!isWaitMode(waitMode)) throw unknownWaitMode();
	if (waitMode !== 'suspend') return waitMode;
	if (isTool(context)) return 'poll';
	checkSuspendable(context);
	return waitMode;
}

/** No video is paid for that n8n would lose because it cannot suspend the node as its user wants. */
function checkSuspendable(context: IExecuteFunctions): void {
	if (!wakesWithItems()) throw cannotSuspend();
	if (!context.continueOnFail() && !wakesWithErrors()) throw cannotStopSuspended();
	if (!isOfSavedWorkflow(context)) throw notSaved();
}

/** No video is paid for that n8n would not let the node wait for. */
function checkExecutionTimeout(
	checked: ReadonlyArray<Result<PreparedItem>>,
	margin: number,
	context: IExecuteFunctions,
	ledger: Ledger,
): void {
	const limit = executionTimeout(context);
	if (limit === undefined) return;
	const timeouts = unpaidItems(checked, ledger).map(({ settings }) => settings.timeout);
	const longest = Math.max(...timeouts);
	if (limit < longest + margin) throw executionEndsFirst(limit, longest, margin);
}
