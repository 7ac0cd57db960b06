import type { INode, IWorkflowBase } from 'n8n-workflow';

import { UNLISTED } from '../n8n/unlistedWorkflow';
import { STATE_KEY } from './suspendedItem';
import { SHORTEST_SLEEP } from './wakeUp';

const START = 'Start';
const CHECK = 'Check the Videos';
const ALL_FINISHED = 'All Finished?';
const WAIT = 'Wait Until the Next Check';

/** The wait is over once the check gives the items out without their state. */
const IS_FINISHED = `={{ $input.all().every(({ json }) => (json.${STATE_KEY} ?? json.error?.${STATE_KEY}) === undefined) }}`;

const NEXT_CHECK = `($json.${STATE_KEY} ?? $json.error.${STATE_KEY}).nextCheck`;

/** The rest of the time until the next check, which n8n always keeps in its database. */
const WAIT_SECONDS = `={{ Math.max((${NEXT_CHECK} - Date.now()) / 1000, ${SHORTEST_SLEEP / 1000}) }}`;

/**
 * The durable wait. n8n never calls a node again after a wait, so the node cannot poll by itself.
 * Instead it starts a small workflow of its own, written here, which waits in n8n's database and checks
 * when wakeUp.ts says; n8n suspends this execution together with it. When it ends, n8n puts its items
 * in place of the node's output. One item of it stands for one item of the run, in the same order:
 * check with this node's own Get Result, wait, and again until all items are finished. The first check
 * only passes the items on.
 *
 * Rules that must not regress:
 * - every wait is one that n8n keeps in its database;
 * - every node of the round has run once before the first wait. When n8n is killed while a node runs
 *   for the first time, it ends the execution with an error of its own that knows no task; otherwise
 *   it gives out the items as they were last stored.
 *
 * @param node the node that suspends, whose type and credential the check uses
 * @param workflowId the saved workflow that the execution belongs to: only such can be woken
 * @param taskLog name of the task log, which the last check writes
 * @param tasks how many tasks it waits for
 */
export function waitingWorkflow(
	node: INode,
	workflowId: string,
	taskLog: string,
	tasks: number,
): IWorkflowBase {
	const nodes: Array<Omit<INode, 'id' | 'position'>> = [
		{
			name: START,
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			parameters: { inputSource: 'passthrough' },
		},
		{
			name: CHECK,
			type: node.type,
			typeVersion: node.typeVersion,
			parameters: {
				operation: 'getResult',
				isParkedCheck: true,
				taskId: 'suspended',
				options: { taskLog },
			},
			credentials: node.credentials,
		},
		{
			name: ALL_FINISHED,
			type: 'n8n-nodes-base.if',
			typeVersion: 2,
			parameters: {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'loose' },
					combinator: 'and',
					conditions: [
						{
							id: 'finished',
							leftValue: IS_FINISHED,
							rightValue: '',
							operator: { type: 'boolean', operation: 'true', singleValue: true },
						},
					],
				},
			},
		},
		{
			name: WAIT,
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { resume: 'timeInterval', amount: WAIT_SECONDS, unit: 'seconds' },
		},
	];
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		id: workflowId,
		name: `${node.name}: waiting for ${tasks} video${tasks === 1 ? '' : 's'}`,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: nodes.map((entry, index) => ({
			...entry,
			id: `waiting-${index}`,
			position: [index * 220, 0],
		})),
		connections: {
			[START]: { main: [to(CHECK)] },
			[CHECK]: { main: [to(ALL_FINISHED)] },
			// The second output of the IF node is No.
			[ALL_FINISHED]: { main: [[], to(WAIT)] },
			[WAIT]: { main: [to(CHECK)] },
		},
		settings: {
			executionOrder: 'v1',
			// The videos are stored with this execution, so it has to stay after its end.
			saveDataSuccessExecution: 'all',
			saveDataErrorExecution: 'all',
			saveManualExecutions: true,
			// The time-out of the workflow counts for the parent; a second one here could end the wait first.
			executionTimeout: -1,
			// A policy of the parent's would count for this workflow too, and could refuse it.
			callerPolicy: 'any',
		},
	};
}

/**
 * The nodes of the waiting workflow, of which only the first one runs: n8n refuses it where it would refuse
 * the waiting workflow itself, for example because of a credential that the user may not use.
 */
export function trialWorkflow(node: INode, workflowId: string): IWorkflowBase {
	return { ...waitingWorkflow(node, workflowId, '', 1), connections: {}, settings: UNLISTED };
}
