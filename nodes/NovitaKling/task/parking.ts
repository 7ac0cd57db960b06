import type {
	IBinaryKeyData,
	IDataObject,
	INode,
	INodeExecutionData,
	IWorkflowBase,
} from 'n8n-workflow';

import { ItemFailure } from '../failure';
import type { PreparedItem } from '../request/preparedItem';

/**
 * The durable wait. n8n never calls a node again after a wait, so the node cannot ask by itself.
 * Instead it starts a small workflow of its own, written here, which parks itself in n8n's database
 * and asks about once a minute; n8n parks this execution with it. When it ends, n8n puts its items in
 * place of the node's output. One item of it stands for one item of the run, in the same order.
 */
const PARKED = 'novitaKlingParked';

/** What travels through the parked workflow for one item: open, finished or failed. */
export interface ParkedItem {
	readonly itemIndex: number;
	/** Whether the run ends at the first failure, as the parent node is set. */
	readonly stopsAtFailure: boolean;
	/** A task that is still waited for. */
	readonly open?: {
		/** The item as it was checked, with its task in place of the request. */
		readonly item: PreparedItem;
		/** Milliseconds since 1970. */
		readonly deadline: number;
	};
	/** The finished item's JSON; its file is the parked item's own. */
	readonly output?: IDataObject;
	/** How the item failed. */
	readonly failure?: PackedFailure;
}

/** A failure as plain data. */
export type PackedFailure = Pick<ItemFailure, 'message' | 'nextStep' | 'details'>;

/** A failure as it travels through the parked workflow. */
export function packFailure({ message, nextStep, details }: ItemFailure): PackedFailure {
	return { message, nextStep, details };
}

/** The failure that travelled through the parked workflow. */
export function unpackFailure({ message, nextStep, details }: PackedFailure): ItemFailure {
	return new ItemFailure(message, nextStep, details);
}

/** Puts an item into the form in which it travels through the parked workflow. */
export function packItem(parked: ParkedItem, binary?: IBinaryKeyData): INodeExecutionData {
	return {
		json: { [PARKED]: parked as unknown as IDataObject },
		...(binary && { binary }),
		pairedItem: { item: parked.itemIndex },
	};
}

/** Takes an item out of that form; undefined for any other item. */
export function unpackItem(item: INodeExecutionData): ParkedItem | undefined {
	const parked = item.json[PARKED];
	return typeof parked === 'object' && parked !== null
		? (parked as unknown as ParkedItem)
		: undefined;
}

/** n8n keeps shorter waits in the process, where a restart would end them. */
const WAIT_SECONDS = 66;

const START = 'Start';
const WAIT = 'Wait a Minute';
const CHECK = 'Check the Videos';
const ALL_FINISHED = 'All Finished?';

/**
 * The workflow that is parked: wait, check with this node's own Get Result, and again until all
 * items are finished.
 *
 * @param node the node that parks, whose type and credential the check uses
 * @param workflowId the saved workflow that the execution belongs to: only such can be woken
 */
export function parkedWorkflow(node: INode, workflowId: string): IWorkflowBase {
	const nodes: Array<Omit<INode, 'id' | 'position'>> = [
		{
			name: START,
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			parameters: { inputSource: 'passthrough' },
		},
		{
			name: WAIT,
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { resume: 'timeInterval', amount: WAIT_SECONDS, unit: 'seconds' },
		},
		{
			name: CHECK,
			type: node.type,
			typeVersion: node.typeVersion,
			parameters: { operation: 'getResult', isParkedCheck: true, taskId: 'parked' },
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
							leftValue: `={{ $json.${PARKED} === undefined }}`,
							rightValue: '',
							operator: { type: 'boolean', operation: 'true', singleValue: true },
						},
					],
				},
			},
		},
	];
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		id: workflowId,
		name: `${node.name}: waiting for videos`,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: nodes.map((entry, index) => ({
			...entry,
			id: `parked-${index}`,
			position: [index * 220, 0],
		})),
		connections: {
			[START]: { main: [to(WAIT)] },
			[WAIT]: { main: [to(CHECK)] },
			[CHECK]: { main: [to(ALL_FINISHED)] },
			// The second output of the question is No.
			[ALL_FINISHED]: { main: [[], to(WAIT)] },
		},
		settings: {
			executionOrder: 'v1',
			// The videos are stored with this execution, so it has to stay after its end.
			saveDataSuccessExecution: 'all',
			saveDataErrorExecution: 'all',
			saveManualExecutions: true,
			// A policy of the parent's would count for this workflow too, and could refuse it.
			callerPolicy: 'any',
		},
	};
}
