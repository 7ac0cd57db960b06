import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { KLING_TYPE } from '../klingType.cts';
import { connect, type NodeDescription, type WorkflowDescription } from './harness/engine.cts';

/** The name that `kling` gives to the node. */
export const KLING = 'Kling';

/** Retry On Fail with all the tries that n8n allows, and hardly a wait between them. */
export const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 };

/** Takes the prompt from the field `say` of each item. */
export const SAY = { prompt: '={{ $json.say }}' };

/** A Kling node with the given parameters; what is left out has the panel's default. */
export function kling(
	parameters: NodeDescription['parameters'] = {},
	more: Partial<NodeDescription> = {},
): NodeDescription {
	return {
		name: KLING,
		type: KLING_TYPE,
		parameters: { prompt: 'A fox in the snow', ...parameters },
		...more,
	};
}

/** The name of the file that `kling` makes of its own prompt. */
export const foxFile = (taskId: string) => `a-fox-in-the-snow-${taskId.slice(0, 8)}.mp4`;

/** A Kling node that gets the result of a task. */
export function getResult(
	taskId: string,
	parameters: NodeDescription['parameters'] = {},
	more: Partial<NodeDescription> = {},
): NodeDescription {
	return kling({ operation: 'getResult', prompt: '', taskId, ...parameters }, more);
}

/** Items that hold nothing but JSON. */
export function items(...values: IDataObject[]): INodeExecutionData[] {
	return values.map((json) => ({ json }));
}

/** Items with a field `say` each. */
export function say(...values: string[]): INodeExecutionData[] {
	return items(...values.map((value) => ({ say: value })));
}

/** A workflow in which the output of a Kling node ends in "Good" and its error output in "Bad". */
export function withErrorBranch(node: NodeDescription): WorkflowDescription {
	return {
		nodes: [node, { name: 'Good', type: 'test.collect' }, { name: 'Bad', type: 'test.collect' }],
		connections: connect({ from: KLING, to: 'Good' }, { from: KLING, to: 'Bad', output: 1 }),
	};
}

/** A loop over the items whose body is a Kling node; what comes out of the loop ends in "End". */
export function loopOver(node: NodeDescription, batchSize = 1): WorkflowDescription {
	return {
		nodes: [
			{ name: 'Loop', type: 'test.loop', parameters: { batchSize } },
			node,
			{ name: 'End', type: 'test.collect' },
		],
		connections: connect(
			{ from: 'Loop', to: KLING, output: 1 },
			{ from: KLING, to: 'Loop' },
			{ from: 'Loop', to: 'End' },
		),
	};
}
