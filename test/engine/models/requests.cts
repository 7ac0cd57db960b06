import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { EngineRun, NodeDescription } from '../harness/engine.cts';
import { kling, KLING, type Scene } from '../setup.cts';
import {
	filledIn,
	leastBodyOf,
	type DocumentedField,
	type DocumentedRequest,
} from './documents.cts';

/** One item of a run: what it gives to the parameters, and what it is about. */
export interface Item {
	/** Value of each parameter; undefined leaves it empty. */
	readonly values: Readonly<Record<string, unknown>>;
	/** The field that the item is about. */
	readonly field?: DocumentedField;
	/** What that field has to be on the wire. */
	readonly wire?: unknown;
}

/** The node with every documented parameter taken from the item, and no waiting. */
export function nodeOf(
	{ model, operation, fields }: DocumentedRequest,
	more: Partial<NodeDescription> = {},
): NodeDescription {
	const fromItem = fields.map(({ parameter }) => [parameter, `={{ $json.${parameter} }}`] as const);
	const parameters: INodeParameters = {
		...{ model, operation, imageSource: 'url', waitMode: 'none' },
		...Object.fromEntries(fromItem),
	};
	return kling(parameters, more);
}

/** Items that give each field each of its good values, on top of the least. */
export function goodItems(request: DocumentedRequest): Item[] {
	return request.fields.flatMap((field) =>
		field.good.map(([given, wire]) => ({ values: filledIn(request, field, given), field, wire })),
	);
}

/** Items that give each field each of its bad values, with all else good. */
export function badItems(request: DocumentedRequest): Item[] {
	return request.fields.flatMap((field) =>
		field.bad.map((given) => ({ values: filledIn(request, field, given), field })),
	);
}

/** The body that an item has to make: the least, what the field needs, and the field. */
export function bodyOf(request: DocumentedRequest, { field, wire }: Item): Record<string, unknown> {
	const beside = request.fields.filter(({ parameter }) => parameter in (field?.given ?? {}));
	const given = beside.map(
		({ wireName, parameter }) => [wireName, field?.given?.[parameter]] as const,
	);
	return {
		...leastBodyOf(request),
		...Object.fromEntries(given),
		...(field && { [field.wireName]: wire }),
	};
}

/** The node lets this many requests of a run out at once; more would wait for their turn. */
const ITEMS_IN_A_RUN = 20;

/** The items as n8n's input, cut into runs that need not wait. */
function inputsOf(items: readonly Item[]): INodeExecutionData[][] {
	const input = items.map(({ values }) => ({ json: values as IDataObject }));
	const runs = Math.ceil(input.length / ITEMS_IN_A_RUN);
	return Array.from({ length: runs }, (_, run) =>
		input.slice(run * ITEMS_IN_A_RUN, (run + 1) * ITEMS_IN_A_RUN),
	);
}

/** What became of an item: the task that was paid for, or what the node said. */
export type Sending = { readonly path: string; readonly body: unknown } | IDataObject;

/**
 * Sends items through a node, in as many runs side by side as it takes.
 *
 * @returns for each item its task's path and body; where there is none, the item as it came out
 * @throws Error where a run failed as a whole
 */
export async function send(
	scene: Scene,
	node: NodeDescription,
	items: readonly Item[],
): Promise<Sending[]> {
	const runs = inputsOf(items).map(async (input) =>
		sentBy(await scene.run(node, { input }), scene),
	);
	return (await Promise.all(runs)).flat();
}

function sentBy(run: EngineRun, { novita }: Scene): Sending[] {
	if (run.error) throw new Error(`The run failed: ${run.error.message}`, { cause: run.error });
	return run.output(KLING).map(({ json }) => {
		const task = novita.task(String(json.taskId));
		return task ? { path: task.path, body: task.body } : json;
	});
}
