import {
	jsonParse,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { field, harnessNode } from './harnessNode.cts';

const MILLISECONDS_IN_A_MINUTE = 60_000;

/** Passes on its input and links each item to the item it was made from. */
async function passThrough(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [this.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }))];
}

/** `test.trigger`: starts a workflow with the items the run was given. */
export const trigger = harnessNode('trigger', [], passThrough, { group: ['trigger'], inputs: [] });

/** `test.collect`: passes on its input; the end of a branch. */
export const collect = harnessNode('collect', [], passThrough);

/** `test.items`: for each input item, the items of its field `items` (JSON, an array of objects). */
export const items = harnessNode(
	'items',
	[field('items', 'json', '[{}]')],
	async function (this: IExecuteFunctions) {
		const made = this.getInputData().flatMap((_, index) => {
			const value = this.getNodeParameter('items', index) as string | object[];
			const list = typeof value === 'string' ? jsonParse<object[]>(value) : value;
			return list.map((json) => ({ json, pairedItem: { item: index } }) as INodeExecutionData);
		});
		return [made];
	},
);

interface LoopState {
	waiting?: INodeExecutionData[];
	done?: INodeExecutionData[];
}

/**
 * `test.loop`: gives out its items in batches on output 1 ("loop") and, when all have come back, everything that
 * came back on output 0 ("done"). Connect the end of the loop's body to this node's input.
 */
export const loop = harnessNode(
	'loop',
	[field('batchSize', 'number', 1)],
	async function (this: IExecuteFunctions) {
		const state: LoopState = this.getContext('node');
		const input = this.getInputData();
		if (state.waiting === undefined) state.waiting = [...input];
		else state.done = [...(state.done ?? []), ...input];
		const batch = state.waiting.splice(0, this.getNodeParameter('batchSize', 0) as number);
		return batch.length > 0 ? [[], batch] : [state.done ?? [], []];
	},
	{ outputs: ['main', 'main'], outputNames: ['done', 'loop'] },
);

/** `test.suspend`: suspends the execution for `minutes`, as n8n's Wait node does. */
export const suspend = harnessNode(
	'suspend',
	[field('minutes', 'number', 60)],
	async function (this: IExecuteFunctions) {
		const minutes = this.getNodeParameter('minutes', 0) as number;
		await this.putExecutionToWait(new Date(Date.now() + minutes * MILLISECONDS_IN_A_MINUTE));
		return [this.getInputData()];
	},
);

/** `test.failing`: throws the first `times` times that it runs within one execution, then passes on its input. */
export const failing = harnessNode(
	'failing',
	[field('times', 'number', 1), field('message', 'string', 'The test node was told to fail')],
	async function (this: IExecuteFunctions) {
		const state = this.getContext('node');
		state.failed = ((state.failed as number | undefined) ?? 0) + 1;
		if (state.failed <= (this.getNodeParameter('times', 0) as number)) {
			const message = this.getNodeParameter('message', 0) as string;
			throw new NodeOperationError(this.getNode(), message);
		}
		return await passThrough.call(this);
	},
);
